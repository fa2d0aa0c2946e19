package io.fuxictr.ctr.model.factorization;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import io.fuxictr.ctr.layer.Pass;
import io.fuxictr.ctr.layer.embedding.EmbeddingPlan;
import io.fuxictr.ctr.layer.embedding.FeatureEmbedding;
import io.fuxictr.ctr.layer.embedding.LogisticRegression;
import io.fuxictr.ctr.layer.product.PairProducts;
import io.fuxictr.ctr.layer.product.PairProducts.Weighting;
import io.fuxictr.ctr.model.ModelSetup;
import io.fuxictr.ctr.model.ReferenceNames;
import io.fuxictr.ctr.model.SingleObjective;
import java.util.List;

/**
 * Weights of values and products of pairs of fields, turned by a matrix per pair of fields.
 *
 * <p>With e_f (B, d) the embedded fields, rows: logit = b + Σ_f w_f(x_f) + Σ_{i&lt;j} ⟨e_i M_ij,
 * e_j⟩, (B, 1), M (P, d, d). Vectorized, M_ij is a diagonal matrix: (P, d).
 *
 * <p>Source: Sun et al., <a href="https://arxiv.org/abs/2102.12994">FM²: Field-matrixed
 * Factorization Machines for Recommender Systems</a>, WWW 2021, section 3.
 */
public final class FmFm extends SingleObjective {
  private static final String MATRIXED = "matrixed";
  private static final String VECTORIZED = "vectorized";
  private static final int[] PAIRS_AND_COMPONENTS = {1, 2};

  private final FeatureEmbedding embedding;
  private final LogisticRegression linear;
  private final PairProducts pairs;

  /** Builds it from hyper-parameters embedding_dim and field_interaction_type. */
  public FmFm(ModelSetup setup) {
    int dim = setup.commonEmbeddingDim();
    String type =
        setup
            .parameters()
            .choice("field_interaction_type", MATRIXED, List.of(MATRIXED, VECTORIZED));
    setup.needFields(2);
    embedding =
        add(
            "embedding",
            new FeatureEmbedding(setup.layout(), EmbeddingPlan.pooled(ReferenceNames.TABLES, dim)));
    linear =
        add(
            "linear",
            new LogisticRegression(setup.layout(), "lr_layer", LogisticRegression.Bias.TRAINED));
    Weighting weighting =
        type.equals(MATRIXED) ? Weighting.MATRIX_PER_PAIR : Weighting.VECTOR_PER_PAIR;
    pairs =
        add("pairs", new PairProducts("interaction_weight", embedding.fields(), dim, weighting));
  }

  @Override
  protected NDArray logit(Pass pass, NDList inputs) {
    NDArray products = pairs.apply(pass, embedding.embed(pass, inputs).stacked());
    return linear.sum(pass, inputs).add(products.sum(PAIRS_AND_COMPONENTS).expandDims(1));
  }
}
