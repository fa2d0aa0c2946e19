package io.fuxictr.ctr.multitask;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.nn.Activation;
import io.fuxictr.ctr.layer.Pass;
import io.fuxictr.ctr.layer.WeightedBlock;
import io.fuxictr.ctr.layer.adaptive.ApgMlp;
import io.fuxictr.ctr.layer.adaptive.ApgSettings;
import io.fuxictr.ctr.layer.dense.LayerNorm;
import io.fuxictr.ctr.layer.dense.LinearLayer;
import io.fuxictr.ctr.layer.dense.MlpShape;
import io.fuxictr.ctr.model.ModelSetup;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What an objective makes of the one before it: f (B, D), the earlier f' (B, D) and its logit (B,
 * 1) to (B, D).
 *
 * <ul>
 *   <li>{@code gated_residual}: m = relu(W f'), g = σ(net([f; m; logit])), result LN(f + g ⊙ m)
 *   <li>{@code attn}: {@link InformationTransfer} of f' and f
 * </ul>
 */
sealed interface Transfer {

  /** Computes its output; z (B, Z) is the condition under which weights are generated. */
  NDArray apply(
      Pass pass, NDArray known, NDArray previous, NDArray previousLogit, Optional<NDArray> z);

  /** Returns the block that it is. */
  WeightedBlock block();

  /** Reads transfer_type, transfer_gate_hidden_units, transfer_gate_net_type, use_prev_logit. */
  static Transfer of(
      ModelSetup setup, int width, ApgMlp.Condition condition, ApgSettings settings) {
    String type =
        setup
            .parameters()
            .choice("transfer_type", "gated_residual", List.of("gated_residual", "attn"));
    String net = setup.parameters().choice("transfer_gate_net_type", "dnn", List.of("dnn", "apg"));
    boolean withLogit = setup.parameters().flag("use_prev_logit", true);
    MlpShape gate =
        setup.mlp(
            "transfer_gate_hidden_units", List.of(64), OptionalInt.of(width), setup.mlpStyle());
    if (type.equals("attn")) {
      return new Attentive(width);
    }
    Optional<ApgSettings> generated = net.equals("apg") ? Optional.of(settings) : Optional.empty();
    return new GatedResidual(width, withLogit, gate, condition, generated);
  }

  /** Adds what is passed on, as far as a gate lets it through. */
  final class GatedResidual extends WeightedBlock implements Transfer {
    private final boolean withLogit;
    private final LinearLayer message;
    private final Tower gate;
    private final LayerNorm norm;

    private GatedResidual(
        int width,
        boolean withLogit,
        MlpShape shape,
        ApgMlp.Condition condition,
        Optional<ApgSettings> settings) {
      this.withLogit = withLogit;
      this.message = add("message", LinearLayer.of("transfer.msg_proj", width, width));
      int inputs = 2 * width + (withLogit ? 1 : 0);
      this.gate = add("gate", new Tower("transfer.gate_net", inputs, shape, condition, settings));
      this.norm = add("norm", new LayerNorm("transfer.ln", width));
    }

    @Override
    public NDArray apply(
        Pass pass, NDArray known, NDArray previous, NDArray previousLogit, Optional<NDArray> z) {
      NDArray m = Activation.relu(message.apply(pass, previous));
      NDList seen = new NDList(known, m);
      if (withLogit) {
        seen.add(previousLogit);
      }
      NDArray g = Activation.sigmoid(gate.apply(pass, NDArrays.concat(seen, 1), z));
      return norm.apply(pass, known.add(g.mul(m)));
    }

    @Override
    public WeightedBlock block() {
      return this;
    }

    @Override
    public NDList apply(Pass pass, NDList inputs) {
      Optional<NDArray> z = inputs.size() > 3 ? Optional.of(inputs.get(3)) : Optional.empty();
      return new NDList(apply(pass, inputs.get(0), inputs.get(1), inputs.get(2), z));
    }
  }

  /** Weighs what is passed on against what is known. */
  final class Attentive extends WeightedBlock implements Transfer {
    private final InformationTransfer attention;

    private Attentive(int width) {
      attention = add("attention", new InformationTransfer("transfer.", width));
    }

    @Override
    public NDArray apply(
        Pass pass, NDArray known, NDArray previous, NDArray previousLogit, Optional<NDArray> z) {
      return attention.apply(pass, previous, known);
    }

    @Override
    public WeightedBlock block() {
      return this;
    }

    @Override
    public NDList apply(Pass pass, NDList inputs) {
      return attention.apply(pass, inputs);
    }
  }
}
