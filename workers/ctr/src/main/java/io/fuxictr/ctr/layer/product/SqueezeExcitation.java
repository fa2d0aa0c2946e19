package io.fuxictr.ctr.layer.product;

import ai.djl.ndarray.NDArray;
import io.fuxictr.ctr.layer.Layer;
import io.fuxictr.ctr.layer.Pass;
import io.fuxictr.ctr.layer.dense.Activation;
import io.fuxictr.ctr.layer.dense.LinearLayer;

/**
 * Weighs fields by their importance in the sample: (B, F, d) to (B, F, d).
 *
 * <p>With z_f the mean of the components of e_f: a = act(W₂ relu(W₁ z)), W₁ (r, F), W₂ (F, r), no
 * biases, r = F / ratio rounded down, at least 1; the output is e_f · a_f.
 *
 * <p>Source: Huang et al., <a href="https://arxiv.org/abs/1905.09433">FiBiNET</a>, RecSys 2019,
 * section 3.3.
 */
public final class SqueezeExcitation extends Layer {
  private static final int[] COMPONENTS = {2};

  private final LinearLayer squeeze;
  private final LinearLayer excite;
  private final Activation activation;

  /**
   * Makes both products.
   *
   * @param name its name in the reference
   * @param fields number of fields F
   * @param ratio what F is divided by, above 0
   * @param activation of the importances, without weights
   */
  public SqueezeExcitation(String name, int fields, double ratio, Activation activation) {
    int reduced = Math.max(1, (int) (fields / ratio));
    this.squeeze = add("squeeze", LinearLayer.withoutBias(name + ".excitation.0", fields, reduced));
    this.excite = add("excite", LinearLayer.withoutBias(name + ".excitation.2", reduced, fields));
    this.activation = activation;
  }

  @Override
  public NDArray apply(Pass pass, NDArray x) {
    NDArray hidden = Activation.RELU.apply(squeeze.apply(pass, x.mean(COMPONENTS)));
    return x.mul(activation.apply(excite.apply(pass, hidden)).expandDims(2));
  }
}
