package io.fuxictr.experiment;

import io.fuxictr.config.InvalidConfigException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * How a section of a model configuration comes by the keys that it does not name: from the section
 * it {@code extends}, else, when it names no model, from {@code {model}_default}, and last from
 * {@code Base}.
 */
final class Inheritance {
  static final String BASE = "Base";
  static final String EXTENDS = "extends";
  static final String DEFAULT = "_default";

  private final Map<String, Object> sections;
  private final Path source;
  private final String model;

  /**
   * Creates the rule for one file.
   *
   * @param sections section by id, Base included
   * @param source the file, for messages
   * @param model last segment of the model's name
   */
  Inheritance(Map<String, Object> sections, Path source, String model) {
    this.sections = sections;
    this.source = source;
    this.model = model;
  }

  /**
   * Returns all keys of a section.
   *
   * @throws InvalidConfigException if there is no such section, or it extends itself
   */
  Map<String, Object> resolve(String id) {
    if (id.equals(BASE)) {
      throw missing(id);
    }
    var values = new LinkedHashMap<String, Object>();
    if (sections.containsKey(BASE)) {
      values.putAll(section(BASE));
    }
    values.putAll(withParents(id, new LinkedHashSet<>()));
    values.remove(EXTENDS);
    if (!(values.get("model") instanceof String)) {
      throw new InvalidConfigException(
          "Experiment '%s' in %s names no model and extends none that does".formatted(id, source));
    }
    return values;
  }

  private Map<String, Object> withParents(String id, Set<String> seen) {
    if (!seen.add(id)) {
      throw new InvalidConfigException(
          "Experiment '%s' in %s extends itself: %s, %s"
              .formatted(id, source, String.join(", ", seen), id));
    }
    Map<String, Object> own = section(id);
    var values = new LinkedHashMap<String, Object>();
    String fallback = model + DEFAULT;
    if (own.get(EXTENDS) instanceof String parent) {
      values.putAll(withParents(parent, seen));
    } else if (!own.containsKey("model")
        && sections.containsKey(fallback)
        && !id.equals(fallback)) {
      values.putAll(withParents(fallback, seen));
    }
    values.putAll(own);
    return values;
  }

  private Map<String, Object> section(String id) {
    if (sections.get(id) instanceof Map<?, ?> section) {
      return keyed(section);
    }
    throw missing(id);
  }

  private InvalidConfigException missing(String id) {
    String others =
        String.join(", ", sections.keySet().stream().filter(key -> !key.equals(BASE)).toList());
    return new InvalidConfigException(
        "Experiment '%s' is not in %s; there are: %s".formatted(id, source, others));
  }

  static Map<String, Object> keyed(Map<?, ?> section) {
    var copy = new LinkedHashMap<String, Object>();
    section.forEach((key, value) -> copy.put(String.valueOf(key), value));
    return copy;
  }
}
