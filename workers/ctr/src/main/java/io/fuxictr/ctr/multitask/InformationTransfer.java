package io.fuxictr.ctr.multitask;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import io.fuxictr.ctr.layer.Pass;
import io.fuxictr.ctr.layer.Scalars;
import io.fuxictr.ctr.layer.WeightedBlock;
import io.fuxictr.ctr.layer.dense.LinearLayer;

/**
 * Attention over two vectors of a sample, what an earlier objective passes on p (B, D) and what
 * this one knows q (B, D): to (B, D).
 *
 * <p>With rows X = [p; q] (B, 2, D): V = h₁(X), K = h₂(X), Q = h₃(X), a = Σ K ⊙ Q / √D over the
 * last axis, result Σ softmax(a) · V over the two rows.
 *
 * <p>Source: Xi et al., <a href="https://arxiv.org/abs/2105.08489">Modeling the Sequential
 * Dependence among Audience Multi-step Conversions with Multi-task Learning in Targeted Display
 * Advertising</a>, KDD 2021, section 4.3.
 */
final class InformationTransfer extends WeightedBlock {
  private final LinearLayer value;
  private final LinearLayer key;
  private final LinearLayer query;
  private final double scale;

  /**
   * Makes its layers.
   *
   * @param prefix what stands before the names of its layers in the reference
   */
  InformationTransfer(String prefix, int width) {
    value = add("value", LinearLayer.of(prefix + "h1", width, width));
    key = add("key", LinearLayer.of(prefix + "h2", width, width));
    query = add("query", LinearLayer.of(prefix + "h3", width, width));
    scale = 1 / Math.sqrt(width);
  }

  NDArray apply(Pass pass, NDArray passedOn, NDArray known) {
    NDArray rows = NDArrays.stack(new NDList(passedOn, known), 1);
    NDArray products = key.apply(pass, rows).mul(query.apply(pass, rows));
    NDArray scores = Scalars.times(products.sum(new int[] {2}, true), scale).softmax(1);
    return scores.mul(value.apply(pass, rows)).sum(new int[] {1});
  }

  @Override
  public NDList apply(Pass pass, NDList inputs) {
    return new NDList(apply(pass, inputs.get(0), inputs.get(1)));
  }
}
