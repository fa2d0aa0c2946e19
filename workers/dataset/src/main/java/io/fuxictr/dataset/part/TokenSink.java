package io.fuxictr.dataset.part;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.apache.parquet.column.Dictionary;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.jspecify.annotations.Nullable;

/**
 * Collects codes of distinct values.
 *
 * <p>Where Parquet itself numbered the values of the column chunk, its numbers are translated by a
 * table; elsewhere values are looked up. Either way a text is made once per distinct value and row
 * group. One sink serves one row group.
 */
final class TokenSink extends ValueSink {
  private static final int UNSEEN = -1;
  private static final int NULL = -1;

  private final PrimitiveTypeName stored;
  private final Meaning meaning;
  private final Words words = new Words();
  private final Map<Binary, Integer> codeOfBytes = new HashMap<>();
  private final LongIndex codeOfBits = new LongIndex();
  private @Nullable Dictionary dictionary;
  private int[] codeOfEntry = new int[0];
  private int[] codes = new int[0];
  private int size;

  TokenSink(PrimitiveTypeName stored, Meaning meaning) {
    this.stored = stored;
    this.meaning = meaning;
  }

  @Override
  void start(int expected) {
    codes = new int[expected];
    size = 0;
  }

  @Override
  void addNull() {
    add(NULL);
  }

  @Override
  int size() {
    return size;
  }

  @Override
  Column column() {
    return new Column.Tokens(trimmed(), words);
  }

  @Override
  Column lists(int[] offsets) {
    return new Column.TokenLists(offsets, trimmed(), words);
  }

  @Override
  public boolean hasDictionarySupport() {
    return true;
  }

  @Override
  public void setDictionary(Dictionary dictionary) {
    this.dictionary = dictionary;
    codeOfEntry = new int[dictionary.getMaxId() + 1];
    Arrays.fill(codeOfEntry, UNSEEN);
  }

  @Override
  public void addValueFromDictionary(int entry) {
    int code = codeOfEntry[entry];
    if (code != UNSEEN) {
      add(code);
      return;
    }
    addEntry(entry);
    codeOfEntry[entry] = codes[size - 1];
  }

  private void addEntry(int entry) {
    Dictionary entries = dictionary;
    if (entries == null) {
      throw new IllegalStateException("a dictionary id came before its dictionary");
    }
    switch (stored) {
      case BINARY, FIXED_LEN_BYTE_ARRAY, INT96 -> addBinary(entries.decodeToBinary(entry));
      case INT32 -> addInt(entries.decodeToInt(entry));
      case INT64 -> addLong(entries.decodeToLong(entry));
      case FLOAT -> addFloat(entries.decodeToFloat(entry));
      case DOUBLE -> addDouble(entries.decodeToDouble(entry));
      case BOOLEAN -> addBoolean(entries.decodeToBoolean(entry));
    }
  }

  @Override
  public void addBinary(Binary value) {
    Integer known = codeOfBytes.get(value);
    if (known != null) {
      add(known);
      return;
    }
    int code = words.add(meaning.text(value));
    codeOfBytes.put(value.copy(), code);
    add(code);
  }

  @Override
  public void addInt(int value) {
    addLong(meaning.widen(value));
  }

  @Override
  public void addLong(long value) {
    int code = codeOfBits.indexOf(value);
    if (code == words.size()) {
      words.add(meaning.text(value));
    }
    add(code);
  }

  @Override
  public void addFloat(float value) {
    addDouble(value);
  }

  @Override
  public void addDouble(double value) {
    if (Double.isNaN(value)) {
      addNull();
      return;
    }
    int code = codeOfBits.indexOf(Double.doubleToLongBits(value + 0.0));
    if (code == words.size()) {
      words.add(NumberText.text(value));
    }
    add(code);
  }

  @Override
  public void addBoolean(boolean value) {
    addLong(value ? 1 : 0);
  }

  private void add(int code) {
    if (size == codes.length) {
      codes = Arrays.copyOf(codes, Math.max(16, size * 2));
    }
    codes[size++] = code;
  }

  private int[] trimmed() {
    return size == codes.length ? codes : Arrays.copyOf(codes, size);
  }
}
