package io.fuxictr.dataset.feature;

import io.fuxictr.dataset.part.Column;
import io.fuxictr.dataset.part.ColumnForm;
import io.fuxictr.dataset.part.PartBlock;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Makes declared columns of raw ones: a raw column is read once, in a form that suits all that are
 * made of it.
 *
 * <p>One object serves one pass. Different columns may be asked for by different threads at once,
 * blocks of one column only one after the other.
 */
public final class RawColumns {
  private final Map<String, ColumnForm> raw = new LinkedHashMap<>();
  private final Map<String, ColumnForm> wanted;
  private final Map<String, DerivedColumn> derived = new HashMap<>();

  /**
   * Prepares a pass.
   *
   * @param columns declared columns
   * @param wanted the form in which each is needed; those without one are not read
   */
  RawColumns(Iterable<ColumnSpec> columns, Map<String, ColumnForm> wanted) {
    this.wanted = new LinkedHashMap<>();
    for (ColumnSpec column : columns) {
      ColumnForm form = wanted.get(column.name());
      if (form != null) {
        this.wanted.put(column.name(), form);
        var maker = new DerivedColumn(column, form);
        derived.put(column.name(), maker);
        raw.merge(
            column.rawColumn(),
            maker.source(),
            (one, other) -> one == other ? one : ColumnForm.TOKENS);
      }
    }
  }

  /** Returns the raw columns that are read and the form of each. */
  public Map<String, ColumnForm> forms() {
    return raw;
  }

  /** Returns the names of the declared columns that are made of them, in order. */
  public Iterable<String> names() {
    return wanted.keySet();
  }

  /** Returns a declared column of a block. */
  public Column column(String name, PartBlock block) {
    DerivedColumn maker = derived.get(name);
    if (maker == null) {
      throw new IllegalArgumentException("no column '" + name + "' was asked for");
    }
    return maker.make(block);
  }
}
