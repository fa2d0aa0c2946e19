package io.fuxictr.ctr.model.factorization;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import io.fuxictr.ctr.layer.Pass;
import io.fuxictr.ctr.layer.dense.LinearLayer;
import io.fuxictr.ctr.layer.embedding.EmbeddedFields;
import io.fuxictr.ctr.layer.embedding.EmbeddingPlan;
import io.fuxictr.ctr.layer.embedding.FeatureEmbedding;
import io.fuxictr.ctr.layer.interaction.FieldPairs;
import io.fuxictr.ctr.model.ModelSetup;
import io.fuxictr.ctr.model.ReferenceNames;
import io.fuxictr.ctr.model.SingleObjective;
import java.util.List;

/**
 * Inner products of pairs of fields with a weight per pair of fields.
 *
 * <p>With e_f (B, d) the embedded fields: logit = b + Σ_{i&lt;j} r_ij ⟨e_i, e_j⟩ + linear part, (B,
 * 1), r (P). The linear part (linear_type) is one of
 *
 * <ul>
 *   <li>LW: Σ_f w_f(x_f), a weight per value; features that share tables share weights
 *   <li>FeLV: Σ_f ⟨e_f, l_f⟩, l a second set of embeddings
 *   <li>FiLV: Σ_f ⟨e_f, w_f⟩, a vector w_f (d) per field
 * </ul>
 *
 * <p>Source: Pan et al., <a href="https://arxiv.org/abs/1806.03514">Field-weighted Factorization
 * Machines for Click-Through Rate Prediction in Display Advertising</a>, WWW 2018, section 3.
 */
public final class FwFm extends SingleObjective {
  private static final String LINEAR = "linear_weight_layer";
  private static final String VALUE_WEIGHTS = "LW";
  private static final String VALUE_VECTORS = "FeLV";
  private static final String FIELD_VECTORS = "FiLV";
  private static final int[] FIELDS_AND_COMPONENTS = {1, 2};

  private final FeatureEmbedding embedding;
  private final FieldPairs pairs;
  private final LinearLayer pairWeights;
  private final LinearPart linear;

  /** Builds it from hyper-parameters embedding_dim and linear_type. */
  public FwFm(ModelSetup setup) {
    int dim = setup.commonEmbeddingDim();
    String type =
        setup
            .parameters()
            .choice(
                "linear_type", FIELD_VECTORS, List.of(VALUE_WEIGHTS, VALUE_VECTORS, FIELD_VECTORS));
    setup.needFields(2);
    embedding =
        add(
            "embedding",
            new FeatureEmbedding(setup.layout(), EmbeddingPlan.pooled(ReferenceNames.TABLES, dim)));
    pairs = new FieldPairs(embedding.fields());
    pairWeights = add("pair weights", LinearLayer.of("interaction_weight", pairs.count(), 1));
    linear =
        switch (type) {
          case VALUE_WEIGHTS -> valueWeights(setup);
          case VALUE_VECTORS -> valueVectors(setup, dim);
          default -> fieldVectors();
        };
  }

  /** What is added to the interactions: (B, 1). */
  @FunctionalInterface
  private interface LinearPart {
    NDArray sum(Pass pass, NDList inputs, EmbeddedFields fields);
  }

  private LinearPart valueWeights(ModelSetup setup) {
    EmbeddingPlan plan = EmbeddingPlan.linearShared(ReferenceNames.tables(LINEAR));
    FeatureEmbedding weights = add("linear", new FeatureEmbedding(setup.layout(), plan));
    return (pass, inputs, _) -> weights.embed(pass, inputs).sum();
  }

  private LinearPart valueVectors(ModelSetup setup, int dim) {
    EmbeddingPlan plan = EmbeddingPlan.pooled(ReferenceNames.tables(LINEAR), dim);
    FeatureEmbedding vectors = add("linear", new FeatureEmbedding(setup.layout(), plan));
    return (pass, inputs, fields) ->
        fields
            .stacked()
            .mul(vectors.embed(pass, inputs).stacked())
            .sum(FIELDS_AND_COMPONENTS)
            .expandDims(1);
  }

  private LinearPart fieldVectors() {
    LinearLayer vectors = add("linear", LinearLayer.withoutBias(LINEAR, embedding.flatWidth(), 1));
    return (pass, _, fields) -> vectors.apply(pass, fields.flat());
  }

  @Override
  protected NDArray logit(Pass pass, NDList inputs) {
    EmbeddedFields fields = embedding.embed(pass, inputs);
    NDArray weighted = pairWeights.apply(pass, pairs.dots(fields.stacked()));
    return weighted.add(linear.sum(pass, inputs, fields));
  }
}
