package io.fuxictr.dataset.feature;

import java.util.Arrays;

/** Numbers texts from 0 by first appearance. Open addressing, one array slot per text. */
final class TokenIndex {
  static final int ABSENT = -1;

  private String[] tokens = new String[16];
  private int[] table = filled(32);
  private int size;

  int size() {
    return size;
  }

  String token(int index) {
    return tokens[index];
  }

  /** Returns the number of a text, or {@link #ABSENT}. */
  int find(String token) {
    return table[slot(token)];
  }

  /** Returns the number of a text, a new one if it was never seen. */
  int indexOf(String token) {
    int slot = slot(token);
    if (table[slot] != ABSENT) {
      return table[slot];
    }
    if (size == tokens.length) {
      tokens = Arrays.copyOf(tokens, size * 2);
    }
    tokens[size] = token;
    table[slot] = size++;
    if (size * 2 > table.length) {
      grow();
    }
    return size - 1;
  }

  private int slot(String token) {
    int mask = table.length - 1;
    int hash = token.hashCode() * 0x9E3779B9;
    int slot = (hash ^ hash >>> 15) & mask;
    while (table[slot] != ABSENT && !tokens[table[slot]].equals(token)) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private void grow() {
    table = filled(table.length * 2);
    for (int i = 0; i < size; i++) {
      table[slot(tokens[i])] = i;
    }
  }

  private static int[] filled(int length) {
    var result = new int[length];
    Arrays.fill(result, ABSENT);
    return result;
  }
}
