package io.fuxictr.ctr.layer.attention;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.nn.Activation;
import io.fuxictr.ctr.layer.Layer;
import io.fuxictr.ctr.layer.Pass;
import io.fuxictr.ctr.layer.dense.JoinedLinear;
import io.fuxictr.ctr.layer.dense.LayerNorm;
import io.fuxictr.ctr.layer.dense.LinearLayer;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Fields that attend to each other and come back in their own width: (B, F, d) to (B, F, d).
 *
 * <p>Y = LN(X + drop(relu(attention(X W_q, X W_k, X W_v) W_res))), scores divided by √a with head
 * width a; W_res only where H · a differs from d; residual and layer norm may be left out.
 *
 * <p>Source: Li et al., <a href="https://doi.org/10.1145/3336191.3371785">Interpretable
 * Click-Through Rate Prediction through Hierarchical Attention</a>, WSDM 2020, section 3.2. Departs
 * from it: the output is rectified and normalised, as in FuxiCTR. Departs from FuxiCTR: heads share
 * the channels, not the fields; the two agree with one head.
 */
public final class ReprojectedAttention extends Layer {
  private final Options options;
  private final Heads heads;
  private final JoinedLinear projections;
  private final Optional<LinearLayer> back;
  private final Optional<LayerNorm> norm;

  /**
   * How it attends.
   *
   * @param headWidth a
   * @param heads number of heads H
   * @param residual whether the input is added
   * @param layerNorm whether the sum is normalised
   * @param dropout probability to leave a number out
   */
  public record Options(
      int headWidth, int heads, boolean residual, boolean layerNorm, double dropout) {}

  /**
   * Makes the layer.
   *
   * @param name its name in the reference
   * @param dim width d
   */
  public ReprojectedAttention(String name, int dim, Options options) {
    this.options = options;
    heads = new Heads(options.heads(), 1 / Math.sqrt(options.headWidth()), options.dropout());
    int width = options.heads() * options.headWidth();
    List<JoinedLinear.Output> outputs =
        Stream.of("W_q", "W_k", "W_v")
            .map(each -> new JoinedLinear.Output(name + "." + each, width))
            .toList();
    projections = add("projections", new JoinedLinear(dim, outputs, JoinedLinear.Bias.NONE));
    back =
        width == dim
            ? Optional.empty()
            : Optional.of(add("back", LinearLayer.withoutBias(name + ".W_res", width, dim)));
    norm =
        options.layerNorm()
            ? Optional.of(add("norm", new LayerNorm(name + ".layer_norm", dim)))
            : Optional.empty();
  }

  @Override
  public NDArray apply(Pass pass, NDArray x) {
    NDList parts = projections.outputs(pass, x);
    NDArray attended = heads.attend(pass, parts.get(0), parts.get(1), parts.get(2));
    NDArray returned = back.map(each -> each.apply(pass, attended)).orElse(attended);
    NDArray active = pass.dropout(Activation.relu(returned), options.dropout());
    NDArray sum = options.residual() ? active.add(x) : active;
    return norm.map(each -> each.apply(pass, sum)).orElse(sum);
  }
}
