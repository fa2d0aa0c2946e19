package io.fuxictr.ctr.model.product;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import io.fuxictr.ctr.layer.Pass;
import io.fuxictr.ctr.layer.dense.Mlp;
import io.fuxictr.ctr.layer.dense.MlpShape;
import io.fuxictr.ctr.layer.embedding.EmbeddedFields;
import io.fuxictr.ctr.layer.embedding.EmbeddingPlan;
import io.fuxictr.ctr.layer.embedding.FeatureEmbedding;
import io.fuxictr.ctr.layer.interaction.FieldPairs;
import io.fuxictr.ctr.model.ModelSetup;
import io.fuxictr.ctr.model.ReferenceNames;
import io.fuxictr.ctr.model.SingleObjective;
import java.util.List;
import java.util.OptionalInt;

/**
 * A perceptron on the fields and the inner products of all their pairs.
 *
 * <p>With E (B, F, d) the embedded fields: logit = mlp([E side by side; ⟨e_i, e_j⟩ for i &lt; j]),
 * (B, 1), the perceptron's input being (B, F · d + P).
 *
 * <p>Source: Qu et al., <a href="https://arxiv.org/abs/1611.00144">Product-based Neural Networks
 * for User Response Prediction</a>, ICDM 2016, section 3. Departs from it: inner products only, as
 * in FuxiCTR.
 */
public final class Pnn extends SingleObjective {
  private static final String INNER = "inner";

  private final FeatureEmbedding embedding;
  private final FieldPairs pairs;
  private final Mlp deep;

  /** Builds it from hyper-parameters embedding_dim, hidden_units and product_type. */
  public Pnn(ModelSetup setup) {
    int dim = setup.commonEmbeddingDim();
    var _ = setup.parameters().choice("product_type", INNER, List.of(INNER));
    MlpShape shape =
        setup.mlp("hidden_units", List.of(64, 64, 64), OptionalInt.of(1), setup.mlpStyle());
    setup.needFields(2);
    embedding =
        add(
            "embedding",
            new FeatureEmbedding(setup.layout(), EmbeddingPlan.pooled(ReferenceNames.TABLES, dim)));
    pairs = new FieldPairs(embedding.fields());
    deep = add("deep", new Mlp("dnn", embedding.flatWidth() + pairs.count(), shape));
  }

  @Override
  protected NDArray logit(Pass pass, NDList inputs) {
    EmbeddedFields fields = embedding.embed(pass, inputs);
    return deep.apply(pass, fields.flat().concat(pairs.dots(fields.stacked()), 1));
  }
}
