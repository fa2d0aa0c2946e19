package io.fuxictr.ctr.metric;

import io.fuxictr.ctr.config.HyperParameters;
import io.fuxictr.ctr.config.ModelConfigException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;

/**
 * What is to be measured.
 *
 * @param objectives in the order of predictions and labels
 * @param metrics in the order of results; each applies to at least one objective
 * @param groupId column that says which samples belong together; empty if nothing does
 */
public record MetricPlan(
    List<Objective> objectives, List<Metric> metrics, Optional<String> groupId) {
  private static final String KEY = "metrics";
  private static final String GROUP_ID = "group_id";
  private static final List<String> USUAL = List.of("AUC", "logloss");
  private static final List<String> USUAL_FOR_REGRESSION = List.of("RMSE", "MAE");

  /** Takes copies of the lists. */
  public MetricPlan {
    objectives = List.copyOf(objectives);
    metrics = List.copyOf(metrics);
  }

  /**
   * Reads hyper-parameters {@code metrics}, {@code group_id}, {@code task} and {@code label_col}.
   *
   * <p>Without {@code metrics} they are AUC and logloss, or RMSE and MAE if all is regression.
   *
   * @param labels in the order of the objectives
   * @throws ModelConfigException if a metric is unknown or cannot be computed
   */
  public static MetricPlan of(HyperParameters parameters, List<String> labels) {
    List<Objective> objectives = Objective.of(parameters, labels);
    Optional<String> groupId = parameters.value(GROUP_ID).map(Object::toString);
    MetricPlan nothing = new MetricPlan(objectives, List.of(), groupId);
    Object value =
        parameters.value(KEY).orElse(nothing.isRegression() ? USUAL_FOR_REGRESSION : USUAL);
    List<?> names = value instanceof List<?> list ? list : List.of(value);
    if (names.isEmpty()) {
      throw ModelConfigException.of(KEY, value, "a list of " + Metric.allowed());
    }
    return nothing.measuring(
        KEY, names.stream().map(name -> Metric.parse(KEY, name.toString())).toList());
  }

  /**
   * Returns a plan for the same objectives with other metrics; a metric given twice counts once.
   *
   * @param hyperParameter which asks for them, for the message
   * @throws ModelConfigException if one of them cannot be computed
   */
  public MetricPlan measuring(String hyperParameter, List<Metric> others) {
    for (Metric metric : others) {
      if (objectives.stream().noneMatch(metric::appliesTo)) {
        throw new ModelConfigException(
            "Hyper-parameter %s asks for %s, which is for labels of 0 and 1, but every task is regression; allowed for it: MSE, MAE, RMSE, PCOC, calibration"
                .formatted(hyperParameter, metric.key()));
      }
      if (metric.isGrouped() && groupId.isEmpty()) {
        throw new ModelConfigException(
            "Hyper-parameter %s asks for %s, which compares the samples of a group, but group_id is not set; set it to the column that names the group, or leave %2$s out"
                .formatted(hyperParameter, metric.key()));
      }
    }
    return new MetricPlan(objectives, List.copyOf(new LinkedHashSet<>(others)), groupId);
  }

  /** Returns whether no objective has labels of 0 and 1. */
  public boolean isRegression() {
    return objectives.stream().allMatch(objective -> objective.kind() == Objective.Kind.REAL);
  }

  /** Returns whether samples have to come with their groups. */
  public boolean isGrouped() {
    return metrics.stream().anyMatch(Metric::isGrouped);
  }
}
