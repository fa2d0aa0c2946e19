package io.fuxictr.ctr.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.function.DoublePredicate;
import java.util.function.Function;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * The hyper-parameters of one experiment by their keys, typed on reading.
 *
 * <p>Numbers may be written as text ({@code 1e-3} is text to YAML 1.1). A key that is absent or
 * null has its default. Whatever cannot be used ends in a {@link ModelConfigException}.
 */
public final class HyperParameters {
  private static final String UNITS = "a list of whole numbers of at least 1, such as [64, 32]";

  private final Map<String, Object> values;
  private final Consumer<Question> observer;

  private HyperParameters(Map<String, Object> values, Consumer<Question> observer) {
    this.values = values;
    this.observer = observer;
  }

  /** Takes a copy of the values; null values count as absent. */
  public static HyperParameters of(Map<String, ? extends @Nullable Object> values) {
    Map<String, Object> present = new LinkedHashMap<>();
    values.forEach(
        (key, value) -> {
          if (value != null) {
            present.put(key, value);
          }
        });
    return new HyperParameters(Collections.unmodifiableMap(present), _ -> {});
  }

  /** Returns the same values, and tells somebody what is asked for. */
  public HyperParameters observedBy(Consumer<Question> newObserver) {
    return new HyperParameters(values, newObserver);
  }

  /** Returns all values that are present, in their order; unmodifiable. */
  public Map<String, Object> values() {
    return values;
  }

  /** Returns the value of a key as it was given, or empty. */
  public Optional<Object> value(String key) {
    return Optional.ofNullable(values.get(key));
  }

  /** Returns text, or the default. */
  public String text(String key, String fallback) {
    asked(key, fallback, "text");
    return value(key).map(Object::toString).orElse(fallback);
  }

  /** Returns text that must be there. */
  public String text(String key) {
    asked(key, "", "text");
    return value(key)
        .map(Object::toString)
        .orElseThrow(() -> new ModelConfigException("Hyper-parameter " + key + " is missing"));
  }

  /** Returns a whole number, or the default. */
  public int integer(String key, int fallback, IntPredicate valid, String allowed) {
    asked(key, fallback, "a whole number, " + allowed);
    return value(key).map(value -> wholeNumber(key, value, valid, allowed)).orElse(fallback);
  }

  /** Returns a whole number, or empty. */
  public OptionalInt integer(String key, IntPredicate valid, String allowed) {
    asked(key, "", "a whole number, " + allowed);
    return value(key)
        .map(value -> OptionalInt.of(wholeNumber(key, value, valid, allowed)))
        .orElse(OptionalInt.empty());
  }

  /** Returns a number, or the default. */
  public double real(String key, double fallback, DoublePredicate valid, String allowed) {
    asked(key, fallback, "a number, " + allowed);
    return value(key).map(value -> number(key, value, valid, allowed)).orElse(fallback);
  }

  /** Returns yes or no, or the default. */
  public boolean flag(String key, boolean fallback) {
    asked(key, fallback, "true or false");
    return value(key).map(value -> flagOf(key, value)).orElse(fallback);
  }

  /**
   * Returns a list of whole numbers of at least 1, such as the widths of layers; or the default.
   */
  public List<Integer> units(String key, List<Integer> fallback) {
    asked(key, fallback, UNITS);
    return value(key).map(value -> unitsOf(key, value)).orElse(fallback);
  }

  /** Returns numbers: a list, or one alone; or the default. */
  public List<Double> reals(
      String key, List<Double> fallback, DoublePredicate valid, String allowed) {
    String each = "a number, or a list of numbers, each " + allowed;
    asked(key, fallback.size() == 1 ? fallback.getFirst() : fallback, each);
    return value(key)
        .map(value -> listed(value).stream().map(it -> number(key, it, valid, each)).toList())
        .orElse(fallback);
  }

  /** Returns texts: a list, or one alone; or the default. */
  public List<String> texts(String key, List<String> fallback) {
    asked(key, fallback.size() == 1 ? fallback.getFirst() : fallback, "text, or a list of texts");
    return value(key)
        .map(value -> listed(value).stream().map(String::valueOf).toList())
        .orElse(fallback);
  }

