package io.fuxictr.deploy.lab;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One line of the file of results, in the form that FuxiCTR gives it: {@code
 * <yyyyMMdd-HHmmss>,[command] ...,[exp_id] ...,[dataset_id] ...,[train] N.A.,[val] AUC: 0.812345 -
 * logloss: 0.401234,[test] ...}.
 *
 * @param expid the experiment
 * @param datasetId its dataset
 * @param valid metrics of the validation samples, in order
 * @param test metrics of the test samples, in order; none if there are no such samples
 */
record ResultLine(
    String expid, String datasetId, Map<String, Double> valid, Map<String, Double> test) {
  private static final DateTimeFormatter SECOND = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss");
  private static final Pattern FORM =
      Pattern.compile(
          "\\s*\\d{8}-\\d{6},\\[command] .*?,\\[exp_id] (.*?),\\[dataset_id] (.*?),\\[train] .*?"
              + ",\\[val] (.*?),\\[test] (.*)");
  private static final Pattern METRIC = Pattern.compile("(\\S.*?): (\\S+?)(?: - |$)");

  /** Takes copies of the maps that keep their order. */
  ResultLine {
    valid = Collections.unmodifiableMap(new LinkedHashMap<>(valid));
    test = Collections.unmodifiableMap(new LinkedHashMap<>(test));
  }

  /**
   * Returns the line, without its end.
   *
   * @param command the command that was given
   */
  String text(Instant now, ZoneId zone, String command) {
    return " %s,[command] %s,[exp_id] %s,[dataset_id] %s,[train] N.A.,[val] %s,[test] %s"
        .formatted(
            SECOND.format(now.atZone(zone)),
            command.replaceAll("\\R", " "),
            expid,
            datasetId,
            words(valid),
            words(test));
  }

  /** Returns metrics as {@code name: value} with six decimals, joined by dashes. */
  static String words(Map<String, Double> metrics) {
    return String.join(
        " - ",
        metrics.entrySet().stream()
            .map(metric -> metric.getKey() + ": " + figure(metric.getValue()))
            .toList());
  }

  /** Returns a value with six decimals; one that is not defined is {@code nan}. */
  static String figure(double value) {
    return Double.isNaN(value) ? "nan" : String.format(Locale.ROOT, "%.6f", value);
  }

  /** Reads a line; empty if it is no result. */
  static Optional<ResultLine> parse(String line) {
    Matcher matcher = FORM.matcher(line);
    return matcher.matches()
        ? Optional.of(
            new ResultLine(
                matcher.group(1),
                matcher.group(2),
                metrics(matcher.group(3)),
                metrics(matcher.group(4))))
        : Optional.empty();
  }

  private static Map<String, Double> metrics(String text) {
    var metrics = new LinkedHashMap<String, Double>();
    Matcher matcher = METRIC.matcher(text);
    while (matcher.find()) {
      String value = matcher.group(2);
      metrics.put(matcher.group(1), value.equals("nan") ? Double.NaN : Double.parseDouble(value));
    }
    return metrics;
  }
}
