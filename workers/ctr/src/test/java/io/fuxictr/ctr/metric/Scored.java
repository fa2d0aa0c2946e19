package io.fuxictr.ctr.metric;

import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Samples of one objective called {@code y}, each with its prediction and its group. */
final class Scored {
  private final float[] predictions;
  private final float[] labels;
  private final long[] groups;

  Scored(float[] predictions, float[] labels, long[] groups) {
    this.predictions = predictions;
    this.labels = labels;
    this.groups = groups;
  }

  /** Returns samples in few groups with many ties, of both classes, some labels unknown. */
  static Scored random(int rows, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] predictions = new float[rows];
    float[] labels = new float[rows];
    long[] groups = new long[rows];
    for (int i = 0; i < rows; i++) {
      predictions[i] = (1 + random.nextInt(30)) / 32f;
      labels[i] = random.nextInt(10) == 0 ? -1 : random.nextDouble() < predictions[i] ? 1 : 0;
      groups[i] = (random.nextInt(1 + rows / 6) - 5L) * 0x1_0000_0001L;
    }
    return new Scored(predictions, labels, groups);
  }

  static Scored of(float[] predictions, float... labels) {
    return new Scored(predictions, labels, new long[labels.length]);
  }

  float[] predictions() {
    return predictions;
  }

  float[] labels() {
    return labels;
  }

  long[] groups() {
    return groups;
  }

  /** Returns the samples whose label is 0 or 1. */
  Scored known() {
    int[] rows = IntStream.range(0, labels.length).filter(i -> labels[i] >= 0).toArray();
    return pick(rows);
  }

  Scored shuffled(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int[] rows = IntStream.range(0, labels.length).toArray();
    for (int i = rows.length - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int row = rows[i];
      rows[i] = rows[j];
      rows[j] = row;
    }
    return pick(rows);
  }

  private Scored pick(int[] rows) {
    Scored picked =
        new Scored(new float[rows.length], new float[rows.length], new long[rows.length]);
    for (int i = 0; i < rows.length; i++) {
      picked.predictions[i] = predictions[rows[i]];
      picked.labels[i] = labels[rows[i]];
      picked.groups[i] = groups[rows[i]];
    }
    return picked;
  }

  double measure(String metric) {
    return measure(metric, Objective.Kind.BINARY);
  }

  double measure(String metric, Objective.Kind kind) {
    return evaluate(metric, new Objective("y", kind, 0.5)).of("y", Metric.parse("metrics", metric));
  }

  ObjectiveEvaluation objective(String metric, Objective.Kind kind) {
    return evaluate(metric, new Objective("y", kind, 0.5)).objectives().getFirst();
  }

  Evaluation evaluate(String metric, Objective objective) {
    MetricPlan plan =
        new MetricPlan(
            List.of(objective), List.of(Metric.parse("metrics", metric)), Optional.of("user"));
    ScoreCollector collector = new ScoreCollector(plan);
    collector.add(predictions, labels, groups);
    return collector.evaluate();
  }
}