  /**
   * Returns groups of names: a list whose entries are a name, or names that belong together, as a
   * list or as a map with the list under {@code fields}; a name alone is one group of one.
   */
  public List<List<String>> groups(String key, List<List<String>> fallback) {
    asked(key, fallback, "a name, or a list whose entries are a name or a list of names");
    return value(key)
        .map(value -> listed(value).stream().map(group -> groupOf(key, group)).toList())
        .orElse(fallback);
  }

  private static List<String> groupOf(String key, Object group) {
    List<?> names =
        group instanceof Map<?, ?> map && map.get("fields") instanceof List<?> fields
            ? fields
            : listed(group);
    if (names.isEmpty() || !names.stream().allMatch(String.class::isInstance)) {
      throw ModelConfigException.of(
          key, group, "a name, or a list of at least one name, as a group of fields");
    }
    return names.stream().map(String.class::cast).toList();
  }

  /** Returns one of several words, or the default. */
  public String choice(String key, String fallback, List<String> words) {
    String allowed = String.join(", ", words);
    asked(key, fallback, allowed);
    String word = value(key).map(Object::toString).orElse(fallback);
    if (!words.contains(word)) {
      throw ModelConfigException.of(key, word, allowed);
    }
    return word;
  }

  /** Returns one of several constants by their words, or the default. */
  public <C> C choice(String key, C fallback, List<C> constants, Function<C, String> word) {
    List<String> words = constants.stream().map(word).toList();
    return constants.get(words.indexOf(choice(key, word.apply(fallback), words)));
  }

  private static List<?> listed(Object value) {
    return value instanceof List<?> list ? list : List.of(value);
  }

  private void asked(String key, Object fallback, String allowed) {
    observer.accept(new Question(key, fallback.toString(), allowed));
  }

  /**
   * Returns a value given once for all objectives or in a list with one entry per objective.
   *
   * @param objectives number of objectives; a list of another length is refused
   */
  public List<String> perObjective(String key, String fallback, int objectives) {
    asked(key, fallback, "one value, or a list with one per objective");
    Object value = values.getOrDefault(key, fallback);
    if (!(value instanceof List<?> list)) {
      return Collections.nCopies(objectives, value.toString());
    }
    if (list.size() == 1) {
      return Collections.nCopies(objectives, list.getFirst().toString());
    }
    if (list.size() != objectives) {
      throw ModelConfigException.of(
          key, value, "one value, or a list of " + objectives + ", one per objective");
    }
    return list.stream().map(Object::toString).toList();
  }

  /** Returns a number out of a value that a caller took apart itself, such as a list's entry. */
  public static double number(String key, Object value, DoublePredicate valid, String allowed) {
    double number = parse(key, value, allowed);
    if (!valid.test(number)) {
      throw ModelConfigException.of(key, value, allowed);
    }
    return number;
  }

  private static int wholeNumber(String key, Object value, IntPredicate valid, String allowed) {
    String expected = "a whole number, " + allowed;
    double number = parse(key, value, expected);
    if (number != Math.rint(number) || Math.abs(number) > Integer.MAX_VALUE) {
      throw ModelConfigException.of(key, value, expected);
    }
    if (!valid.test((int) number)) {
      throw ModelConfigException.of(key, value, expected);
    }
    return (int) number;
  }

  private static double parse(String key, Object value, String allowed) {
    if (value instanceof Number number) {
      return number.doubleValue();
    }
    if (value instanceof String text) {
      try {
        return Double.parseDouble(text.strip());
      } catch (NumberFormatException _) {
        throw ModelConfigException.of(key, value, allowed);
      }
    }
    throw ModelConfigException.of(key, value, allowed);
  }

  private static boolean flagOf(String key, Object value) {
    if (value instanceof Boolean flag) {
      return flag;
    }
    if (value instanceof String text && text.equalsIgnoreCase("true")) {
      return true;
    }
    if (value instanceof String text && text.equalsIgnoreCase("false")) {
      return false;
    }
    throw ModelConfigException.of(key, value, "true or false");
  }

  private static List<Integer> unitsOf(String key, Object value) {
    if (!(value instanceof List<?> list)) {
      throw ModelConfigException.of(key, value, UNITS);
    }
    return list.stream()
        .map(entry -> wholeNumber(key, entry, width -> width >= 1, "at least 1 each"))
        .toList();
  }
}
