package io.fuxictr.dataset.part;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Consecutive rows of a part, all from one row group.
 *
 * <p>Columns are decoded when they are first asked for, which must be before the reader is asked
 * for its next block. Columns may be asked for by different threads at once.
 */
public final class PartBlock {
  private final int rows;
  private final Map<String, Slot> slots = new LinkedHashMap<>();

  PartBlock(Map<String, ColumnCursor> cursors, int from, int rows) {
    this.rows = rows;
    cursors.forEach((name, cursor) -> slots.put(name, new Slot(cursor, from)));
  }

  /** Returns the number of rows, at least 1. */
  public int rows() {
    return rows;
  }

  /** Returns a column that was asked for when the reader was opened. */
  public Column column(String name) {
    Slot slot = slots.get(name);
    if (slot == null) {
      throw new IllegalArgumentException("no column '" + name + "' was asked for");
    }
    return slot.column(rows);
  }

  /** Returns a column read in the form of numbers. */
  public double[] numbers(String name) {
    if (column(name) instanceof Column.Numbers(double[] values)) {
      return values;
    }
    throw new IllegalArgumentException("column '" + name + "' was not asked for as numbers");
  }

  /** A column that may not have been decoded yet. */
  private static final class Slot {
    private final ColumnCursor cursor;
    private final int from;
    private @Nullable Column column;

    Slot(ColumnCursor cursor, int from) {
      this.cursor = cursor;
      this.from = from;
    }

    synchronized Column column(int rows) {
      Column decoded = column;
      if (decoded == null) {
        decoded = cursor.read(from, rows);
        column = decoded;
      }
      return decoded;
    }
  }
}
