package io.fuxictr.task;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the next attempt or the next stage starts from; durable.
 *
 * <p>Values are text, numbers, booleans, lists and maps of these, nothing else, so that a
 * checkpoint goes through JSON unchanged (whole numbers come back as {@code Long}). The keys are
 * part of the product's behaviour and the same as those in the database.
 *
 * @param values value by key, in the order of insertion
 */
public record Checkpoint(Map<String, Object> values) {

  /** Nothing done yet. */
  public static final Checkpoint EMPTY = new Checkpoint(Map.of());

  /** Takes a copy that keeps the order. */
  public Checkpoint {
    values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
  }

  /** Returns a checkpoint with one more or one other value. */
  public Checkpoint with(String key, Object value) {
    var more = new LinkedHashMap<>(values);
    more.put(key, value);
    return new Checkpoint(more);
  }

  /** Returns the same without a key. */
  public Checkpoint without(String key) {
    var fewer = new LinkedHashMap<>(values);
    fewer.remove(key);
    return new Checkpoint(fewer);
  }

  /** Returns whether nothing has been recorded. */
  public boolean isEmpty() {
    return values.isEmpty();
  }

  /** Returns a text, if it is there. */
  public Optional<String> text(String key) {
    return Optional.ofNullable(values.get(key)).map(Object::toString);
  }

  /**
   * Returns a text.
   *
   * @throws IllegalStateException if the key is missing, naming it
   */
  public String requireText(String key) {
    return text(key).orElseThrow(() -> new IllegalStateException("checkpoint lacks '" + key + "'"));
  }

  /** Returns a whole number, or 0 if it is not there. */
  public long number(String key) {
    return values.get(key) instanceof Number number ? number.longValue() : 0;
  }

  /** Returns a number, or NaN if it is not there. */
  public double real(String key) {
    return values.get(key) instanceof Number number ? number.doubleValue() : Double.NaN;
  }

  /** Returns whether a flag is there and set. */
  public boolean flag(String key) {
    return Boolean.TRUE.equals(values.get(key));
  }

  /** Returns a list of texts, empty if it is not there. */
  public List<String> texts(String key) {
    return values.get(key) instanceof List<?> list
        ? list.stream().map(Object::toString).toList()
        : List.of();
  }

  /** Returns a nested map, empty if it is not there. */
  public Map<String, Object> map(String key) {
    if (!(values.get(key) instanceof Map<?, ?> map)) {
      return Map.of();
    }
    var copy = new LinkedHashMap<String, Object>();
    map.forEach((name, value) -> copy.put(name.toString(), value));
    return copy;
  }
}
