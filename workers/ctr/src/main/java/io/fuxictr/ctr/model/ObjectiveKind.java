package io.fuxictr.ctr.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.nn.Activation;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What the output of a model means for one objective, hyper-parameter {@code task}. */
public enum ObjectiveKind {
  /** Yes or no; the loss sees the probability. */
  CLASSIFICATION("binary_classification"),
  /** Yes or no; the loss sees the logit. */
  CLASSIFICATION_LOGITS("binary_classification_logits"),
  /** A number, which is the output itself. */
  REGRESSION("regression");

  private static final float UNKNOWN = -1f;

  private final String wireName;

  ObjectiveKind(String wireName) {
    this.wireName = wireName;
  }

  /** Returns the name in configurations. */
  public String wireName() {
    return wireName;
  }

  /** Returns the kind with a name in configurations, or empty. */
  public static Optional<ObjectiveKind> named(String name) {
    return Stream.of(values()).filter(kind -> kind.wireName.equals(name)).findFirst();
  }

  /** Returns whether predictions are probabilities. */
  public boolean predictsProbability() {
    return switch (this) {
      case CLASSIFICATION, CLASSIFICATION_LOGITS -> true;
      case REGRESSION -> false;
    };
  }

  /**
   * Returns which labels are known, a boolean each: not -1 where a label is a class, never NaN.
   *
   * @param labels of this objective, any shape
   */
  public NDArray known(NDArray labels) {
    NDArray present = labels.eq(labels);
    return switch (this) {
      case CLASSIFICATION, CLASSIFICATION_LOGITS -> present.logicalAnd(labels.neq(UNKNOWN));
      case REGRESSION -> present;
    };
  }

  /**
   * Turns logits (T, B) into predictions (T, B): a probability, or the number itself.
   *
   * @param kinds one per objective
   */
  public static NDArray predictions(List<ObjectiveKind> kinds, NDArray logits) {
    if (kinds.stream().allMatch(ObjectiveKind::predictsProbability)) {
      return Activation.sigmoid(logits);
    }
    NDList rows = new NDList();
    for (int objective = 0; objective < kinds.size(); objective++) {
      NDArray row = logits.get(objective);
      rows.add(kinds.get(objective).predictsProbability() ? Activation.sigmoid(row) : row);
    }
    return NDArrays.stack(rows);
  }
}
