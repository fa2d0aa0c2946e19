package io.fuxictr.dataset.feature;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Counts values and orders them into a vocabulary: the more frequent first, of equally frequent
 * ones the one that appeared first.
 */
final class TokenCounter {
  private final TokenIndex index = new TokenIndex();
  private long[] counts = new long[16];

  /** Returns the number of a value, by which it is counted. */
  int indexOf(String token) {
    int result = index.indexOf(token);
    if (result >= counts.length) {
      counts = Arrays.copyOf(counts, counts.length * 2);
    }
    return result;
  }

  void count(int number) {
    counts[number]++;
  }

  /**
   * Returns the values seen often enough, in the order of their ids.
   *
   * @param leftOut values that are never known, such as that of missing ones
   */
  List<String> tokens(int minCount, Set<String> leftOut) {
    List<String> tokens = new ArrayList<>();
    IntStream.range(0, index.size())
        .filter(i -> counts[i] >= Math.max(1, minCount))
        .boxed()
        .sorted(Comparator.comparingLong((Integer i) -> counts[i]).reversed())
        .map(index::token)
        .filter(token -> !leftOut.contains(token))
        .forEach(tokens::add);
    return tokens;
  }
}
