package io.fuxictr.ctr.layer.sequence;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.nn.Activation;
import io.fuxictr.ctr.layer.Pass;
import io.fuxictr.ctr.layer.WeightedBlock;
import io.fuxictr.ctr.layer.attention.SelfAttention;
import io.fuxictr.ctr.layer.dense.LayerNorm;
import io.fuxictr.ctr.layer.dense.LinearLayer;
import java.util.Optional;

/**
 * Attention and two linear layers for each position: (B, N, d) with a penalty (B, 1, N, N) to (B,
 * N, d).
 *
 * <p>S = LN(X + drop(attention(X))), then LN(S + drop(W₂ leakyRelu(W₁ S + b₁) + b₂)) with W₁ and W₂
 * (d, d) and slope 0.01; residuals and layer norms may be left out.
 *
 * <p>Source: Chen et al., <a href="https://arxiv.org/abs/1905.06874">Behavior Sequence Transformer
 * for E-commerce Recommendation in Alibaba</a>, DLP-KDD 2019, section 2.2.
 */
public final class TransformerLayer extends WeightedBlock {
  private static final float LEAK = 0.01f;

  private final Options options;
  private final SelfAttention attention;
  private final LinearLayer first;
  private final LinearLayer second;
  private final Optional<LayerNorm> attentionNorm;
  private final Optional<LayerNorm> outputNorm;

  /**
   * What all layers of a model have in common.
   *
   * @param heads number of heads
   * @param attentionDropout probability to leave a weight of the attention out
   * @param dropout probability to leave a number out of what is added to a residual
   * @param layerNorm whether sums are normalised
   * @param residual whether inputs are added
   */
  public record Options(
      int heads, double attentionDropout, double dropout, boolean layerNorm, boolean residual) {}

  /**
   * Makes a layer.
   *
   * @param name its name in the reference
   * @param dim width d, a multiple of the number of heads
   */
  public TransformerLayer(String name, int dim, Options options) {
    this.options = options;
    attention =
        add(
            "attention",
            new SelfAttention(
                name + ".attention", dim, options.heads(), options.attentionDropout()));
    first = add("first", LinearLayer.of(name + ".ffn.0", dim, dim));
    second = add("second", LinearLayer.of(name + ".ffn.2", dim, dim));
    attentionNorm = norm(name + ".layer_norm1", dim);
    outputNorm = norm(name + ".layer_norm2", dim);
  }

  private Optional<LayerNorm> norm(String name, int dim) {
    return options.layerNorm()
        ? Optional.of(add("norm", new LayerNorm(name, dim)))
        : Optional.empty();
  }

  /** Computes the positions anew. */
  public NDArray positions(Pass pass, NDArray x, NDArray penalty) {
    NDArray attended = combined(pass, x, attention.attend(pass, x, penalty), attentionNorm);
    NDArray hidden = Activation.leakyRelu(first.apply(pass, attended), LEAK);
    return combined(pass, attended, second.apply(pass, hidden), outputNorm);
  }

  private NDArray combined(Pass pass, NDArray x, NDArray y, Optional<LayerNorm> norm) {
    NDArray kept = pass.dropout(y, options.dropout());
    NDArray sum = options.residual() ? kept.add(x) : kept;
    return norm.map(each -> each.apply(pass, sum)).orElse(sum);
  }

  @Override
  public NDList apply(Pass pass, NDList inputs) {
    return new NDList(positions(pass, inputs.get(0), inputs.get(1)));
  }
}
