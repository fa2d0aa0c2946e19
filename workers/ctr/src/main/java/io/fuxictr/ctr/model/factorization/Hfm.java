package io.fuxictr.ctr.model.factorization;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import io.fuxictr.ctr.layer.Layer;
import io.fuxictr.ctr.layer.Pass;
import io.fuxictr.ctr.layer.dense.LinearLayer;
import io.fuxictr.ctr.layer.dense.Mlp;
import io.fuxictr.ctr.layer.dense.MlpShape;
import io.fuxictr.ctr.layer.embedding.EmbeddingPlan;
import io.fuxictr.ctr.layer.embedding.FeatureEmbedding;
import io.fuxictr.ctr.layer.embedding.LogisticRegression;
import io.fuxictr.ctr.layer.product.HolographicPairs;
import io.fuxictr.ctr.layer.product.HolographicPairs.Product;
import io.fuxictr.ctr.model.ModelSetup;
import io.fuxictr.ctr.model.ReferenceNames;
import io.fuxictr.ctr.model.SingleObjective;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;

/**
 * Weights of values and products of pairs of fields that mix their components.
 *
 * <p>With m_ij (B, d) the products of {@link HolographicPairs}: logit = b + Σ_f w_f(x_f) + y, (B,
 * 1), where y is mlp(m side by side, (B, P · d)), or ⟨h, Σ_{i&lt;j} m_ij⟩ with h (d) if there is no
 * perceptron (use_dnn).
 *
 * <p>Source: Tay et al., <a href="https://doi.org/10.1609/aaai.v33i01.33015143">Holographic
 * Factorization Machines for Recommendation</a>, AAAI 2019, section 3.
 */
public final class Hfm extends SingleObjective {
  private static final int[] PAIRS = {1};

  private final FeatureEmbedding embedding;
  private final LogisticRegression linear;
  private final HolographicPairs pairs;
  private final boolean deep;
  private final Layer output;

  /** Builds it from hyper-parameters embedding_dim, interaction_type, use_dnn and hidden_units. */
  public Hfm(ModelSetup setup) {
    int dim = setup.commonEmbeddingDim();
    Product product = product(setup);
    deep = setup.parameters().flag("use_dnn", true);
    MlpShape shape =
        setup.mlp("hidden_units", List.of(64, 64), OptionalInt.of(1), setup.mlpStyle());
    setup.needFields(2);
    embedding =
        add(
            "embedding",
            new FeatureEmbedding(setup.layout(), EmbeddingPlan.pooled(ReferenceNames.TABLES, dim)));
    linear =
        add(
            "linear",
            new LogisticRegression(setup.layout(), "lr_layer", LogisticRegression.Bias.TRAINED));
    pairs = new HolographicPairs(embedding.fields(), dim, product);
    output =
        deep
            ? add("deep", new Mlp("dnn", pairs.count() * dim, shape))
            : add("sum", LinearLayer.withoutBias("proj_h", dim, 1));
  }

  private static Product product(ModelSetup setup) {
    List<String> names = Arrays.stream(Product.values()).map(Product::reference).toList();
    String name =
        setup.parameters().choice("interaction_type", Product.CONVOLUTION.reference(), names);
    return Arrays.stream(Product.values())
        .filter(product -> product.reference().equals(name))
        .findFirst()
        .orElseThrow();
  }

  @Override
  protected NDArray logit(Pass pass, NDList inputs) {
    NDArray products = pairs.products(embedding.embed(pass, inputs).stacked());
    NDArray input = deep ? products.reshape(products.getShape().get(0), -1) : products.sum(PAIRS);
    return linear.sum(pass, inputs).add(output.apply(pass, input));
  }
}
