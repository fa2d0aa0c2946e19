package io.fuxictr.ctr.layer.sequence;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import io.fuxictr.ctr.layer.Pass;
import io.fuxictr.ctr.layer.WeightedBlock;
import io.fuxictr.ctr.layer.dense.Mlp;
import io.fuxictr.ctr.layer.dense.MlpShape;

/**
 * A sequence summed up by how its positions relate to a target: target (B, D), sequence (B, L, D)
 * and mask (B, L), 1 where there is something, to (B, D).
 *
 * <p>w_l = mlp([t; h_l; t - h_l; t ⊙ h_l]) · mask_l, through a softmax over the positions with
 * something if wanted; the result is Σ_l w_l h_l. Batch statistics of the perceptron's activations
 * count all positions.
 *
 * <p>Source: Zhou et al., <a href="https://arxiv.org/abs/1706.06978">Deep Interest Network for
 * Click-Through Rate Prediction</a>, KDD 2018, section 4.3. Departs from it: difference and product
 * stand in for the outer product, as in the authors' code.
 */
public final class TargetAttention extends WeightedBlock {
  private final Mlp perceptron;
  private final boolean softmax;

  /**
   * Makes the perceptron.
   *
   * @param name the perceptron's name in the reference
   * @param width D
   * @param shape of the perceptron, with one output
   * @param softmax whether weights are made positive and to add up to 1
   */
  public TargetAttention(String name, int width, MlpShape shape, boolean softmax) {
    perceptron = add("perceptron", new Mlp(name, 4 * width, shape));
    this.softmax = softmax;
  }

  /** Sums the sequence up. */
  public NDArray pool(Pass pass, NDArray target, NDArray sequence, NDArray mask) {
    NDArray weights = weights(pass, target, sequence, mask);
    return weights.expandDims(1).batchMatMul(sequence).squeeze(1);
  }

  /** Returns the weight of each position: (B, L). */
  public NDArray weights(Pass pass, NDArray target, NDArray sequence, NDArray mask) {
    NDArray t = target.expandDims(1).broadcast(sequence.getShape());
    NDList parts = new NDList(t, sequence, t.sub(sequence), t.mul(sequence));
    NDArray pairs = NDArrays.concat(parts, 2);
    NDArray rows = pairs.reshape(-1, pairs.getShape().get(2));
    NDArray scores = perceptron.apply(pass, rows).reshape(mask.getShape()).mul(mask);
    return softmax ? Masks.softmax(scores, mask) : scores;
  }

  @Override
  public NDList apply(Pass pass, NDList inputs) {
    return new NDList(pool(pass, inputs.get(0), inputs.get(1), inputs.get(2)));
  }
}
