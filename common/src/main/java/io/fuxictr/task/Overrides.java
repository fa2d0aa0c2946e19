package io.fuxictr.task;

import java.util.OptionalInt;

/**
 * What a submission sets for its own run, above the experiment's configuration.
 *
 * @param gpuCount devices to use, at least 0
 * @param batchSize rows per step, at least 1
 * @param epochs passes over the training data, at least 1
 */
public record Overrides(OptionalInt gpuCount, OptionalInt batchSize, OptionalInt epochs) {

  /** Changes nothing. */
  public static final Overrides NONE =
      new Overrides(OptionalInt.empty(), OptionalInt.empty(), OptionalInt.empty());
}
