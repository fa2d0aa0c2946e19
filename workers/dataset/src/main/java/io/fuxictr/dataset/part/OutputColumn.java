package io.fuxictr.dataset.part;

import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Types;

/**
 * A column to be written.
 *
 * @param name its name
 * @param kind what it holds
 */
public record OutputColumn(String name, Kind kind) {

  /** What a written column holds. */
  public enum Kind {
    /** A 32-bit id per row, never null. */
    IDS,
    /** A list of 32-bit ids per row, neither list nor ids null. */
    ID_LISTS,
    /** A 32-bit number per row, never null. */
    FLOATS,
    /** A 64-bit number per row, never null. */
    DOUBLES,
    /** A text per row, or null. */
    TEXTS,
    /** A 64-bit whole number per row, never null. */
    LONGS,
    /** A list of 32-bit numbers per row, neither list nor numbers null. */
    FLOAT_LISTS,
    /** A 64-bit whole number per row, or null. */
    NULLABLE_LONGS,
    /** A 64-bit number per row, or null where it is NaN. */
    NULLABLE_DOUBLES,
    /** A list of 64-bit whole numbers per row, neither list nor numbers null. */
    LONG_LISTS
  }

  Type declare() {
    return switch (kind) {
      case IDS -> Types.required(PrimitiveTypeName.INT32).named(name);
      case FLOATS -> Types.required(PrimitiveTypeName.FLOAT).named(name);
      case DOUBLES -> Types.required(PrimitiveTypeName.DOUBLE).named(name);
      case NULLABLE_DOUBLES -> Types.optional(PrimitiveTypeName.DOUBLE).named(name);
      case TEXTS ->
          Types.optional(PrimitiveTypeName.BINARY)
              .as(LogicalTypeAnnotation.stringType())
              .named(name);
      case LONGS -> Types.required(PrimitiveTypeName.INT64).named(name);
      case NULLABLE_LONGS -> Types.optional(PrimitiveTypeName.INT64).named(name);
      case LONG_LISTS -> Types.requiredList().requiredElement(PrimitiveTypeName.INT64).named(name);
      case FLOAT_LISTS -> Types.requiredList().requiredElement(PrimitiveTypeName.FLOAT).named(name);
      case ID_LISTS -> Types.requiredList().requiredElement(PrimitiveTypeName.INT32).named(name);
    };
  }

  boolean isWorthADictionary() {
    return switch (kind) {
      case IDS, ID_LISTS, TEXTS, LONGS, NULLABLE_LONGS, LONG_LISTS -> true;
      case FLOATS, DOUBLES, NULLABLE_DOUBLES, FLOAT_LISTS -> false;
    };
  }
}
