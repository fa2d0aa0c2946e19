package io.fuxictr.ctr.model.factorization;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import io.fuxictr.ctr.config.ModelConfigException;
import io.fuxictr.ctr.layer.Pass;
import io.fuxictr.ctr.layer.embedding.EmbeddingPlan;
import io.fuxictr.ctr.layer.embedding.FeatureEmbedding;
import io.fuxictr.ctr.layer.embedding.LogisticRegression;
import io.fuxictr.ctr.layer.interaction.FieldSums;
import io.fuxictr.ctr.layer.product.WeightedPairs;
import io.fuxictr.ctr.model.ModelSetup;
import io.fuxictr.ctr.model.ReferenceNames;
import io.fuxictr.ctr.model.SingleObjective;
import java.util.List;
import java.util.Optional;

/**
 * Weights of values and products of pairs of fields, of which a small network tells how much they
 * matter.
 *
 * <p>With e_f (B, d) the embedded fields: logit = b + Σ_f w_f(x_f) + pairs, (B, 1), where pairs is
 * {@link WeightedPairs}, or Σ_{i&lt;j} ⟨e_i, e_j⟩ without attention.
 *
 * <p>Source: Xiao et al., <a href="https://arxiv.org/abs/1708.04617">Attentional Factorization
 * Machines: Learning the Weight of Feature Interactions via Attention Networks</a>, IJCAI 2017,
 * section 3.
 */
public final class Afm extends SingleObjective {
  private static final int ATTENTION_DIM = 10;

  private final FeatureEmbedding embedding;
  private final LogisticRegression linear;
  private final Optional<WeightedPairs> pairs;

  /**
   * Builds it from hyper-parameters embedding_dim, use_attention, attention_dim and
   * attention_dropout (a list: of weights, of their sum).
   */
  public Afm(ModelSetup setup) {
    int dim = setup.commonEmbeddingDim();
    boolean attention = setup.parameters().flag("use_attention", true);
    int width =
        setup.parameters().integer("attention_dim", ATTENTION_DIM, n -> n >= 1, "at least 1");
    List<Double> dropouts = dropouts(setup);
    setup.needFields(2);
    embedding =
        add(
            "embedding",
            new FeatureEmbedding(setup.layout(), EmbeddingPlan.pooled(ReferenceNames.TABLES, dim)));
    linear =
        add(
            "linear",
            new LogisticRegression(setup.layout(), "lr_layer", LogisticRegression.Bias.TRAINED));
    pairs =
        attention
            ? Optional.of(add("pairs", new WeightedPairs(embedding.fields(), dim, width, dropouts)))
            : Optional.empty();
  }

  private static List<Double> dropouts(ModelSetup setup) {
    String allowed = "at least 0, below 1; two of them";
    List<Double> rates =
        setup
            .parameters()
            .reals("attention_dropout", List.of(0.0, 0.0), r -> r >= 0 && r < 1, allowed);
    if (rates.size() != 2) {
      throw ModelConfigException.of("attention_dropout", rates, "a list of two numbers");
    }
    return rates;
  }

  @Override
  protected NDArray logit(Pass pass, NDList inputs) {
    NDArray fields = embedding.embed(pass, inputs).stacked();
    NDArray products =
        pairs
            .map(weighted -> weighted.apply(pass, fields))
            .orElseGet(() -> FieldSums.pairDots(fields));
    return linear.sum(pass, inputs).add(products);
  }
}
