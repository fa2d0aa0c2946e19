package io.fuxictr.ctr.model.product;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import io.fuxictr.ctr.config.ModelConfigException;
import io.fuxictr.ctr.layer.Pass;
import io.fuxictr.ctr.layer.dense.LinearLayer;
import io.fuxictr.ctr.layer.dense.Mlp;
import io.fuxictr.ctr.layer.dense.MlpShape;
import io.fuxictr.ctr.layer.embedding.EmbeddedFields;
import io.fuxictr.ctr.layer.embedding.EmbeddingPlan;
import io.fuxictr.ctr.layer.embedding.FeatureEmbedding;
import io.fuxictr.ctr.layer.product.GeneralizedInteraction;
import io.fuxictr.ctr.model.ModelSetup;
import io.fuxictr.ctr.model.ReferenceNames;
import io.fuxictr.ctr.model.SingleObjective;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * A perceptron beside a stack of generalized interactions.
 *
 * <p>With E (B, F, d) the embedded fields and M subspaces: z_0 = E, z_{l+1} = {@link
 * GeneralizedInteraction}(E, z_l), (B, M, d); logit = ⟨w, [mlp(E side by side); z_n side by side]⟩
 * + b, (B, 1).
 *
 * <p>Source: Lang et al., <a href="https://doi.org/10.1145/3447548.3467133">Architecture and
 * Operation Adaptive Network for Online Recommendations</a>, KDD 2021, section 4. Departs from it:
 * the operations are fixed and no architecture is searched, as in FuxiCTR.
 */
public final class AoaNet extends SingleObjective {
  private static final int LAYERS = 3;
  private static final int SUBSPACES = 4;

  private final FeatureEmbedding embedding;
  private final Mlp deep;
  private final List<GeneralizedInteraction> interactions = new ArrayList<>();
  private final LinearLayer output;

  /**
   * Builds it from hyper-parameters embedding_dim, dnn_hidden_units, dnn_hidden_activations,
   * num_interaction_layers and num_subspaces.
   */
  public AoaNet(ModelSetup setup) {
    int dim = setup.commonEmbeddingDim();
    int layers =
        setup.parameters().integer("num_interaction_layers", LAYERS, n -> n >= 1, "at least 1");
    int subspaces =
        setup.parameters().integer("num_subspaces", SUBSPACES, n -> n >= 1, "at least 1");
    MlpShape.Style style = setup.mlpStyle("dnn_hidden_activations");
    MlpShape shape = setup.mlp("dnn_hidden_units", List.of(64, 64, 64), OptionalInt.empty(), style);
    if (shape.hiddenUnits().isEmpty()) {
      throw ModelConfigException.of(
          "dnn_hidden_units", List.of(), "a list with at least one width");
    }
    embedding =
        add(
            "embedding",
            new FeatureEmbedding(setup.layout(), EmbeddingPlan.pooled(ReferenceNames.TABLES, dim)));
    deep = add("deep", new Mlp("dnn", embedding.flatWidth(), shape));
    int fields = embedding.fields();
    for (int i = 0; i < layers; i++) {
      int below = i == 0 ? fields : subspaces;
      String name = "gin.layers." + i;
      interactions.add(
          add("interaction", new GeneralizedInteraction(name, fields, dim, below, subspaces)));
    }
    output = add("output", LinearLayer.of("fc", shape.outputUnits() + subspaces * dim, 1));
  }

  @Override
  protected NDArray logit(Pass pass, NDList inputs) {
    EmbeddedFields fields = embedding.embed(pass, inputs);
    NDArray x = fields.stacked();
    NDArray z = x;
    for (GeneralizedInteraction interaction : interactions) {
      z = interaction.interact(pass, x, z);
    }
    NDArray flat = z.reshape(z.getShape().get(0), -1);
    return output.apply(pass, deep.apply(pass, fields.flat()).concat(flat, 1));
  }
}
