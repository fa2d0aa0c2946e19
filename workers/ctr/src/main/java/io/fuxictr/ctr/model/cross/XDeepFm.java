package io.fuxictr.ctr.model.cross;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import io.fuxictr.ctr.config.ModelConfigException;
import io.fuxictr.ctr.layer.Pass;
import io.fuxictr.ctr.layer.dense.Mlp;
import io.fuxictr.ctr.layer.dense.MlpShape;
import io.fuxictr.ctr.layer.embedding.EmbeddedFields;
import io.fuxictr.ctr.layer.embedding.EmbeddingPlan;
import io.fuxictr.ctr.layer.embedding.FeatureEmbedding;
import io.fuxictr.ctr.layer.embedding.LogisticRegression;
import io.fuxictr.ctr.layer.interaction.CompressedInteraction;
import io.fuxictr.ctr.model.ModelSetup;
import io.fuxictr.ctr.model.ReferenceNames;
import io.fuxictr.ctr.model.SingleObjective;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * One weight per feature value, products of whole vectors, and a perceptron, added up.
 *
 * <p>With E (B, F, d) the embedded fields, logit (B, 1) = Σ_f w_f(x_f) + {@link
 * CompressedInteraction}(E) + mlp(E side by side, (B, F · d)). Without dnn_hidden_units there is no
 * perceptron.
 *
 * <p>Source: Lian et al., <a href="https://arxiv.org/abs/1803.05170">xDeepFM: Combining Explicit
 * and Implicit Feature Interactions for Recommender Systems</a>, KDD 2018, section 3.
 */
public final class XDeepFm extends SingleObjective {
  private static final String CIN = "cin_hidden_units";

  private final FeatureEmbedding embedding;
  private final LogisticRegression linear;
  private final CompressedInteraction interaction;
  private final Optional<Mlp> deep;

  /** Builds it from hyper-parameters embedding_dim, dnn_hidden_units and cin_hidden_units. */
  public XDeepFm(ModelSetup setup) {
    EmbeddingPlan plan = EmbeddingPlan.pooled(ReferenceNames.TABLES, setup.commonEmbeddingDim());
    embedding = add("embedding", new FeatureEmbedding(setup.layout(), plan));
    linear =
        add(
            "linear",
            new LogisticRegression(setup.layout(), "lr_layer", LogisticRegression.Bias.NONE));
    List<Integer> units = setup.parameters().units(CIN, List.of(16, 16, 16));
    if (units.isEmpty()) {
      throw ModelConfigException.of(CIN, units, "a list with at least one width");
    }
    interaction = add("interaction", new CompressedInteraction("cin", embedding.fields(), units));
    MlpShape shape =
        setup.mlp(
            "dnn_hidden_units",
            List.of(64, 64, 64),
            OptionalInt.of(1),
            setup.mlpStyle("dnn_activations"));
    deep =
        shape.hiddenUnits().isEmpty()
            ? Optional.empty()
            : Optional.of(add("deep", new Mlp("dnn", embedding.flatWidth(), shape)));
  }

  @Override
  protected NDArray logit(Pass pass, NDList inputs) {
    EmbeddedFields fields = embedding.embed(pass, inputs);
    NDArray explicit = linear.sum(pass, inputs).add(interaction.apply(pass, fields.stacked()));
    return deep.map(mlp -> explicit.add(mlp.apply(pass, fields.flat()))).orElse(explicit);
  }
}
