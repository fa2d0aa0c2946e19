package io.fuxictr.ctr.loss;

import io.fuxictr.ctr.config.HyperParameters;
import io.fuxictr.ctr.config.ModelConfigException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What large weights cost: l1 · Σ|w| + l2/2 · Σw².
 *
 * @param l1 factor of absolute values
 * @param l2 factor of squares
 */
public record Penalty(double l1, double l2) {
  private static final Pattern TERM = Pattern.compile("(l1|l2|l1_l2)\\(([^,)]+)(?:,([^,)]+))?\\)");
  private static final String ALLOWED = "a number of at least 0, l1(x), l2(x) or l1_l2(a,b)";

  /** Reads a regulariser such as {@code 1e-5}, {@code l1(0.1)} or {@code l1_l2(0.1, 0.2)}. */
  public static Penalty of(HyperParameters parameters, String key) {
    return parameters.value(key).map(value -> parse(key, value)).orElseGet(() -> new Penalty(0, 0));
  }

  /** Reads a regulariser from a key or, where that is absent, from another one. */
  public static Penalty of(HyperParameters parameters, String key, String other) {
    return of(parameters, parameters.value(key).isPresent() ? key : other);
  }

  private static Penalty parse(String key, Object value) {
    Matcher term = TERM.matcher(value.toString().replace(" ", ""));
    if (!term.matches()) {
      return new Penalty(0, factor(key, value, value));
    }
    boolean both = term.group(1).equals("l1_l2");
    if (both != (term.group(3) != null)) {
      throw ModelConfigException.of(key, value, ALLOWED);
    }
    double first = factor(key, value, term.group(2));
    return switch (term.group(1)) {
      case "l1" -> new Penalty(first, 0);
      case "l2" -> new Penalty(0, first);
      default -> new Penalty(first, factor(key, value, term.group(3)));
    };
  }

  private static double factor(String key, Object whole, Object part) {
    try {
      return HyperParameters.number(key, part, x -> x >= 0 && Double.isFinite(x), ALLOWED);
    } catch (ModelConfigException _) {
      throw ModelConfigException.of(key, whole, ALLOWED);
    }
  }
}
