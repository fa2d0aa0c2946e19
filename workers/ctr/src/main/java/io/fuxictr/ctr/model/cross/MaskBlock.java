package io.fuxictr.ctr.model.cross;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import io.fuxictr.ctr.layer.Layer;
import io.fuxictr.ctr.layer.Pass;
import io.fuxictr.ctr.layer.WeightedBlock;
import io.fuxictr.ctr.layer.dense.Activation;
import io.fuxictr.ctr.layer.dense.LayerNorm;
import io.fuxictr.ctr.layer.dense.LinearLayer;
import java.util.Optional;

/**
 * A layer whose input is masked by the sample: v (B, D) and x (B, H) to (B, O).
 *
 * <p>m = W₂ relu(W₁ v + b₁) + b₂: (B, H), W₁ (⌊ratio · H⌋, D), y = dropout(a(norm(W (m ⊙ x)))), W
 * (O, H), with layer norm if wanted.
 *
 * <p>Source: Wang et al., <a href="https://arxiv.org/abs/2102.07619">MaskNet</a>, DLP-KDD 2021,
 * section 3.3.
 */
final class MaskBlock extends WeightedBlock {
  private final LinearLayer aggregation;
  private final LinearLayer projection;
  private final LinearLayer hidden;
  private final Optional<LayerNorm> norm;
  private final Layer activation;
  private final double dropout;

  /**
   * Its widths.
   *
   * @param sample D
   * @param inputs H
   * @param aggregated ⌊ratio · H⌋
   * @param outputs O
   */
  record Size(int sample, int inputs, int aggregated, int outputs) {}

  /**
   * What happens behind the product.
   *
   * @param activation a
   * @param dropout probability to leave a number out
   * @param layerNorm whether the product is normalised
   */
  record Style(Activation activation, double dropout, boolean layerNorm) {}

  MaskBlock(String name, Size size, Style style) {
    String mask = name + ".mask_layer.";
    String layer = name + ".hidden_layer.";
    aggregation = add("aggregation", LinearLayer.of(mask + 0, size.sample(), size.aggregated()));
    projection = add("projection", LinearLayer.of(mask + 2, size.aggregated(), size.inputs()));
    hidden = add("hidden", LinearLayer.withoutBias(layer + 0, size.inputs(), size.outputs()));
    norm =
        style.layerNorm()
            ? Optional.of(add("norm", new LayerNorm(layer + 1, size.outputs())))
            : Optional.empty();
    String activationName = layer + (style.layerNorm() ? 2 : 1);
    activation = add("activation", style.activation().layer(activationName, size.outputs()));
    dropout = style.dropout();
  }

  NDArray masked(Pass pass, NDArray sample, NDArray x) {
    NDArray aggregated = Activation.RELU.apply(aggregation.apply(pass, sample));
    NDArray mask = projection.apply(pass, aggregated);
    NDArray product = hidden.apply(pass, mask.mul(x));
    NDArray normal = norm.map(each -> each.apply(pass, product)).orElse(product);
    return pass.dropout(activation.apply(pass, normal), dropout);
  }

  @Override
  public NDList apply(Pass pass, NDList inputs) {
    return new NDList(masked(pass, inputs.get(0), inputs.get(1)));
  }
}
