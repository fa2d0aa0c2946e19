package io.fuxictr.ctr.metric;

import java.util.ArrayList;
import java.util.List;

/** Longs that are appended and read by row; grows without moving what it has. */
final class LongColumn {
  private static final int SHIFT = 13;
  private static final int MASK = (1 << SHIFT) - 1;

  private final List<long[]> pieces = new ArrayList<>();
  private int size;

  int size() {
    return size;
  }

  long get(int row) {
    return pieces.get(row >> SHIFT)[row & MASK];
  }

  void append(long[] source) {
    for (int done = 0; done < source.length; ) {
      int start = size & MASK;
      if (start == 0) {
        pieces.add(new long[MASK + 1]);
      }
      int fitting = Math.min(source.length - done, MASK + 1 - start);
      System.arraycopy(source, done, pieces.getLast(), start, fitting);
      done += fitting;
      size += fitting;
    }
  }
}
