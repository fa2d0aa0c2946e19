package io.fuxictr.ctr.layer.attention;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.core.Linear;
import io.fuxictr.ctr.layer.InitialValues;
import io.fuxictr.ctr.layer.Pass;
import io.fuxictr.ctr.layer.Weight;
import io.fuxictr.ctr.layer.WeightRole;
import io.fuxictr.ctr.layer.WeightedBlock;
import io.fuxictr.ctr.layer.dense.LinearLayer;

/**
 * Multi-head attention of vectors to each other with biases: vectors (B, N, d) and a penalty (B, 1,
 * N, N) to (B, N, d).
 *
 * <p>[Q; K; V] = X W_in + b_in, attention in H heads with scores divided by √(d / H), and W_out,
 * b_out on what they give. W_in (3 d, d) starts Xavier uniform, W_out uniform in ± 1 / √d, biases
 * at zero.
 *
 * <p>Source: Vaswani et al., <a href="https://arxiv.org/abs/1706.03762">Attention Is All You
 * Need</a>, section 3.2.2.
 */
public final class SelfAttention extends WeightedBlock {
  private final Heads heads;
  private final Weight inWeight;
  private final Weight inBias;
  private final LinearLayer output;

  /**
   * Makes the projections.
   *
   * @param name its name in the reference
   * @param dim width d, a multiple of the number of heads
   * @param count number of heads H
   * @param dropout probability to leave a weight of the attention out
   */
  public SelfAttention(String name, int dim, int count, double dropout) {
    heads = new Heads(count, 1 / Math.sqrt((double) dim / count), dropout);
    InitialValues zeros = new InitialValues.Constant(0f);
    inWeight =
        add(
            Weight.of(
                name + ".in_proj_weight",
                new Shape(3L * dim, dim),
                WeightRole.NET,
                new InitialValues.XavierUniform()));
    inBias = add(Weight.of(name + ".in_proj_bias", new Shape(3L * dim), WeightRole.NET, zeros));
    double bound = 1 / Math.sqrt(dim);
    output =
        add(
            "output",
            LinearLayer.of(
                name + ".out_proj", dim, dim, new InitialValues.Uniform(-bound, bound), zeros));
  }

  /**
   * Attends.
   *
   * @param penalty added to the scores: 0, or far below zero to hide a vector from another
   */
  public NDArray attend(Pass pass, NDArray x, NDArray penalty) {
    NDArray projected =
        Linear.linear(x, pass.value(inWeight), pass.value(inBias)).singletonOrThrow();
    NDList parts = projected.split(3, 2);
    NDArray attended = heads.attend(pass, parts.get(0), parts.get(1), parts.get(2), penalty);
    return output.apply(pass, attended);
  }

  @Override
  public NDList apply(Pass pass, NDList inputs) {
    return new NDList(attend(pass, inputs.get(0), inputs.get(1)));
  }
}
