package io.fuxictr.dataset.part;

import org.apache.parquet.io.api.PrimitiveConverter;
import org.apache.parquet.schema.PrimitiveType;

/** Takes the values of a column from Parquet, one after the other, and makes a column of them. */
abstract sealed class ValueSink extends PrimitiveConverter
    permits NumberSink, TokenSink, IdSink, LongSink, FloatListSink {

  static ValueSink of(ColumnForm form, PrimitiveType type) {
    Meaning meaning = Meaning.of(type);
    return switch (form) {
      case NUMBERS -> new NumberSink(meaning);
      case TOKENS -> new TokenSink(type.getPrimitiveTypeName(), meaning);
      case IDS -> new IdSink();
      case LONGS -> new LongSink(meaning);
      case FLOAT_LISTS -> new FloatListSink(meaning);
    };
  }

  /** Starts a new block for which about so many values are expected. */
  abstract void start(int expected);

  /** Takes a null. */
  abstract void addNull();

  /** Returns the number of values taken since the start, nulls included. */
  abstract int size();

  /** Returns what was taken as one value per row. */
  abstract Column column();

  /** Returns what was taken as lists, given where each row starts. */
  abstract Column lists(int[] offsets);
}
