package io.fuxictr.ctr.metric;

import java.util.ArrayList;
import java.util.List;

/** Floats that are appended and read by row; grows without moving what it has. */
final class FloatColumn {
  private static final int SHIFT = 14;
  private static final int MASK = (1 << SHIFT) - 1;

  private final List<float[]> pieces = new ArrayList<>();
  private int size;

  int size() {
    return size;
  }

  float get(int row) {
    return pieces.get(row >> SHIFT)[row & MASK];
  }

  void append(float[] source, int from, int count) {
    for (int done = 0; done < count; ) {
      int start = size & MASK;
      if (start == 0) {
        pieces.add(new float[MASK + 1]);
      }
      int fitting = Math.min(count - done, MASK + 1 - start);
      System.arraycopy(source, from + done, pieces.getLast(), start, fitting);
      done += fitting;
      size += fitting;
    }
  }
}
