package io.fuxictr.ctr.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Activation;

/**
 * What one sample costs, out of its logit and its label.
 *
 * <p>Losses state their own derivatives, so that nothing of them is recorded for the backward pass.
 */
sealed interface ObjectiveLoss permits CrossEntropy, Distance, Focal, Hinge {

  /**
   * Returns the cost of samples.
   *
   * @param logits of any shape, outside of any graph
   * @param labels of the same shape
   */
  Terms terms(NDArray logits, NDArray labels);

  /**
   * Costs of samples.
   *
   * @param values the cost of each
   * @param slopes its derivative by the logit
   */
  record Terms(NDArray values, NDArray slopes) {}

  /** What a loss compares with the label. */
  enum Input {
    /** The probability that belongs to the logit. */
    PROBABILITY,
    /** The logit itself. */
    LOGIT;

    /** Returns what is compared. */
    NDArray of(NDArray logits) {
      return switch (this) {
        case PROBABILITY -> Activation.sigmoid(logits);
        case LOGIT -> logits;
      };
    }

    /** Multiplies derivatives by the input with that of the input by the logit. */
    NDArray chain(NDArray slopes, NDArray input) {
      return switch (this) {
        case PROBABILITY -> slopes.mul(input.mul(oneMinus(input)));
        case LOGIT -> slopes;
      };
    }
  }

  /** Returns 1 - x. */
  static NDArray oneMinus(NDArray x) {
    return x.mul(-1f).add(1f);
  }
}
