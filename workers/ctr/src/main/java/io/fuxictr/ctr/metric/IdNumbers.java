package io.fuxictr.ctr.metric;

import java.util.Arrays;

/**
 * Numbers ids from 0 in the order in which they first come.
 *
 * <p>A hash table with linear probing, at most three quarters full: at most 27 bytes per id, and 40
 * while it grows.
 */
final class IdNumbers {
  private static final int FREE = -1;

  private long[] ids = new long[48];
  private int[] slots = free(64);
  private int size;

  /** Returns the number of an id, which is new if the id is. */
  int of(long id) {
    int slot = find(id);
    if (slots[slot] != FREE) {
      return slots[slot];
    }
    if (size == ids.length) {
      grow();
      slot = find(id);
    }
    ids[size] = id;
    slots[slot] = size;
    return size++;
  }

  int size() {
    return size;
  }

  /** Returns the slot that holds an id, or the one that is free for it. */
  private int find(long id) {
    int mask = slots.length - 1;
    int slot = (int) mixed(id) & mask;
    while (slots[slot] != FREE && ids[slots[slot]] != id) {
      slot = slot + 1 & mask;
    }
    return slot;
  }

  /** Spreads ids over all bits, as the last step of MurmurHash3 does. */
  private static long mixed(long id) {
    long bits = (id ^ id >>> 33) * 0xFF51AFD7ED558CCDL;
    bits = (bits ^ bits >>> 33) * 0xC4CEB9FE1A85EC53L;
    return bits ^ bits >>> 33;
  }

  private void grow() {
    slots = free(Math.multiplyExact(2, slots.length));
    ids = Arrays.copyOf(ids, slots.length / 4 * 3);
    for (int number = 0; number < size; number++) {
      slots[find(ids[number])] = number;
    }
  }

  private static int[] free(int count) {
    int[] slots = new int[count];
    Arrays.fill(slots, FREE);
    return slots;
  }
}
