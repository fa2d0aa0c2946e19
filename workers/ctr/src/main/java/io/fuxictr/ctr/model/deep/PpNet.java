package io.fuxictr.ctr.model.deep;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import io.fuxictr.ctr.layer.Layer;
import io.fuxictr.ctr.layer.Pass;
import io.fuxictr.ctr.layer.dense.BatchNorm;
import io.fuxictr.ctr.layer.dense.LinearLayer;
import io.fuxictr.ctr.layer.dense.MlpShape;
import io.fuxictr.ctr.layer.embedding.EmbeddingPlan;
import io.fuxictr.ctr.layer.embedding.FeatureEmbedding;
import io.fuxictr.ctr.model.ModelSetup;
import io.fuxictr.ctr.model.ReferenceNames;
import io.fuxictr.ctr.model.SingleObjective;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A perceptron whose hidden units are scaled for each sample by gates that know who it is about.
 *
 * <p>With x (B, Σ d) all embeddings side by side and p (B, Σ g) separate embeddings of the features
 * in gate_priors:
 *
 * <ul>
 *   <li>c = x without gradient, then p: (B, Σ d + Σ g)
 *   <li>h_{l+1} = layer_l(h_l) ⊙ gate_l(c): (B, U_l), h_0 = x; a layer is Linear, batch norm,
 *       activation, dropout; a gate is a {@link PersonalGate}
 *   <li>logit = linear in the last h: (B, 1)
 * </ul>
 *
 * <p>Source: Chang et al., <a href="https://arxiv.org/abs/2302.01115">PEPNet: Parameter and
 * Embedding Personalized Network for Infusing with Personalized Prior Information</a>, KDD 2023,
 * section 2.4. Departs from it: one objective, so one perceptron; embeddings are not gated.
 */
public final class PpNet extends SingleObjective {
  private final FeatureEmbedding embedding;
  private final Optional<FeatureEmbedding> priors;
  private final List<Step> steps = new ArrayList<>();
  private final LinearLayer output;

  /** Builds it from hyper-parameters hidden_units, gate_priors and gate_hidden_dim. */
  public PpNet(ModelSetup setup) {
    EmbeddingPlan plan = EmbeddingPlan.pooled(ReferenceNames.TABLES, setup.embeddingDim());
    embedding = add("embedding", new FeatureEmbedding(setup.layout(), plan));
    priors = priors(setup);
    int gateHidden = setup.parameters().integer("gate_hidden_dim", 64, n -> n >= 1, "at least 1");
    MlpShape shape =
        setup.mlp("hidden_units", List.of(64, 64, 64), OptionalInt.of(1), setup.mlpStyle());
    int context = embedding.flatWidth() + priors.map(FeatureEmbedding::flatWidth).orElse(0);
    int width = embedding.flatWidth();
    for (int i = 0; i < shape.hiddenUnits().size(); i++) {
      int units = shape.hiddenUnits().get(i);
      PersonalGate gate = new PersonalGate("ppn.gate_layers." + i, context, gateHidden, units);
      steps.add(step(shape, i, width, add("gate", gate)));
      width = units;
    }
    output = add("output", LinearLayer.of("ppn.mlp_layers." + steps.size(), width, 1));
  }

  /** One layer: what is applied one after the other. */
  private record Step(
      LinearLayer linear,
      Optional<BatchNorm> norm,
      Layer activation,
      double dropout,
      PersonalGate gate) {}

  private Optional<FeatureEmbedding> priors(ModelSetup setup) {
    int dim = setup.parameters().integer("gate_emb_dim", 10, d -> d >= 1, "at least 1");
    List<String> names = setup.featureNames("gate_priors", List.of());
    if (names.isEmpty()) {
      return Optional.empty();
    }
    EmbeddingPlan plan =
        EmbeddingPlan.pooled(ReferenceNames.tables("gate_embed_layer"), dim).only(names);
    return Optional.of(add("priors", new FeatureEmbedding(setup.layout(), plan)));
  }

  private Step step(MlpShape shape, int number, int inputs, PersonalGate gate) {
    String name = "ppn.mlp_layers.%d.".formatted(number);
    int units = shape.hiddenUnits().get(number);
    boolean batchNorm = shape.style().norm() == MlpShape.Norm.EACH_LAYER;
    String activation = name + (batchNorm ? 2 : 1);
    return new Step(
        add("linear", LinearLayer.of(name + 0, inputs, units)),
        batchNorm ? Optional.of(add("norm", new BatchNorm(name + 1, units))) : Optional.empty(),
        add("activation", shape.style().activations().get(number).layer(activation, units)),
        shape.style().dropouts().get(number),
        gate);
  }

  @Override
  protected NDArray logit(Pass pass, NDList inputs) {
    NDArray x = embedding.embed(pass, inputs).flat();
    NDArray fixed = x.stopGradient();
    NDArray context =
        priors.map(each -> fixed.concat(each.embed(pass, inputs).flat(), 1)).orElse(fixed);
    for (Step step : steps) {
      NDArray product = step.linear().apply(pass, x);
      NDArray normal = step.norm().map(norm -> norm.apply(pass, product)).orElse(product);
      NDArray hidden = pass.dropout(step.activation().apply(pass, normal), step.dropout());
      x = hidden.mul(step.gate().apply(pass, context));
    }
    return output.apply(pass, x);
  }
}
