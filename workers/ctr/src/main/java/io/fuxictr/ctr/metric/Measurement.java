package io.fuxictr.ctr.metric;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Measures one objective; its samples are put in order at most once, and only if needed. */
final class Measurement {
  private final ObjectiveScores scores;
  private final List<Metric> metrics;
  private final Groups groups;
  private final PointSums sums;
  private @Nullable SortedScores sorted;
  private @Nullable RocCurve curve;
  private @Nullable GroupMeans means;

  private Measurement(ObjectiveScores scores, List<Metric> metrics, Groups groups) {
    this.scores = scores;
    this.metrics = metrics;
    this.groups = groups;
    this.sums = PointSums.of(scores);
  }

  /** Computes the metrics that apply to the objective. */
  static ObjectiveEvaluation of(ObjectiveScores scores, List<Metric> metrics, Groups groups) {
    List<Metric> applying =
        metrics.stream().filter(metric -> metric.appliesTo(scores.objective())).toList();
    return new Measurement(scores, applying, groups).evaluation();
  }

  private ObjectiveEvaluation evaluation() {
    Map<String, Double> values = new LinkedHashMap<>();
    Map<String, List<CalibrationBucket>> tables = new LinkedHashMap<>();
    Map<String, String> undefined = new LinkedHashMap<>();
    for (Metric metric : metrics) {
      if (metric.measure() instanceof Measure.Calibration calibration && isUsable()) {
        tables.put(metric.key(), sorted().calibration(calibration.buckets()));
        continue;
      }
      double value = isUsable() ? number(metric.measure()) : Double.NaN;
      if (metric.isNumber()) {
        values.put(metric.key(), value);
      }
      if (Double.isNaN(value)) {
        undefined.put(metric.key(), reason(metric.measure()));
      }
    }
    return new ObjectiveEvaluation(scores.objective().label(), values, tables, undefined);
  }

  private boolean isUsable() {
    return sums.rows() > 0 && sums.notFinite() == 0;
  }

  private double number(Measure measure) {
    return switch (measure) {
      case Measure.Pointwise pointwise -> sums.of(pointwise);
      case Measure.Ranking.AUC -> curve().area();
      case Measure.Ranking.KS -> curve().distance();
      case Measure.Grouped grouped -> means().of(grouped);
      case Measure.Calibration _ -> Double.NaN;
    };
  }

  private String reason(Measure measure) {
    if (sums.rows() == 0) {
      return "no label is known";
    }
    if (sums.notFinite() > 0) {
      return "%d of %d predictions are not finite".formatted(sums.notFinite(), sums.rows());
    }
    if (measure == Measure.Pointwise.PCOC) {
      return "the %d known labels sum up to 0".formatted(sums.rows());
    }
    if (sums.isOneClass()) {
      return "all %d known labels are %d".formatted(sums.rows(), sums.positives() == 0 ? 0 : 1);
    }
    return "no group has labels of both classes";
  }

  private SortedScores sorted() {
    if (sorted == null) {
      sorted = SortedScores.of(scores, Math.toIntExact(sums.rows()));
    }
    return sorted;
  }

  private RocCurve curve() {
    if (curve == null) {
      curve = sorted().curve(sums.positives());
    }
    return curve;
  }

  private GroupMeans means() {
    if (means == null) {
      means = GroupMeans.of(grouped(), groups, scores);
    }
    return means;
  }

  private List<Measure.Grouped> grouped() {
    return metrics.stream()
        .map(Metric::measure)
        .filter(Measure.Grouped.class::isInstance)
        .map(Measure.Grouped.class::cast)
        .distinct()
        .toList();
  }
}
