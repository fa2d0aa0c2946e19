package io.fuxictr.ctr.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Activation;

/**
 * -(y ln p + (1 - y) ln(1 - p)), where p is the probability that belongs to the logit.
 *
 * <p>Out of a probability each logarithm is at least -100, as in the reference; out of a logit it
 * is computed without rounding the probability first.
 *
 * <p>Departs from the reference: the derivative by the logit is p - y everywhere. There it becomes
 * zero once p is rounded to 0 or 1, and a sample that is wrong beyond doubt teaches nothing.
 *
 * @param input what the loss is computed from
 */
record CrossEntropy(Input input) implements ObjectiveLoss {
  private static final float LEAST_LOG = -100f;

  @Override
  public Terms terms(NDArray logits, NDArray labels) {
    NDArray p = Activation.sigmoid(logits);
    NDArray values =
        switch (input) {
          case PROBABILITY -> ofProbabilities(p, labels);
          case LOGIT -> ofLogits(logits, labels);
        };
    return new Terms(values, p.sub(labels));
  }

  private static NDArray ofProbabilities(NDArray p, NDArray labels) {
    NDArray ifYes = labels.mul(p.log().maximum(LEAST_LOG));
    NDArray ifNo =
        ObjectiveLoss.oneMinus(labels).mul(ObjectiveLoss.oneMinus(p).log().maximum(LEAST_LOG));
    return ifYes.add(ifNo).neg();
  }

  /** Returns max(x, 0) - x y + ln(1 + e^-|x|). */
  static NDArray ofLogits(NDArray x, NDArray labels) {
    NDArray rest = x.abs().neg().exp().add(1f).log();
    return x.maximum(0f).sub(x.mul(labels)).add(rest);
  }
}
