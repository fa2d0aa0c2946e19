package io.fuxictr.ctr.layer.attention;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Activation;
import io.fuxictr.ctr.layer.Layer;
import io.fuxictr.ctr.layer.Pass;
import io.fuxictr.ctr.layer.dense.LinearLayer;

/**
 * A weighted sum of vectors that say their own weights: (B, N, d) to (B, d).
 *
 * <p>u = Σ_n a_n x_n with a = softmax over n of c · relu(W x_n + b), W (h, d) and c (1, h).
 *
 * <p>Source: Li et al., <a href="https://doi.org/10.1145/3336191.3371785">Interpretable
 * Click-Through Rate Prediction through Hierarchical Attention</a>, WSDM 2020, section 3.3.
 */
public final class AttentionPooling extends Layer {
  private static final int[] VECTORS = {1};

  private final LinearLayer hidden;
  private final LinearLayer score;

  /**
   * Makes the layer.
   *
   * @param name its name in the reference
   * @param dim width d
   * @param hiddenWidth width h
   */
  public AttentionPooling(String name, int dim, int hiddenWidth) {
    hidden = add("hidden", LinearLayer.of(name + ".agg.0", dim, hiddenWidth));
    score = add("score", LinearLayer.withoutBias(name + ".agg.2", hiddenWidth, 1));
  }

  @Override
  public NDArray apply(Pass pass, NDArray x) {
    NDArray weights = score.apply(pass, Activation.relu(hidden.apply(pass, x))).softmax(1);
    return weights.mul(x).sum(VECTORS);
  }
}
