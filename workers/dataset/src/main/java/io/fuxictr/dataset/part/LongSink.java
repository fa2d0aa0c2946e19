package io.fuxictr.dataset.part;

import java.util.Arrays;

/** Collects 64-bit whole numbers. */
final class LongSink extends ValueSink {
  private final Meaning meaning;
  private long[] values = new long[0];
  private boolean[] nulls = new boolean[0];
  private int size;

  LongSink(Meaning meaning) {
    this.meaning = meaning;
  }

  @Override
  void start(int expected) {
    values = new long[expected];
    nulls = new boolean[expected];
    size = 0;
  }

  @Override
  void addNull() {
    add(0, true);
  }

  @Override
  int size() {
    return size;
  }

  @Override
  Column column() {
    return new Column.Longs(Arrays.copyOf(values, size), Arrays.copyOf(nulls, size));
  }

  @Override
  Column lists(int[] offsets) {
    throw new IllegalStateException("lists are not read as whole numbers");
  }

  @Override
  public void addInt(int value) {
    add(meaning.widen(value), false);
  }

  @Override
  public void addLong(long value) {
    add(value, false);
  }

  @Override
  public void addBoolean(boolean value) {
    add(value ? 1 : 0, false);
  }

  private void add(long value, boolean isNull) {
    if (size == values.length) {
      values = Arrays.copyOf(values, Math.max(16, size * 2));
      nulls = Arrays.copyOf(nulls, values.length);
    }
    values[size] = value;
    nulls[size++] = isNull;
  }
}
