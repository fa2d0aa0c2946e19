package io.fuxictr.ctr.model.deep;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import io.fuxictr.ctr.config.ModelConfigException;
import io.fuxictr.ctr.layer.Pass;
import io.fuxictr.ctr.layer.dense.Activation;
import io.fuxictr.ctr.layer.dense.LinearLayer;
import io.fuxictr.ctr.layer.dense.MlpShape;
import io.fuxictr.ctr.layer.embedding.EmbeddingPlan;
import io.fuxictr.ctr.layer.embedding.FeatureEmbedding;
import io.fuxictr.ctr.model.ModelSetup;
import io.fuxictr.ctr.model.ReferenceNames;
import io.fuxictr.ctr.model.SingleObjective;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * Residual units on all embeddings side by side, (B, F · d) to (B, F · d), and a linear output: (B,
 * 1). Each is a {@link ResidualUnit} with a hidden width of its own.
 *
 * <p>Source: Shan et al., <a href="https://doi.org/10.1145/2939672.2939704">Deep Crossing:
 * Web-Scale Modeling without Manually Crafted Combinatorial Features</a>, KDD 2016, section 4.
 * Departs from it: every categorical feature is embedded, however few values it has.
 */
public final class DeepCrossing extends SingleObjective {
  private static final String BLOCKS = "residual_blocks";
  private static final String NAME = "crossing_layer.";

  private final FeatureEmbedding embedding;
  private final List<ResidualUnit> units = new ArrayList<>();
  private final LinearLayer output;

  /** Builds it from hyper-parameters embedding_dim, residual_blocks and use_residual. */
  public DeepCrossing(ModelSetup setup) {
    EmbeddingPlan plan = EmbeddingPlan.pooled(ReferenceNames.TABLES, setup.commonEmbeddingDim());
    embedding = add("embedding", new FeatureEmbedding(setup.layout(), plan));
    int width = embedding.flatWidth();
    MlpShape shape = setup.mlp(BLOCKS, List.of(64, 64, 64), OptionalInt.of(1), setup.mlpStyle());
    boolean residual = setup.parameters().flag("use_residual", true);
    for (int i = 0; i < shape.hiddenUnits().size(); i++) {
      units.add(
          add(
              "unit",
              new ResidualUnit(
                  NAME + i, width, shape.hiddenUnits().get(i), style(shape.style(), i, residual))));
    }
    output = add("output", LinearLayer.of(NAME + units.size(), width, 1));
  }

  private static ResidualUnit.Style style(MlpShape.Style style, int unit, boolean residual) {
    Activation activation = style.activations().get(unit);
    if (activation.hasWeights()) {
      throw ModelConfigException.of(
          "hidden_activations",
          activation.reference(),
          "activations that train nothing themselves, in DeepCrossing");
    }
    return new ResidualUnit.Style(
        activation, style.dropouts().get(unit), style.norm() == MlpShape.Norm.EACH_LAYER, residual);
  }

  @Override
  protected NDArray logit(Pass pass, NDList inputs) {
    NDArray x = embedding.embed(pass, inputs).flat();
    for (ResidualUnit unit : units) {
      x = unit.apply(pass, x);
    }
    return output.apply(pass, x);
  }
}
