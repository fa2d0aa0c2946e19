package io.fuxictr.ctr.layer.attention;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Activation;
import io.fuxictr.ctr.layer.Layer;
import io.fuxictr.ctr.layer.Pass;
import io.fuxictr.ctr.layer.dense.LayerNorm;
import io.fuxictr.ctr.layer.dense.LinearLayer;
import java.util.Optional;

/**
 * Two linear layers for each vector alone: (…, d) to (…, d).
 *
 * <p>y = LN(x + W₂ relu(W₁ x + b₁) + b₂) with W₁ (h, d); residual and layer norm may be left out.
 *
 * <p>Source: Vaswani et al., <a href="https://arxiv.org/abs/1706.03762">Attention Is All You
 * Need</a>, section 3.3.
 */
public final class FeedForward extends Layer {
  private final LinearLayer wide;
  private final LinearLayer narrow;
  private final boolean residual;
  private final Optional<LayerNorm> norm;

  /**
   * What happens to the output.
   *
   * @param residual whether the input is added
   * @param layerNorm whether the sum is normalised
   */
  public record Options(boolean residual, boolean layerNorm) {}

  /**
   * Makes the layers.
   *
   * @param name its name in the reference
   * @param dim width d
   * @param hiddenWidth width h
   */
  public FeedForward(String name, int dim, int hiddenWidth, Options options) {
    wide = add("wide", LinearLayer.of(name + ".ffn.0", dim, hiddenWidth));
    narrow = add("narrow", LinearLayer.of(name + ".ffn.2", hiddenWidth, dim));
    residual = options.residual();
    norm =
        options.layerNorm()
            ? Optional.of(add("norm", new LayerNorm(name + ".layer_norm", dim)))
            : Optional.empty();
  }

  @Override
  public NDArray apply(Pass pass, NDArray x) {
    NDArray y = narrow.apply(pass, Activation.relu(wide.apply(pass, x)));
    NDArray sum = residual ? y.add(x) : y;
    return norm.map(each -> each.apply(pass, sum)).orElse(sum);
  }
}
