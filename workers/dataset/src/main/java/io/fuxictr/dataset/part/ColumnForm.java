package io.fuxictr.dataset.part;

/** The form in which a reader is asked for a column. */
public enum ColumnForm {
  /** Numbers: for columns of numbers and truth values. */
  NUMBERS,
  /** Codes of distinct values, or lists of them: for columns of any readable type. */
  TOKENS,
  /** 32-bit ids, or lists of them: for columns of whole numbers. */
  IDS,
  /** 64-bit whole numbers: for columns of whole numbers and truth values. */
  LONGS,
  /** Lists of 32-bit numbers: for columns of lists of numbers. */
  FLOAT_LISTS;

  boolean fits(ColumnType type) {
    return switch (this) {
      case NUMBERS -> type.isNumber();
      case TOKENS -> type != ColumnType.OTHER;
      case IDS -> type == ColumnType.INTEGER || type == ColumnType.LIST_OF_INTEGER;
      case LONGS -> type == ColumnType.INTEGER || type == ColumnType.BOOLEAN;
      case FLOAT_LISTS -> type.isListOfNumbers();
    };
  }
}
