package io.fuxictr.dataset.part;

import java.util.Arrays;
import org.apache.parquet.io.api.Binary;

/** Collects lists of 32-bit numbers. */
final class FloatListSink extends ValueSink {
  private final Meaning meaning;
  private float[] values = new float[0];
  private int size;

  FloatListSink(Meaning meaning) {
    this.meaning = meaning;
  }

  @Override
  void start(int expected) {
    values = new float[expected];
    size = 0;
  }

  @Override
  void addNull() {
    addFloat(Float.NaN);
  }

  @Override
  int size() {
    return size;
  }

  @Override
  Column column() {
    throw new IllegalStateException("a single number is not read as a list");
  }

  @Override
  Column lists(int[] offsets) {
    return new Column.FloatLists(offsets, Arrays.copyOf(values, size));
  }

  @Override
  public void addFloat(float value) {
    if (size == values.length) {
      values = Arrays.copyOf(values, Math.max(16, size * 2));
    }
    values[size++] = value;
  }

  @Override
  public void addDouble(double value) {
    addFloat((float) value);
  }

  @Override
  public void addInt(int value) {
    addDouble(meaning.number(meaning.widen(value)));
  }

  @Override
  public void addLong(long value) {
    addDouble(meaning.number(value));
  }

  @Override
  public void addBoolean(boolean value) {
    addFloat(value ? 1 : 0);
  }

  @Override
  public void addBinary(Binary value) {
    addDouble(meaning.number(value));
  }
}
