package io.fuxictr.ctr.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Names that somebody may have meant. */
public final class NearestNames {
  private static final int NEAREST = 3;

  private NearestNames() {}

  /** Returns the known names most like one that is not known, the nearest first. */
  public static List<String> of(String name, Collection<String> known) {
    return known.stream()
        .sorted(Comparator.comparingInt(each -> distance(lower(name), lower(each))))
        .limit(NEAREST)
        .toList();
  }

  private static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  /** Returns the number of single-character edits between two names (Levenshtein). */
  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }
}
