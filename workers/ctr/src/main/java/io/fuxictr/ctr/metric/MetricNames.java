package io.fuxictr.ctr.metric;

import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The names of all metrics, and the only way from a name to a metric: text is never run as code.
 *
 * <p>Names of the reference have to be written as it writes them; those that its fork and this
 * program add may be in any case.
 */
final class MetricNames {
  private static final Pattern CALL =
      Pattern.compile(
          "(?<name>\\w+)\\s*(?<brackets>\\(\\s*((?<key>\\w+)\\s*=\\s*)?(?<value>\\d{1,9})\\s*\\))?");
  private static final String RANKS = "k";
  private static final String BUCKETS = "buckets";

  private static final List<Form> FORMS =
      List.of(
          exact("AUC", Measure.Ranking.AUC),
          exact("logloss", Measure.Pointwise.LOGLOSS),
          exact("binary_crossentropy", Measure.Pointwise.LOGLOSS),
          exact("gAUC", new Measure.Grouped.Auc(Measure.GroupWeight.ROWS)),
          exact("avgAUC", new Measure.Grouped.Auc(Measure.GroupWeight.EQUAL)),
          exact("MRR", new Measure.Grouped.Mrr(Integer.MAX_VALUE)),
          new Form("MRR", false, RANKS, Measure.Grouped.Mrr::new),
          new Form("NDCG", false, RANKS, Measure.Grouped.Ndcg::new),
          new Form("HitRate", false, RANKS, Measure.Grouped.HitRate::new),
          anyCase("KS", Measure.Ranking.KS),
          anyCase("accuracy", Measure.Pointwise.ACCURACY),
          anyCase("precision", Measure.Pointwise.PRECISION),
          anyCase("recall", Measure.Pointwise.RECALL),
          anyCase("f1", Measure.Pointwise.F1),
          anyCase("MSE", Measure.Pointwise.MSE),
          anyCase("MAE", Measure.Pointwise.MAE),
          anyCase("RMSE", Measure.Pointwise.RMSE),
          anyCase("PCOC", Measure.Pointwise.PCOC),
          anyCase("calibration", new Measure.Calibration(10)),
          new Form("calibration", true, BUCKETS, Measure.Calibration::new));

  private MetricNames() {}

  /**
   * A way to write metrics.
   *
   * @param name before the brackets
   * @param anyCase whether capitals do not matter
   * @param argument name of the number in brackets, at least 1; empty if there are none
   * @param measure what it stands for, by that number
   */
  private record Form(String name, boolean anyCase, String argument, IntFunction<Measure> measure) {

    boolean fits(String given) {
      return anyCase ? name.equalsIgnoreCase(given) : name.equals(given);
    }

    boolean takes(Optional<String> key) {
      return key.isEmpty() || key.get().equals(argument);
    }

    String text() {
      return argument.isEmpty() ? name : "%s(%s=..)".formatted(name, argument);
    }
  }

  private static Form exact(String name, Measure measure) {
    return new Form(name, false, "", _ -> measure);
  }

  private static Form anyCase(String name, Measure measure) {
    return new Form(name, true, "", _ -> measure);
  }

  /** Returns what a name stands for, or empty if it stands for nothing. */
  static Optional<Measure> parse(String text) {
    Matcher call = CALL.matcher(text.strip());
    if (!call.matches()) {
      return Optional.empty();
    }
    Stream<Form> named = FORMS.stream().filter(form -> form.fits(call.group("name")));
    if (call.group("brackets") == null) {
      return named
          .filter(form -> form.argument().isEmpty())
          .findFirst()
          .map(form -> form.measure().apply(0));
    }
    int value = Integer.parseInt(call.group("value"));
    Optional<String> key = Optional.ofNullable(call.group("key"));
    return named
        .filter(form -> !form.argument().isEmpty() && form.takes(key) && value >= 1)
        .findFirst()
        .map(form -> form.measure().apply(value));
  }

  /** Returns all ways to write metrics, for messages. */
  static String allowed() {
    return FORMS.stream().map(Form::text).collect(Collectors.joining(", "));
  }
}
