package io.fuxictr.dataset.part;

import java.util.Arrays;

/** Collects 32-bit ids. */
final class IdSink extends ValueSink {
  private int[] values = new int[0];
  private int size;

  @Override
  void start(int expected) {
    values = new int[expected];
    size = 0;
  }

  @Override
  void addNull() {
    throw new IllegalStateException("ids are never null");
  }

  @Override
  int size() {
    return size;
  }

  @Override
  Column column() {
    return new Column.Ids(trimmed());
  }

  @Override
  Column lists(int[] offsets) {
    return new Column.IdLists(offsets, trimmed());
  }

  @Override
  public void addInt(int value) {
    if (size == values.length) {
      values = Arrays.copyOf(values, Math.max(16, size * 2));
    }
    values[size++] = value;
  }

  @Override
  public void addLong(long value) {
    addInt(Math.toIntExact(value));
  }

  private int[] trimmed() {
    return size == values.length ? values : Arrays.copyOf(values, size);
  }
}
