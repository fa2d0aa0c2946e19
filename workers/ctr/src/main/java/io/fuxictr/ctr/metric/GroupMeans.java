package io.fuxictr.ctr.metric;

import java.util.List;

/** The weighted means over the groups of one objective, all in one pass. */
final class GroupMeans {
  private final List<Measure.Grouped> measures;
  private final double[] sums;
  private final double[] weights;

  private GroupMeans(List<Measure.Grouped> measures) {
    this.measures = measures;
    this.sums = new double[measures.size()];
    this.weights = new double[measures.size()];
  }

  /** Computes measures of the samples whose label is known; groups without such do not exist. */
  static GroupMeans of(List<Measure.Grouped> measures, Groups groups, ObjectiveScores scores) {
    GroupMeans means = new GroupMeans(measures);
    RankedGroup ranked = new RankedGroup(groups.largest());
    for (int group = 0; group < groups.count(); group++) {
      ranked.clear();
      for (int place = groups.start(group); place < groups.end(group); place++) {
        int row = groups.row(place);
        if (scores.isKnown(row)) {
          ranked.add(scores.prediction(row), scores.label(row) == 1f);
        }
      }
      if (ranked.size() > 0) {
        ranked.rank();
        means.add(ranked);
      }
    }
    return means;
  }

  private void add(RankedGroup group) {
    for (int i = 0; i < sums.length; i++) {
      Measure.Grouped measure = measures.get(i);
      double weight = measure.weight(group);
      if (weight > 0) {
        weights[i] += weight;
        sums[i] += weight * measure.value(group);
      }
    }
  }

  /** Returns the mean of a measure; NaN if no group counts. */
  double of(Measure.Grouped measure) {
    int i = measures.indexOf(measure);
    return sums[i] / weights[i];
  }
}
