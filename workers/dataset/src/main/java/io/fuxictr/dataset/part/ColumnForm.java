package io.fuxictr.dataset.part;

/** The form in which a reader is asked for a column. */
public enum ColumnForm {
  /** Numbers: for columns of numbers and truth values. */
  NUMBERS,
  /** Codes of distinct values, or lists of them: for columns of any readable type. */
  TOKENS,
  /** 32-bit ids, or lists of them: for columns of whole numbers. */
  IDS;

  boolean fits(ColumnType type) {
    return switch (this) {
      case NUMBERS -> type.isNumber();
      case TOKENS -> type != ColumnType.OTHER;
      case IDS -> type == ColumnType.INTEGER || type == ColumnType.LIST_OF_INTEGER;
    };
  }
}
