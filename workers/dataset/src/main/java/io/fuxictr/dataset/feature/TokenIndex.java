package io.fuxictr.dataset.feature;

import java.util.Arrays;

/** Numbers texts from 0 by first appearance. Open addressing. */
final class TokenIndex {
  static final int ABSENT = -1;

  private String[] tokens = new String[16];
  private int[] table = filled(32);
  private int[] hashes = new int[32];
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
    hashes[slot] = hash(token);
    table[slot] = size++;
    if (size * 2 > table.length) {
      grow();
    }
    return size - 1;
  }

  private int slot(String token) {
    int mask = table.length - 1;
    int hash = hash(token);
    int slot = hash & mask;
    while (table[slot] != ABSENT && (hashes[slot] != hash || !tokens[table[slot]].equals(token))) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private void grow() {
    int[] oldTable = table;
    int[] oldHashes = hashes;
    table = filled(oldTable.length * 2);
    hashes = new int[table.length];
    int mask = table.length - 1;
    for (int i = 0; i < oldTable.length; i++) {
      if (oldTable[i] != ABSENT) {
        int slot = oldHashes[i] & mask;
        while (table[slot] != ABSENT) {
          slot = (slot + 1) & mask;
        }
        table[slot] = oldTable[i];
        hashes[slot] = oldHashes[i];
      }
    }
  }

  private static int hash(String token) {
    int hash = token.hashCode() * 0x9E3779B9;
    return hash ^ (hash >>> 15);
  }

  private static int[] filled(int length) {
    var result = new int[length];
    Arrays.fill(result, ABSENT);
    return result;
  }
}
