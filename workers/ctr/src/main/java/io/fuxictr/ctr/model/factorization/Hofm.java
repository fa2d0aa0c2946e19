package io.fuxictr.ctr.model.factorization;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import io.fuxictr.ctr.config.ModelConfigException;
import io.fuxictr.ctr.layer.Pass;
import io.fuxictr.ctr.layer.embedding.EmbeddingPlan;
import io.fuxictr.ctr.layer.embedding.FeatureEmbedding;
import io.fuxictr.ctr.layer.embedding.LogisticRegression;
import io.fuxictr.ctr.layer.product.CombinationSums;
import io.fuxictr.ctr.model.ModelSetup;
import io.fuxictr.ctr.model.ReferenceNames;
import io.fuxictr.ctr.model.SingleObjective;
import java.util.ArrayList;
import java.util.List;

/**
 * Weights of values and products of all combinations of 2 to n fields.
 *
 * <p>With e^(k)_f (B, d_k) the embedded fields of order k: logit = b + Σ_f w_f(x_f) + Σ_{k=2..n}
 * Σ_{i₁&lt;…&lt;i_k} Σ (e^(k)_{i₁} ⊙ … ⊙ e^(k)_{i_k}), (B, 1). Each order has embeddings of its
 * own, unless they are reused.
 *
 * <p>Source: Blondel et al., <a href="https://arxiv.org/abs/1607.07195">Higher-Order Factorization
 * Machines</a>, NIPS 2016, section 3.
 */
public final class Hofm extends SingleObjective {
  private static final int ORDER = 3;
  private static final int DIM = 10;
  private static final int[] COMPONENTS = {1};

  private final int order;
  private final List<FeatureEmbedding> embeddings = new ArrayList<>();
  private final LogisticRegression linear;

  /**
   * Builds it from hyper-parameters order, embedding_dim (one for all orders, or a list of one per
   * order from 2 on) and reuse_embedding.
   */
  public Hofm(ModelSetup setup) {
    order =
        setup.parameters().integer("order", ORDER, n -> n >= 2, "at least 2, at most the features");
    boolean reuse = setup.parameters().flag("reuse_embedding", false);
    List<Integer> dims = setup.commonEmbeddingDims(reuse ? 1 : order - 1, DIM);
    if (order > setup.features().fields()) {
      throw ModelConfigException.of(
          "order", order, "2 to the number of features, " + setup.features().fields());
    }
    for (int set = 0; set < dims.size(); set++) {
      String name = reuse ? "embedding_layer" : "embedding_layers." + set;
      EmbeddingPlan plan = EmbeddingPlan.pooled(ReferenceNames.tables(name), dims.get(set));
      embeddings.add(add("embedding", new FeatureEmbedding(setup.layout(), plan)));
    }
    linear =
        add(
            "linear",
            new LogisticRegression(setup.layout(), "lr_layer", LogisticRegression.Bias.TRAINED));
  }

  @Override
  protected NDArray logit(Pass pass, NDList inputs) {
    NDArray logit = linear.sum(pass, inputs);
    for (NDArray sums : sums(pass, inputs)) {
      logit = logit.add(sums.sum(COMPONENTS, true));
    }
    return logit;
  }

  private List<NDArray> sums(Pass pass, NDList inputs) {
    if (embeddings.size() == 1) {
      return CombinationSums.upTo(order, embeddings.getFirst().embed(pass, inputs).stacked());
    }
    List<NDArray> sums = new ArrayList<>();
    for (FeatureEmbedding embedding : embeddings) {
      int combined = sums.size() + 2;
      sums.add(CombinationSums.of(combined, embedding.embed(pass, inputs).stacked()));
    }
    return sums;
  }
}
