package io.fuxictr.ctr.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.types.DataType;
import ai.djl.nn.Activation;

/**
 * -α_t (1 - p_t)^γ ln p_t, where p_t is the probability of the class that the label names, and α_t
 * is α for a positive label, else 1 - α.
 *
 * <p>Probabilities are kept in [ε, 1 - ε], beyond which nothing is learned; logits have no bounds.
 *
 * <p>Source: Lin et al., <a href="https://arxiv.org/abs/1708.02002">Focal Loss for Dense Object
 * Detection</a>, equation 5.
 *
 * @param gamma γ, how much less easy samples count
 * @param alpha α, weight of positive labels
 * @param epsilon ε
 * @param input what the loss is computed from
 */
record Focal(double gamma, double alpha, double epsilon, Input input) implements ObjectiveLoss {
  /** Keeps (1 - p_t)^(γ - 1) finite where γ is below 1. */
  private static final float LEAST_DOUBT = 1e-12f;

  @Override
  public Terms terms(NDArray logits, NDArray labels) {
    NDArray positive = labels.gt(0);
    NDArray yes = positive.toType(DataType.FLOAT32, false);
    NDArray sign = yes.mul(2f).sub(1f);
    NDArray weights = yes.mul((float) (2 * alpha - 1)).add((float) (1 - alpha));
    return switch (input) {
      case PROBABILITY -> ofProbabilities(Activation.sigmoid(logits), sign, weights);
      case LOGIT -> ofLogits(logits, labels, weights);
    };
  }

  private Terms ofProbabilities(NDArray p, NDArray sign, NDArray weights) {
    NDArray kept = p.maximum((float) epsilon).minimum((float) (1 - epsilon));
    NDArray inside = kept.eq(p).toType(DataType.FLOAT32, false);
    NDArray right = NDArrays.where(sign.gt(0), kept, ObjectiveLoss.oneMinus(kept));
    NDArray doubt = ObjectiveLoss.oneMinus(right).maximum(LEAST_DOUBT);
    NDArray log = right.log();
    NDArray values = weights.mul(doubt.pow(gamma)).mul(log).neg();
    NDArray byRight =
        weights.mul(
            doubt.pow(gamma - 1).mul(log).mul((float) gamma).sub(doubt.pow(gamma).div(right)));
    return new Terms(values, Input.PROBABILITY.chain(byRight.mul(sign).mul(inside), kept));
  }

  private Terms ofLogits(NDArray logits, NDArray labels, NDArray weights) {
    NDArray entropy = CrossEntropy.ofLogits(logits, labels);
    NDArray right = entropy.neg().exp();
    NDArray doubt = ObjectiveLoss.oneMinus(right).maximum(LEAST_DOUBT);
    NDArray values = weights.mul(doubt.pow(gamma)).mul(entropy);
    NDArray byEntropy =
        weights.mul(
            doubt.pow(gamma).add(doubt.pow(gamma - 1).mul(right).mul(entropy).mul((float) gamma)));
    return new Terms(values, byEntropy.mul(Activation.sigmoid(logits).sub(labels)));
  }
}
