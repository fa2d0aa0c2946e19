package io.fuxictr.dataset.build;

import io.fuxictr.dataset.feature.LabelSpec;
import io.fuxictr.dataset.part.DatasetException;
import java.util.ArrayList;
import java.util.List;

/**
 * Labels: filled, checked and counted.
 *
 * <p>A label is 0, 1, or -1 where it is not known. Training rows of each must have both 0 and 1, or
 * nothing could be learnt.
 */
final class LabelColumns {
  private static final float UNKNOWN = -1;

  private final List<LabelSpec> labels;
  private final long[] negatives;
  private final long[] positives;

  LabelColumns(List<LabelSpec> labels) {
    this.labels = labels;
    negatives = new long[labels.size()];
    positives = new long[labels.size()];
  }

  /**
   * Fills and checks the labels of a block.
   *
   * @throws DatasetException if a value is none of 0, 1, -1 and missing
   */
  float[] encode(int label, double[] values) {
    LabelSpec spec = labels.get(label);
    var result = new float[values.length];
    for (int i = 0; i < result.length; i++) {
      double value = values[i];
      if (value == 0 || value == 1 || value == UNKNOWN) {
        result[i] = (float) value;
      } else if (Double.isNaN(value)) {
        result[i] = spec.fill();
      } else {
        throw new DatasetException(
            "Reading label '%s': found %s; labels must be 0, 1 or missing; map them in the query"
                .formatted(spec.name(), value));
      }
    }
    return result;
  }

  /** Counts labels of training rows; different labels may be counted by different threads. */
  void count(int label, float[] values, int[] rows) {
    for (int row : rows) {
      if (values[row] == 0) {
        negatives[label]++;
      } else if (values[row] == 1) {
        positives[label]++;
      }
    }
  }

  /**
   * Checks what was counted.
   *
   * @throws DatasetException naming all labels of which nothing can be learnt
   */
  void checkCounted() {
    List<String> problems = new ArrayList<>();
    for (int i = 0; i < labels.size(); i++) {
      if (negatives[i] == 0 || positives[i] == 0) {
        problems.add(
            "'%s' has %d negative and %d positive rows"
                .formatted(labels.get(i).name(), negatives[i], positives[i]));
      }
    }
    if (!problems.isEmpty()) {
      throw new DatasetException(
          "Checking labels of the training rows: %s; both kinds are needed, select more rows"
              .formatted(String.join(", ", problems)));
    }
  }
}
