package io.fuxictr.ctr.metric;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Collects predictions batch by batch, and evaluates them all at the end.
 *
 * <p>A sample takes 8 bytes per objective, and 8 more if metrics compare the samples of a group.
 * Evaluation measures one objective after the other. Besides, it takes 8 bytes per sample to put
 * predictions in order (16 while sorting, at most), and for groups 4 per sample (8 at first), 4 per
 * group (44 at first, at most) and 9 per sample of the largest group.
 */
public final class ScoreCollector {
  private static final Logger log = LoggerFactory.getLogger(ScoreCollector.class);

  private final MetricPlan plan;
  private final List<ObjectiveScores> scores;
  private final LongColumn groups = new LongColumn();
  private int rows;

  /** Collects for the objectives and metrics of a plan. */
  public ScoreCollector(MetricPlan plan) {
    this.plan = plan;
    this.scores = plan.objectives().stream().map(ObjectiveScores::new).toList();
  }

  /**
   * Takes a batch whose samples belong to no group.
   *
   * @param predictions (T, B), objective by objective
   * @param labels alike; what an objective does not know is left out for this objective
   * @throws IllegalStateException if a metric needs groups
   */
  public void add(float[] predictions, float[] labels) {
    if (plan.isGrouped()) {
      throw new IllegalStateException("the plan's metrics need the group of each sample");
    }
    append(predictions, labels);
  }

  /**
   * Takes a batch whose samples belong to groups.
   *
   * @param predictions (T, B), objective by objective
   * @param labels alike; what an objective does not know is left out for this objective
   * @param groupIds (B), equal for samples that belong together
   */
  public void add(float[] predictions, float[] labels, long[] groupIds) {
    if (groupIds.length * scores.size() != predictions.length) {
      throw new IllegalArgumentException(
          "%d predictions of %d objectives, but %d groups"
              .formatted(predictions.length, scores.size(), groupIds.length));
    }
    append(predictions, labels);
    if (plan.isGrouped()) {
      groups.append(groupIds);
    }
  }

  private void append(float[] predictions, float[] labels) {
    int batch = predictions.length / scores.size();
    if (labels.length != predictions.length || batch * scores.size() != labels.length) {
      throw new IllegalArgumentException(
          "%d predictions and %d labels of %d objectives"
              .formatted(predictions.length, labels.length, scores.size()));
    }
    rows = Math.addExact(rows, batch);
    for (int objective = 0; objective < scores.size(); objective++) {
      scores.get(objective).append(predictions, labels, objective * batch, batch);
    }
  }

  /** Evaluates all that was collected; warns once of each objective with undefined metrics. */
  public Evaluation evaluate() {
    Groups grouped = Groups.of(groups);
    List<ObjectiveEvaluation> objectives = new ArrayList<>();
    for (ObjectiveScores objective : scores) {
      ObjectiveEvaluation measured = Measurement.of(objective, plan.metrics(), grouped);
      warn(measured);
      objectives.add(measured);
    }
    return Evaluation.of(plan.metrics(), objectives, rows);
  }

  private void warn(ObjectiveEvaluation measured) {
    if (!measured.undefined().isEmpty()) {
      log.warn(
          "On {} samples, label {} has no {}: {}",
          rows,
          measured.label(),
          String.join(", ", measured.undefined().keySet()),
          String.join(", ", new TreeSet<>(measured.undefined().values())));
    }
  }
}
