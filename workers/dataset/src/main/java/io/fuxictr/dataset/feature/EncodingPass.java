package io.fuxictr.dataset.feature;

import io.fuxictr.dataset.part.Column;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One encoding of consecutive blocks. Different columns may be encoded by different threads at
 * once, blocks of one column only one after the other.
 */
public final class EncodingPass {
  private final Map<String, ColumnEncoding> columns = new LinkedHashMap<>();

  EncodingPass(List<FittedColumn> fitted) {
    fitted.forEach(column -> columns.put(column.spec().name(), ColumnEncoding.of(column)));
  }

  /** Encodes all rows of a column of a block. */
  public EncodedColumn encode(String name, Column block) {
    ColumnEncoding encoding = columns.get(name);
    if (encoding == null) {
      throw new IllegalArgumentException("no column '" + name + "' was fitted");
    }
    return encoding.encode(block);
  }
}
