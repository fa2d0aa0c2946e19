package io.fuxictr.ctr.metric;

import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Collects predictions batch by batch, and evaluates them all at the end. */
public final class ScoreCollector {
  private static final Logger log = LoggerFactory.getLogger(ScoreCollector.class);

  private final List<String> labels;
  private final List<ObjectiveScores> scores;
  private long rows;

  /** Collects for the objectives with these labels. */
  public ScoreCollector(List<String> labels) {
    this.labels = labels;
    this.scores = Stream.generate(ObjectiveScores::new).limit(labels.size()).toList();
  }

  /**
   * Takes the predictions of a batch.
   *
   * @param predictions (T, B), objective by objective
   * @param truth labels, alike
   */
  public void add(float[] predictions, float[] truth) {
    int batch = predictions.length / labels.size();
    for (int i = 0; i < predictions.length; i++) {
      scores.get(i / batch).add(predictions[i], truth[i]);
    }
    rows += batch;
  }

  /** Evaluates all that was collected; warns of objectives that have only one class. */
  public Evaluation evaluate() {
    Evaluation evaluation = Evaluation.of(labels, scores, rows);
    for (String label : labels) {
      if (Double.isNaN(evaluation.of(label, Metric.AUC))) {
        log.warn(
            "Label {} is not both 0 and 1 in the {} samples evaluated: it has no AUC and no"
                + " logloss",
            label,
            rows);
      }
    }
    return evaluation;
  }
}
