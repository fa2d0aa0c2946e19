package io.fuxictr.config;

import java.util.AbstractMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Fields that a model takes together as one, written {@code !!python/tuple [a, b]} in YAML. A plain
 * list there means something else: several things side by side.
 *
 * <p>It is a map with the single key {@code fields}, so that whoever gets plain values only, out of
 * JSON for one, sees the same; {@code {fields: [a, b]}} may be written as well.
 */
public final class FieldGroup extends AbstractMap<String, Object> {
  /** The only key. */
  public static final String KEY = "fields";

  private final List<String> fields;

  /** Takes a copy of the names. */
  public FieldGroup(List<String> fields) {
    this.fields = List.copyOf(fields);
  }

  /** Returns the names, in order. */
  public List<String> fields() {
    return fields;
  }

  @Override
  public Set<Map.Entry<String, Object>> entrySet() {
    return Set.of(Map.entry(KEY, fields));
  }
}
