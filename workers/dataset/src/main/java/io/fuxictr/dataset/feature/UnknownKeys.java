package io.fuxictr.dataset.feature;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** Finds keys of a map that nobody knows, and what was probably meant. */
public final class UnknownKeys {
  /** What people write who think of another program, or of an earlier version. */
  private static final Map<String, String> OTHER_NAMES =
      Map.of(
          "encoder", "feature_encoder",
          "embedding_size", "embedding_dim",
          "embedding_type", "feature_encoder",
          "na_value", "fill_na",
          "maxlen", "max_len",
          "min_count", "min_categr_count");

  private UnknownKeys() {}

  /** Returns a problem for each key that is not allowed, none if all are. */
  public static List<String> of(Map<?, ?> map, Collection<String> allowed) {
    List<String> problems = new ArrayList<>();
    for (Object key : map.keySet()) {
      String text = String.valueOf(key);
      if (!allowed.contains(text)) {
        problems.add(
            "key '%s' is unknown%s; allowed keys: %s"
                .formatted(text, hint(text, allowed), new TreeSet<>(allowed)));
      }
    }
    return problems;
  }

  private static String hint(String key, Collection<String> allowed) {
    if (key.contains(":")) {
      return " (a blank is missing behind the colon)";
    }
    return nearest(key, allowed).map(" (did you mean '%s'?)"::formatted).orElse("");
  }

  private static Optional<String> nearest(String key, Collection<String> allowed) {
    String other = OTHER_NAMES.getOrDefault(key, "");
    if (allowed.contains(other)) {
      return Optional.of(other);
    }
    return allowed.stream()
        .filter(it -> distance(key, it) <= Math.max(1, key.length() / 3))
        .min(Comparator.comparingInt((String it) -> distance(key, it)).thenComparing(it -> it));
  }

  /** The number of characters to insert, remove or replace (Levenshtein). */
  private static int distance(String one, String other) {
    var row = new int[other.length() + 1];
    Arrays.setAll(row, i -> i);
    for (int i = 1; i <= one.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= other.length(); j++) {
        int replaced = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[other.length()];
  }
}
