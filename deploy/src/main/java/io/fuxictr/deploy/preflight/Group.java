package io.fuxictr.deploy.preflight;

import java.util.List;

/** Rows about one subject. */
@FunctionalInterface
interface Group extends AutoCloseable {
  /** Returns the rows, without running any. */
  List<Check> checks();

  /** Gives back what the rows held. */
  @Override
  default void close() {}
}
