package io.fuxictr.dataset.feature;

import io.fuxictr.dataset.part.Column;
import io.fuxictr.dataset.part.ColumnForm;
import io.fuxictr.dataset.part.PartBlock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One encoding of consecutive blocks. Different columns may be encoded by different threads at
 * once, blocks of one column only one after the other.
 */
public final class EncodingPass {
  private final Map<String, ColumnEncoding> columns = new LinkedHashMap<>();
  private final RawColumns raw;

  EncodingPass(List<FittedColumn> fitted) {
    fitted.forEach(column -> columns.put(column.spec().name(), ColumnEncoding.of(column)));
    raw =
        new RawColumns(
            fitted.stream().map(FittedColumn::spec).toList(), FeatureEncoder.forms(fitted));
  }

  /** Returns the raw columns that are read and the form of each. */
  public Map<String, ColumnForm> forms() {
    return raw.forms();
  }

  /** Returns the names of the columns that are encoded, in order. */
  public List<String> names() {
    return List.copyOf(columns.keySet());
  }

  /** Encodes all rows of a column of a block. */
  public EncodedColumn encode(String name, PartBlock block) {
    return encode(name, raw.column(name, block));
  }

  EncodedColumn encode(String name, Column column) {
    ColumnEncoding encoding = columns.get(name);
    if (encoding == null) {
      throw new IllegalArgumentException("no column '" + name + "' was fitted");
    }
    return encoding.encode(column);
  }
}
