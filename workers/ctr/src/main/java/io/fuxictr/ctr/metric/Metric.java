package io.fuxictr.ctr.metric;

import io.fuxictr.ctr.config.ModelConfigException;
import java.util.Optional;

/**
 * A measure of predictions, under the name that a user gave it.
 *
 * @param key the name as given, under which results are reported
 * @param measure what is computed
 */
public record Metric(String key, Measure measure) {
  /** Area under the ROC curve; more is better. */
  public static final Metric AUC = new Metric("AUC", Measure.Ranking.AUC);

  /** Mean negative log likelihood; less is better. */
  public static final Metric LOGLOSS = new Metric("logloss", Measure.Pointwise.LOGLOSS);

  /**
   * Reads a name such as {@code AUC} or {@code NDCG(k=5)}.
   *
   * @param hyperParameter where it was found, for the message
   * @throws ModelConfigException if there is no such metric, naming all there are
   */
  public static Metric parse(String hyperParameter, String name) {
    return find(name).orElseThrow(() -> ModelConfigException.of(hyperParameter, name, allowed()));
  }

  /** Returns the metric of a name, or empty if there is none. */
  public static Optional<Metric> find(String name) {
    return MetricNames.parse(name).map(measure -> new Metric(name, measure));
  }

  /** Returns all names, separated by commas. */
  public static String allowed() {
    return MetricNames.allowed();
  }

  /** Returns whether it can be computed for the labels of an objective. */
  public boolean appliesTo(Objective objective) {
    return switch (objective.kind()) {
      case BINARY -> true;
      case REAL -> !measure.binaryOnly();
    };
  }

  /** Returns whether its result is a number, not a table. */
  public boolean isNumber() {
    return !(measure instanceof Measure.Calibration);
  }

  /** Returns whether it needs to know which samples belong together. */
  public boolean isGrouped() {
    return measure instanceof Measure.Grouped;
  }
}
