package io.fuxictr.ctr.model.deep;

import ai.djl.ndarray.NDArray;
import io.fuxictr.ctr.layer.Layer;
import io.fuxictr.ctr.layer.Pass;
import io.fuxictr.ctr.layer.dense.Activation;
import io.fuxictr.ctr.layer.dense.BatchNorm;
import io.fuxictr.ctr.layer.dense.LinearLayer;
import java.util.Optional;

/**
 * Two products around which the input is led: (B, D) to (B, D).
 *
 * <p>y = dropout(a(norm(x + W₂ a(W₁ x + b₁) + b₂))), W₁ (H, D), W₂ (D, H), a being one activation;
 * without residual x is not added.
 *
 * <p>Source: Shan et al., <a href="https://doi.org/10.1145/2939672.2939704">Deep Crossing</a>, KDD
 * 2016, section 4.3.
 */
final class ResidualUnit extends Layer {
  private final LinearLayer inner;
  private final LinearLayer outer;
  private final Optional<BatchNorm> norm;
  private final Style style;

  /**
   * What happens beside the products.
   *
   * @param activation a, without weights
   * @param dropout probability to leave a number out
   * @param batchNorm whether the sum is normalised over the batch
   * @param residual whether the input is added
   */
  record Style(Activation activation, double dropout, boolean batchNorm, boolean residual) {}

  ResidualUnit(String name, int width, int hidden, Style style) {
    this.style = style;
    inner = add("inner", LinearLayer.of(name + ".layer.0", width, hidden));
    outer = add("outer", LinearLayer.of(name + ".layer.2", hidden, width));
    norm =
        style.batchNorm()
            ? Optional.of(add("norm", new BatchNorm(name + ".batch_norm", width)))
            : Optional.empty();
  }

  @Override
  public NDArray apply(Pass pass, NDArray x) {
    NDArray hidden = style.activation().apply(inner.apply(pass, x));
    NDArray product = outer.apply(pass, hidden);
    NDArray sum = style.residual() ? product.add(x) : product;
    NDArray normal = norm.map(each -> each.apply(pass, sum)).orElse(sum);
    return pass.dropout(style.activation().apply(normal), style.dropout());
  }
}
