package io.fuxictr.ctr.model.product;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import io.fuxictr.ctr.config.ModelConfigException;
import io.fuxictr.ctr.layer.Pass;
import io.fuxictr.ctr.layer.dense.Mlp;
import io.fuxictr.ctr.layer.dense.MlpShape;
import io.fuxictr.ctr.layer.embedding.EmbeddedFields;
import io.fuxictr.ctr.layer.embedding.EmbeddingPlan;
import io.fuxictr.ctr.layer.embedding.FeatureEmbedding;
import io.fuxictr.ctr.layer.product.InteractionMachine;
import io.fuxictr.ctr.model.ModelSetup;
import io.fuxictr.ctr.model.ReferenceNames;
import io.fuxictr.ctr.model.SingleObjective;
import java.util.List;
import java.util.OptionalInt;

/**
 * Interactions of up to im_order fields and a perceptron on the same embeddings, added up.
 *
 * <p>With E (B, F, d) the embedded fields: logit = {@link InteractionMachine}(E) + mlp(E side by
 * side, (B, F · d)), (B, 1).
 *
 * <p>Source: Yu et al., <a href="https://doi.org/10.1145/3340531.3412077">Deep Interaction Machine:
 * A Simple but Effective Model for High-order Feature Interactions</a>, CIKM 2020, section 3.
 */
public final class DeepIm extends SingleObjective {
  private static final int HIGHEST_ORDER = 5;
  private static final int ORDER = 2;

  private final FeatureEmbedding embedding;
  private final InteractionMachine machine;
  private final Mlp deep;

  /**
   * Builds it from hyper-parameters embedding_dim, im_order, im_batch_norm, hidden_units and
   * net_batch_norm.
   */
  public DeepIm(ModelSetup setup) {
    int dim = setup.commonEmbeddingDim();
    int order =
        setup
            .parameters()
            .integer("im_order", ORDER, n -> n >= 1 && n <= HIGHEST_ORDER, "1 to " + HIGHEST_ORDER);
    boolean norm = setup.parameters().flag("im_batch_norm", false);
    MlpShape.Style style = setup.style("hidden_activations", "net_dropout", "net_batch_norm");
    MlpShape shape = setup.mlp("hidden_units", List.of(64, 64, 64), OptionalInt.of(1), style);
    int fields = setup.features().fields();
    if (order > fields) {
      throw ModelConfigException.of("im_order", order, "at most the number of features, " + fields);
    }
    embedding =
        add(
            "embedding",
            new FeatureEmbedding(setup.layout(), EmbeddingPlan.pooled(ReferenceNames.TABLES, dim)));
    machine = add("machine", new InteractionMachine("im_layer", dim, order, norm));
    deep = add("deep", new Mlp("dnn", embedding.flatWidth(), shape));
  }

  @Override
  protected NDArray logit(Pass pass, NDList inputs) {
    EmbeddedFields fields = embedding.embed(pass, inputs);
    return machine.apply(pass, fields.stacked()).add(deep.apply(pass, fields.flat()));
  }
}
