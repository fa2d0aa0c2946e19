package io.fuxictr.dataset.part;

import java.util.Arrays;

/** Numbers distinct 64-bit values from 0 by first appearance. Open addressing, nothing boxed. */
final class LongIndex {
  private static final int EMPTY = -1;
  private static final long GOLDEN = 0x9E3779B97F4A7C15L;

  private long[] keys = new long[16];
  private int[] indexes = filled(16);
  private int size;

  /** Returns the number of a value, a new one if it was never seen. */
  int indexOf(long key) {
    int slot = slot(key);
    if (indexes[slot] != EMPTY) {
      return indexes[slot];
    }
    keys[slot] = key;
    indexes[slot] = size++;
    int index = indexes[slot];
    if (size * 2 > keys.length) {
      grow();
    }
    return index;
  }

  private int slot(long key) {
    int mask = keys.length - 1;
    int slot = (int) ((key * GOLDEN) >>> 32) & mask;
    while (indexes[slot] != EMPTY && keys[slot] != key) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private void grow() {
    long[] oldKeys = keys;
    int[] oldIndexes = indexes;
    keys = new long[oldKeys.length * 2];
    indexes = filled(keys.length);
    for (int i = 0; i < oldKeys.length; i++) {
      if (oldIndexes[i] != EMPTY) {
        int slot = slot(oldKeys[i]);
        keys[slot] = oldKeys[i];
        indexes[slot] = oldIndexes[i];
      }
    }
  }

  private static int[] filled(int length) {
    var result = new int[length];
    Arrays.fill(result, EMPTY);
    return result;
  }
}
