package io.fuxictr.dataset.part;

import java.util.Arrays;
import org.apache.parquet.io.api.Binary;

/** Collects numbers. */
final class NumberSink extends ValueSink {
  private final Meaning meaning;
  private double[] values = new double[0];
  private int size;

  NumberSink(Meaning meaning) {
    this.meaning = meaning;
  }

  @Override
  void start(int expected) {
    values = new double[expected];
    size = 0;
  }

  @Override
  void addNull() {
    addDouble(Double.NaN);
  }

  @Override
  int size() {
    return size;
  }

  @Override
  Column column() {
    return new Column.Numbers(size == values.length ? values : Arrays.copyOf(values, size));
  }

  @Override
  Column lists(int[] offsets) {
    throw new IllegalStateException("lists are not read as numbers");
  }

  @Override
  public void addDouble(double value) {
    if (size == values.length) {
      values = Arrays.copyOf(values, Math.max(16, size * 2));
    }
    values[size++] = value;
  }

  @Override
  public void addFloat(float value) {
    addDouble(value);
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
    addDouble(value ? 1 : 0);
  }

  @Override
  public void addBinary(Binary value) {
    addDouble(meaning.number(value));
  }
}
