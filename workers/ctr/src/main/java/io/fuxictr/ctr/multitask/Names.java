package io.fuxictr.ctr.multitask;

import java.util.List;
import java.util.stream.IntStream;

/** Names of modules in the reference. */
final class Names {
  static final String TABLES = io.fuxictr.ctr.model.ReferenceNames.TABLES;
  static final String TOWER = "tower";

  private Names() {}

  /** Returns NAME.0, NAME.1, ... */
  static List<String> numbered(String name, int count) {
    return IntStream.range(0, count).mapToObj(i -> name + "." + i).toList();
  }
}
