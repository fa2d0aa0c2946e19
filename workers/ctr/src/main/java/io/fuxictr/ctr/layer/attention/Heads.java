package io.fuxictr.ctr.layer.attention;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import io.fuxictr.ctr.layer.Pass;
import io.fuxictr.ctr.layer.Scalars;

/**
 * Scaled dot-product attention in several heads, each with its own share of the last axis.
 *
 * <p>With N vectors, H heads and head width a: queries, keys and values (B, N, H · a) give softmax
 * of the scaled Q Kᵀ, times V, per head: (B, N, H · a).
 *
 * <p>Source: Vaswani et al., <a href="https://arxiv.org/abs/1706.03762">Attention Is All You
 * Need</a>, section 3.2.
 *
 * @param count number of heads H
 * @param scale what the dot products are multiplied with
 * @param dropout probability to leave a weight out
 */
public record Heads(int count, double scale, double dropout) {

  /** Attends to all vectors. */
  public NDArray attend(Pass pass, NDArray queries, NDArray keys, NDArray values) {
    NDArray scores = scores(queries, keys);
    return weigh(pass, scores, values);
  }

  /**
   * Attends where allowed.
   *
   * @param penalty (B, 1, N, N), added to the scores: 0, or far below zero to hide a key from a
   *     query
   */
  public NDArray attend(Pass pass, NDArray queries, NDArray keys, NDArray values, NDArray penalty) {
    NDArray scores = scores(queries, keys).add(penalty);
    return weigh(pass, scores, values);
  }

  private NDArray scores(NDArray queries, NDArray keys) {
    NDArray scaled = scale == 1 ? queries : Scalars.times(queries, scale);
    return split(scaled).matMul(split(keys).transpose(0, 1, 3, 2));
  }

  private NDArray weigh(Pass pass, NDArray scores, NDArray values) {
    NDArray weights = pass.dropout(scores.softmax(-1), dropout);
    NDArray heads = weights.matMul(split(values)).transpose(0, 2, 1, 3);
    return heads.reshape(values.getShape());
  }

  /** Gives each head its share: (B, N, H · a) to (B, H, N, a). */
  private NDArray split(NDArray x) {
    Shape shape = x.getShape();
    return x.reshape(shape.get(0), shape.get(1), count, shape.get(2) / count).transpose(0, 2, 1, 3);
  }
}
