package io.fuxictr.dataset.feature;

import io.fuxictr.dataset.part.DatasetException;
import io.fuxictr.dataset.part.NumberText;
import java.util.Optional;

/** Learns the intervals of one column of numbers. Missing values have no part in them. */
final class QuantileFit {
  private final int intervals;
  private final double fill;
  private final QuantileSketch sketch = new QuantileSketch();

  QuantileFit(ColumnSpec.Categorical spec) {
    intervals = spec.tokens().coding() instanceof Coding.Quantiles(int buckets) ? buckets : 1;
    fill = fill(spec);
  }

  /**
   * Returns the number that stands for a missing value, or NaN if none is declared.
   *
   * @throws DatasetException if what is declared is no number
   */
  static double fill(ColumnSpec.Categorical spec) {
    Optional<String> declared = spec.tokens().fill();
    if (declared.isEmpty()) {
      return Double.NaN;
    }
    return NumberText.number(declared.get())
        .orElseThrow(
            () ->
                new DatasetException(
                    "Preparing column '%s': fill_na is '%s'; quantile_bucket needs a number"
                        .formatted(spec.name(), declared.get())));
  }

  void add(double[] values, int[] rows) {
    for (int row : rows) {
      double value = NormalizerFit.filled(values[row], fill);
      if (!Double.isNaN(value)) {
        sketch.add(value);
      }
    }
  }

  Buckets buckets() {
    return new Buckets(sketch.cuts(intervals), intervals + 1);
  }
}
