package io.fuxictr.ctr.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;

/**
 * A function of the difference d between prediction and label.
 *
 * @param form which function
 * @param bend where a function that begins as a square goes on as a line
 * @param input what the label is compared with
 */
record Distance(Form form, double bend, Input input) implements ObjectiveLoss {

  /** The function of d. */
  enum Form {
    /** d². */
    SQUARE,
    /** |d|. */
    LINE,
    /** d² / (2 bend) where |d| is below the bend, |d| - bend / 2 beyond. */
    SMOOTH_LINE,
    /** d² / 2 up to the bend, bend (|d| - bend / 2) beyond. */
    HUBER
  }

  @Override
  public Terms terms(NDArray logits, NDArray labels) {
    NDArray q = input.of(logits);
    NDArray d = q.sub(labels);
    float b = (float) bend;
    NDArray bounded = d.maximum(-b).minimum(b);
    return switch (form) {
      case SQUARE -> terms(d.mul(d), d.mul(2f), q);
      case LINE -> terms(d.abs(), d.sign(), q);
      case SMOOTH_LINE -> terms(huber(d).div(b), bounded.div(b), q);
      case HUBER -> terms(huber(d), bounded, q);
    };
  }

  private NDArray huber(NDArray d) {
    float b = (float) bend;
    NDArray line = d.abs().sub(b / 2).mul(b);
    return NDArrays.where(d.abs().lte(b), d.mul(d).mul(0.5f), line);
  }

  private Terms terms(NDArray values, NDArray slopes, NDArray q) {
    return new Terms(values, input.chain(slopes, q));
  }
}
