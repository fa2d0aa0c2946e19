package io.fuxictr.remote.transfer;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Arguments in portions that fit into one command line. Linux takes 128 KiB as one argument, and
 * the other host's login shell gets the whole line as one.
 */
final class Batches {
  private static final int MOST_BYTES = 60_000;
  private static final int QUOTE_BYTES = 4;

  private Batches() {}

  /** Returns the arguments in their order, in portions. */
  static List<List<String>> of(List<String> arguments) {
    return ofGroups(arguments.stream().map(List::of).toList());
  }

  /** Returns the arguments in their order, in portions that part no group. */
  static List<List<String>> ofGroups(List<List<String>> groups) {
    var batches = new ArrayList<List<String>>();
    var batch = new ArrayList<String>();
    int bytes = 0;
    for (List<String> group : groups) {
      int more = group.stream().mapToInt(Batches::bytes).sum();
      if (bytes + more > MOST_BYTES && !batch.isEmpty()) {
        batches.add(List.copyOf(batch));
        batch.clear();
        bytes = 0;
      }
      batch.addAll(group);
      bytes += more;
    }
    if (!batch.isEmpty()) {
      batches.add(List.copyOf(batch));
    }
    return batches;
  }

  private static int bytes(String argument) {
    long quotes = argument.chars().filter(c -> c == '\'').count();
    return argument.getBytes(StandardCharsets.UTF_8).length + QUOTE_BYTES * (int) (quotes + 1);
  }
}
