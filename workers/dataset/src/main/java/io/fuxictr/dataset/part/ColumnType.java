package io.fuxictr.dataset.part;

/** What a column of a part holds, as far as features care. */
public enum ColumnType {
  /** Whole numbers of any width. */
  INTEGER,
  /** Floating-point numbers, 32 or 64 bits. */
  FLOATING,
  /** Decimal fractions of fixed scale. */
  DECIMAL,
  /** Truth values; read as 0 and 1. */
  BOOLEAN,
  /** Texts. */
  TEXT,
  /** Lists of whole numbers. */
  LIST_OF_INTEGER,
  /** Lists of floating-point numbers. */
  LIST_OF_FLOATING,
  /** Lists of decimal fractions. */
  LIST_OF_DECIMAL,
  /** Lists of truth values. */
  LIST_OF_BOOLEAN,
  /** Lists of texts. */
  LIST_OF_TEXT,
  /** Anything else: dates, bytes, maps, structs, lists of lists. It can be copied but not read. */
  OTHER;

  /** Tells whether a row holds a list. */
  public boolean isList() {
    return switch (this) {
      case LIST_OF_INTEGER, LIST_OF_FLOATING, LIST_OF_DECIMAL, LIST_OF_BOOLEAN, LIST_OF_TEXT ->
          true;
      case INTEGER, FLOATING, DECIMAL, BOOLEAN, TEXT, OTHER -> false;
    };
  }

  /** Tells whether a row holds a list of numbers or truth values. */
  public boolean isListOfNumbers() {
    return isList() && this != LIST_OF_TEXT;
  }

  /** Tells whether a row holds one number or truth value. */
  public boolean isNumber() {
    return switch (this) {
      case INTEGER, FLOATING, DECIMAL, BOOLEAN -> true;
      case LIST_OF_INTEGER,
          LIST_OF_FLOATING,
          LIST_OF_DECIMAL,
          LIST_OF_BOOLEAN,
          LIST_OF_TEXT,
          TEXT,
          OTHER ->
          false;
    };
  }

  /** Tells whether values may have a fractional part. */
  public boolean mayBeFractional() {
    return switch (this) {
      case FLOATING, DECIMAL, LIST_OF_FLOATING, LIST_OF_DECIMAL -> true;
      case INTEGER, BOOLEAN, TEXT, LIST_OF_INTEGER, LIST_OF_BOOLEAN, LIST_OF_TEXT, OTHER -> false;
    };
  }

  /** Returns the type of a list whose elements are of this type. */
  ColumnType listOf() {
    return switch (this) {
      case INTEGER -> LIST_OF_INTEGER;
      case FLOATING -> LIST_OF_FLOATING;
      case DECIMAL -> LIST_OF_DECIMAL;
      case BOOLEAN -> LIST_OF_BOOLEAN;
      case TEXT -> LIST_OF_TEXT;
      case LIST_OF_INTEGER,
          LIST_OF_FLOATING,
          LIST_OF_DECIMAL,
          LIST_OF_BOOLEAN,
          LIST_OF_TEXT,
          OTHER ->
          OTHER;
    };
  }
}
