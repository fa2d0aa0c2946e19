package io.fuxictr.deploy.preflight;

import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A row of the checklist.
 *
 * @param id its name, a letter and a number such as {@code B10a}
 * @param title what is checked
 * @param needs rows without which this one is not looked at
 * @param probe looks
 */
record Check(String id, String title, List<String> needs, Probe probe) {
  /** The order of the checklist: source server, main server, service, trials, extras. */
  static final Comparator<Check> ORDER =
      Comparator.comparingInt(Check::group)
          .thenComparingInt(Check::number)
          .thenComparing(Check::id);

  private static final String GROUPS = "ABSQE";
  private static final Pattern ID = Pattern.compile("([ABSQE])(\\d+)[a-z]?");

  /** Looks at one thing. */
  @FunctionalInterface
  interface Probe {
    /**
     * Returns what is there.
     *
     * @throws Exception if it cannot be found out, which is this row's failure
     */
    Finding run() throws Exception;
  }

  /** Takes a copy of the list. */
  Check {
    needs = List.copyOf(needs);
    if (!ID.matcher(id).matches()) {
      throw new IllegalArgumentException("row " + id);
    }
  }

  static Check of(String id, String title, Probe probe) {
    return new Check(id, title, List.of(), probe);
  }

  Check needing(String... rows) {
    return new Check(id, title, List.of(rows), probe);
  }

  private int group() {
    return GROUPS.indexOf(id.charAt(0));
  }

  private int number() {
    Matcher matcher = ID.matcher(id);
    return matcher.matches() ? Integer.parseInt(matcher.group(2)) : 0;
  }
}
