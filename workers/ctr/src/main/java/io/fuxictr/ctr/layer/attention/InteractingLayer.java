package io.fuxictr.ctr.layer.attention;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.nn.Activation;
import io.fuxictr.ctr.layer.Layer;
import io.fuxictr.ctr.layer.Pass;
import io.fuxictr.ctr.layer.dense.JoinedLinear;
import io.fuxictr.ctr.layer.dense.LayerNorm;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Fields that attend to each other: (B, F, I) to (B, F, A).
 *
 * <p>Y = relu(LN(attention(X W_q, X W_k, X W_v) + R)), with R = X, or X W_res where I differs from
 * A; residual and layer norm may be left out.
 *
 * <p>Source: Song et al., <a href="https://arxiv.org/abs/1810.11921">AutoInt</a>, CIKM 2019,
 * section 4.4. Departs from it: X itself is the residual where widths agree, and layer norm may
 * come before the activation.
 */
public final class InteractingLayer extends Layer {
  private final Options options;
  private final Heads heads;
  private final JoinedLinear projections;
  private final boolean projected;
  private final Optional<LayerNorm> norm;

  /**
   * What all layers of a model have in common.
   *
   * @param width A, a multiple of the number of heads
   * @param heads number of heads
   * @param scaled whether scores are divided by the root of the head width
   * @param residual whether the input is added
   * @param layerNorm whether the sum is normalised
   * @param dropout probability to leave a weight of the attention out
   */
  public record Options(
      int width, int heads, boolean scaled, boolean residual, boolean layerNorm, double dropout) {}

  /**
   * Makes a layer.
   *
   * @param name its name in the reference
   * @param inputs width I
   */
  public InteractingLayer(String name, int inputs, Options options) {
    this.options = options;
    double scale = options.scaled() ? 1 / Math.sqrt((double) options.width() / options.heads()) : 1;
    heads = new Heads(options.heads(), scale, options.dropout());
    projected = options.residual() && inputs != options.width();
    List<JoinedLinear.Output> outputs = new ArrayList<>();
    for (String each : List.of("W_q", "W_k", "W_v")) {
      outputs.add(new JoinedLinear.Output(name + "." + each, options.width()));
    }
    if (projected) {
      outputs.add(new JoinedLinear.Output(name + ".W_res", options.width()));
    }
    projections = add("projections", new JoinedLinear(inputs, outputs, JoinedLinear.Bias.NONE));
    norm =
        options.layerNorm()
            ? Optional.of(add("norm", new LayerNorm(name + ".layer_norm", options.width())))
            : Optional.empty();
  }

  @Override
  public NDArray apply(Pass pass, NDArray x) {
    NDList parts = projections.outputs(pass, x);
    NDArray attended = heads.attend(pass, parts.get(0), parts.get(1), parts.get(2));
    NDArray sum = options.residual() ? attended.add(projected ? parts.get(3) : x) : attended;
    return Activation.relu(norm.map(each -> each.apply(pass, sum)).orElse(sum));
  }
}
