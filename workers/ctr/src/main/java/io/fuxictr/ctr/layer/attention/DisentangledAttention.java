package io.fuxictr.ctr.layer.attention;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import io.fuxictr.ctr.layer.Layer;
import io.fuxictr.ctr.layer.Pass;
import io.fuxictr.ctr.layer.Scalars;
import io.fuxictr.ctr.layer.dense.JoinedLinear;
import java.util.ArrayList;
import java.util.List;

/**
 * Fields that attend to each other by what they have in common and by how much they matter alone:
 * (B, F, I) to (B, F, A).
 *
 * <p>With Q, K, V = X W + b in A, H heads of width a = A / H, and U = X W_u + b_u in H:
 *
 * <ul>
 *   <li>pairwise: softmax over j of (q_i - mean q) · (k_j - mean k), divided by √a if scaled
 *   <li>unary: softmax of u_j over the fields j
 *   <li>output: Σ_j (pairwise_ij + unary_j) v_j, plus X W_res + b_res if residual
 * </ul>
 *
 * <p>Source: Xu et al., <a href="https://doi.org/10.1145/3459637.3482088">Disentangled
 * Self-Attentive Neural Networks for Click-Through Rate Prediction</a>, CIKM 2021, section 3.
 * Departs from it, as FuxiCTR does: the numbers (F, A) of a sample are divided among the heads in
 * the order in which they lie, so that with several heads a head sees some fields whole rather than
 * a share of each.
 */
public final class DisentangledAttention extends Layer {
  private static final int[] FIELDS = {1};

  private final Options options;
  private final JoinedLinear projections;

  /**
   * What all layers of a model have in common.
   *
   * @param width A, a multiple of the number of heads
   * @param heads number of heads H
   * @param scaled whether pairwise scores are divided by √a
   * @param rectified whether Q, K and V are rectified first
   * @param residual whether a projection of the input is added
   * @param dropout probability to leave a weight out
   */
  public record Options(
      int width, int heads, boolean scaled, boolean rectified, boolean residual, double dropout) {}

  /**
   * Makes a layer.
   *
   * @param name its name in the reference
   * @param inputs width I
   */
  public DisentangledAttention(String name, int inputs, Options options) {
    this.options = options;
    List<JoinedLinear.Output> outputs = new ArrayList<>();
    for (String each : List.of("W_q", "W_k", "W_v")) {
      outputs.add(new JoinedLinear.Output(name + "." + each, options.width()));
    }
    outputs.add(new JoinedLinear.Output(name + ".W_unary", options.heads()));
    if (options.residual()) {
      outputs.add(new JoinedLinear.Output(name + ".W_res", options.width()));
    }
    projections = add("projections", new JoinedLinear(inputs, outputs, JoinedLinear.Bias.TRAINED));
  }

  @Override
  public NDArray apply(Pass pass, NDArray x) {
    NDList parts = projections.outputs(pass, x);
    NDArray unary = divided(parts.get(3).softmax(1), 1).transpose(0, 2, 1);
    NDArray weights = pairwise(head(parts.get(0)), head(parts.get(1))).add(unary);
    NDArray sums = pass.dropout(weights, options.dropout()).batchMatMul(head(parts.get(2)));
    NDArray joined = sums.reshape(new Shape(x.getShape().get(0), -1, options.width()));
    return options.residual() ? joined.add(parts.get(4)) : joined;
  }

  private NDArray pairwise(NDArray queries, NDArray keys) {
    NDArray scores = centred(queries).batchMatMul(centred(keys).transpose(0, 2, 1));
    double headWidth = (double) options.width() / options.heads();
    return (options.scaled() ? Scalars.over(scores, Math.sqrt(headWidth)) : scores).softmax(2);
  }

  private static NDArray centred(NDArray x) {
    return x.sub(x.mean(FIELDS, true));
  }

  private NDArray head(NDArray x) {
    NDArray divided = divided(x, options.width() / options.heads());
    return options.rectified() ? Activation.relu(divided) : divided;
  }

  /** Divides samples among the heads: (B, F, H · w) to (B · H, F, w). */
  private NDArray divided(NDArray x, int width) {
    return x.reshape(x.getShape().get(0) * options.heads(), -1, width);
  }
}
