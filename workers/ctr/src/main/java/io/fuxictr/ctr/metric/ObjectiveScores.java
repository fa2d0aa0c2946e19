package io.fuxictr.ctr.metric;

/** Predictions and labels of one objective by row, those of unknown label included. */
final class ObjectiveScores {
  private final Objective objective;
  private final FloatColumn predictions = new FloatColumn();
  private final FloatColumn labels = new FloatColumn();

  /** Begins without rows. */
  ObjectiveScores(Objective objective) {
    this.objective = objective;
  }

  Objective objective() {
    return objective;
  }

  /** Takes entries [from, from + count) of both arrays as the next rows. */
  void append(float[] scores, float[] truth, int from, int count) {
    predictions.append(scores, from, count);
    labels.append(truth, from, count);
  }

  int rows() {
    return labels.size();
  }

  boolean isKnown(int row) {
    return objective.kind().knows(labels.get(row));
  }

  float prediction(int row) {
    return predictions.get(row);
  }

  float label(int row) {
    return labels.get(row);
  }
}
