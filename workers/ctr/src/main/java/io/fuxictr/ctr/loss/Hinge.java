package io.fuxictr.ctr.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;

/**
 * max(0, margin - s q), where q is the prediction and s is 1 for a positive label, else -1.
 *
 * @param margin from where on a right prediction costs nothing
 * @param input what the label is compared with
 */
record Hinge(double margin, Input input) implements ObjectiveLoss {

  @Override
  public Terms terms(NDArray logits, NDArray labels) {
    NDArray q = input.of(logits);
    NDArray sign = labels.gt(0).toType(DataType.FLOAT32, false).mul(2f).sub(1f);
    NDArray values = sign.mul(q).neg().add((float) margin).maximum(0f);
    NDArray slopes = sign.neg().mul(values.gt(0).toType(DataType.FLOAT32, false));
    return new Terms(values, input.chain(slopes, q));
  }
}
