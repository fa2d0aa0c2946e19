package io.fuxictr.ctr.model.cross;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.nn.Activation;
import io.fuxictr.ctr.config.ModelConfigException;
import io.fuxictr.ctr.layer.InitialValues;
import io.fuxictr.ctr.layer.Pass;
import io.fuxictr.ctr.layer.Scalars;
import io.fuxictr.ctr.layer.dense.LinearLayer;
import io.fuxictr.ctr.layer.dense.MlpShape;
import io.fuxictr.ctr.layer.embedding.EmbeddingPlan;
import io.fuxictr.ctr.layer.embedding.FeatureEmbedding;
import io.fuxictr.ctr.loss.Objectives;
import io.fuxictr.ctr.model.ModelSetup;
import io.fuxictr.ctr.model.ReferenceNames;
import io.fuxictr.ctr.model.SingleObjective;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * One or two blocks of factorized interactions, which teach each other if they are two.
 *
 * <p>With E (B, F, d) the embedded fields:
 *
 * <ul>
 *   <li>x_1 = E side by side: (B, F · d); with use_feature_gating [E; E ⊙ G] side by side: (B, 2 ·
 *       F · d), G = W E + b along the fields, W (F, F) trained from 0, b (F) from 1
 *   <li>z_1 = linear in {@link FactorizedBlock}_1(x_1): (B, 1)
 *   <li>block_type 1B: logit = z_1
 *   <li>block_type 2B: z_2 = linear in block_2(E side by side): (B, 1), logit = ½ (z_1 + z_2)
 * </ul>
 *
 * <p>With two blocks training adds the losses of σ(z_1) and of σ(z_2) against the common prediction
 * σ(logit), which takes no gradient of them.
 *
 * <p>Source: Zhu et al., <a href="https://doi.org/10.1145/3539618.3591988">FINAL: Factorized
 * Interaction Layer for CTR Prediction</a>, SIGIR 2023, section 2.
 */
public final class FinalNet extends SingleObjective {
  private final Objectives objectives;
  private final FeatureEmbedding embedding;
  private final Optional<LinearLayer> gating;
  private final Branch first;
  private final Optional<Branch> second;

  /** Builds it from hyper-parameters block_type, block1_hidden_units and block2_hidden_units. */
  public FinalNet(ModelSetup setup) {
    objectives = Objectives.of(setup);
    EmbeddingPlan plan = EmbeddingPlan.pooled(ReferenceNames.TABLES, setup.commonEmbeddingDim());
    embedding = add("embedding", new FeatureEmbedding(setup.layout(), plan));
    boolean two = setup.parameters().choice("block_type", "2B", List.of("1B", "2B")).equals("2B");
    FactorizedBlock.Residual residual =
        setup
                .parameters()
                .choice("residual_type", "concat", List.of("concat", "sum"))
                .equals("concat")
            ? FactorizedBlock.Residual.CONCAT
            : FactorizedBlock.Residual.SUM;
    boolean gated = setup.parameters().flag("use_feature_gating", false);
    gating = gated ? Optional.of(add("gating", gating(embedding.fields()))) : Optional.empty();
    int width = embedding.flatWidth();
    first = branch(1, gated ? 2 * width : width, shape(setup, 1), residual);
    MlpShape other = shape(setup, 2);
    second = two ? Optional.of(branch(2, width, other, residual)) : Optional.empty();
  }

  /** A block and its output. */
  private record Branch(FactorizedBlock block, LinearLayer output) {
    private NDArray logit(Pass pass, NDArray x) {
      return output.apply(pass, block.apply(pass, x));
    }
  }

  private Branch branch(int number, int inputs, MlpShape shape, FactorizedBlock.Residual residual) {
    FactorizedBlock block = new FactorizedBlock("block" + number, inputs, shape, residual);
    LinearLayer output = LinearLayer.of("fc" + number, shape.outputUnits(), 1);
    return new Branch(add("block", block), add("output", output));
  }

  private static LinearLayer gating(int fields) {
    return LinearLayer.of(
        "feature_gating.linear",
        fields,
        fields,
        new InitialValues.Constant(0f),
        new InitialValues.Constant(1f));
  }

  private static MlpShape shape(ModelSetup setup, int block) {
    String name = "block%d_".formatted(block);
    MlpShape.Style style =
        new MlpShape.Style(
            setup.activations(
                name + "hidden_activations", io.fuxictr.ctr.layer.dense.Activation.IDENTITY),
            setup.dropouts(name + "dropout"),
            setup.parameters().flag("batch_norm", true)
                ? MlpShape.Norm.EACH_LAYER
                : MlpShape.Norm.NONE);
    String key = name + "hidden_units";
    MlpShape shape = setup.mlp(key, List.of(64, 64, 64), OptionalInt.empty(), style);
    if (shape.hiddenUnits().isEmpty()) {
      throw ModelConfigException.of(key, List.of(), "a list with at least one width");
    }
    return shape;
  }

  @Override
  protected NDArray logit(Pass pass, NDList inputs) {
    return joint(branches(pass, inputs));
  }

  @Override
  public Output score(Pass pass, NDList inputs) {
    NDList branches = branches(pass, inputs);
    NDArray logit = joint(branches).reshape(1, -1);
    if (!pass.training() || branches.size() == 1) {
      return new Output(logit, Optional.empty());
    }
    NDArray teacher = Activation.sigmoid(logit.stopGradient());
    NDArray loss =
        objectives
            .losses(branches.get(0).reshape(1, -1), teacher)
            .add(objectives.losses(branches.get(1).reshape(1, -1), teacher));
    return new Output(logit, Optional.of(loss.sum()));
  }

  /** Returns z of each block: (B, 1) each. */
  private NDList branches(Pass pass, NDList inputs) {
    NDArray fields = embedding.embed(pass, inputs).stacked();
    NDArray gated = gating.map(gate -> gated(pass, gate, fields)).orElse(fields);
    NDList logits = new NDList(first.logit(pass, flat(gated)));
    second.ifPresent(branch -> logits.add(branch.logit(pass, flat(fields))));
    return logits;
  }

  private static NDArray gated(Pass pass, LinearLayer gate, NDArray fields) {
    NDArray gates = gate.apply(pass, fields.transpose(0, 2, 1)).transpose(0, 2, 1);
    return fields.concat(fields.mul(gates), 1);
  }

  private static NDArray flat(NDArray fields) {
    return fields.reshape(fields.getShape().get(0), -1);
  }

  private static NDArray joint(NDList logits) {
    return logits.size() == 1
        ? logits.getFirst()
        : Scalars.times(logits.get(0).add(logits.get(1)), 0.5);
  }
}
