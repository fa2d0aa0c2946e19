package io.fuxictr.ctr.metric;

import java.util.Arrays;

/** Predictions and labels of one objective; samples whose label is not 0 or 1 are left out. */
final class ObjectiveScores {
  private float[] predictions = new float[1024];
  private float[] labels = new float[1024];
  private int size;

  void add(float prediction, float label) {
    if (label != 0f && label != 1f) {
      return;
    }
    if (size == labels.length) {
      int capacity = size + size / 2;
      predictions = Arrays.copyOf(predictions, capacity);
      labels = Arrays.copyOf(labels, capacity);
    }
    predictions[size] = prediction;
    labels[size] = label;
    size++;
  }

  double measure(Metric metric) {
    return metric.of(Arrays.copyOf(predictions, size), Arrays.copyOf(labels, size));
  }
}
