package io.fuxictr.dataset.build;

import io.fuxictr.dataset.feature.LabelSpec;
import io.fuxictr.dataset.part.DatasetException;
import java.util.ArrayList;
import java.util.List;

/**
 * Labels: filled, checked and counted.
 *
 * <p>Training rows of a label that is a class must have both 0 and 1, those of a number at least
 * one that is known, or nothing could be learnt.
 */
final class LabelColumns {
  private final List<LabelSpec> labels;
  private final long[] negatives;
  private final long[] positives;
  private final long[] known;

  LabelColumns(List<LabelSpec> labels) {
    this.labels = labels;
    negatives = new long[labels.size()];
    positives = new long[labels.size()];
    known = new long[labels.size()];
  }

  /**
   * Fills and checks the labels of a block.
   *
   * @throws DatasetException if a value is none that the kind of the label allows
   */
  float[] encode(int label, double[] values) {
    LabelSpec spec = labels.get(label);
    var result = new float[values.length];
    for (int i = 0; i < result.length; i++) {
      result[i] = spec.encode(values[i]);
    }
    return result;
  }

  /** Counts labels of training rows; different labels may be counted by different threads. */
  void count(int label, float[] values, int[] rows) {
    for (int row : rows) {
      known[label] += Float.isNaN(values[row]) ? 0 : 1;
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
      String name = labels.get(i).name();
      switch (labels.get(i).kind()) {
        case CLASS -> {
          if (negatives[i] == 0 || positives[i] == 0) {
            problems.add(
                "'%s' has %d negative and %d positive rows, and both kinds are needed"
                    .formatted(name, negatives[i], positives[i]));
          }
        }
        case NUMBER -> {
          if (known[i] == 0) {
            problems.add("'%s' is missing in all rows".formatted(name));
          }
        }
      }
    }
    if (!problems.isEmpty()) {
      throw new DatasetException(
          "Checking labels of the training rows: %s; select more rows"
              .formatted(String.join(", ", problems)));
    }
  }
}
