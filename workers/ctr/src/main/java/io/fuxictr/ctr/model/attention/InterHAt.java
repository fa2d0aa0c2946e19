package io.fuxictr.ctr.model.attention;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import io.fuxictr.ctr.layer.Pass;
import io.fuxictr.ctr.layer.attention.AttentionPooling;
import io.fuxictr.ctr.layer.attention.FeedForward;
import io.fuxictr.ctr.layer.attention.ReprojectedAttention;
import io.fuxictr.ctr.layer.dense.Mlp;
import io.fuxictr.ctr.layer.embedding.EmbeddingPlan;
import io.fuxictr.ctr.layer.embedding.FeatureEmbedding;
import io.fuxictr.ctr.model.ModelSetup;
import io.fuxictr.ctr.model.ReferenceNames;
import io.fuxictr.ctr.model.SingleObjective;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * Interactions of rising order, each gathered from all fields by attention.
 *
 * <p>With E (B, F, d) the embedded fields and orders p = 1 … P:
 *
 * <ul>
 *   <li>X = feedforward(attention(E)): (B, F, d); X_1 = X
 *   <li>u_p = pooling_p(X_p): (B, d), and X_(p+1) = u_p ⊙ X + X_p: (B, F, d)
 *   <li>logit: mlp(pooling of u_1 … u_P): (B, 1)
 * </ul>
 *
 * <p>Source: Li et al., <a href="https://doi.org/10.1145/3336191.3371785">Interpretable
 * Click-Through Rate Prediction through Hierarchical Attention</a>, WSDM 2020, section 3.
 */
public final class InterHAt extends SingleObjective {
  private final FeatureEmbedding embedding;
  private final ReprojectedAttention attention;
  private final FeedForward feedForward;
  private final List<AttentionPooling> orders = new ArrayList<>();
  private final AttentionPooling summary;
  private final Mlp head;

  /**
   * Builds it from hyper-parameters embedding_dim, hidden_dim, order, num_heads, attention_dim (the
   * width of each head), hidden_units, layer_norm and use_residual.
   */
  public InterHAt(ModelSetup setup) {
    int dim = setup.commonEmbeddingDim();
    int hidden = setup.parameters().integer("hidden_dim", 4 * dim, n -> n >= 1, "at least 1");
    boolean residual = setup.parameters().flag("use_residual", true);
    boolean layerNorm = setup.parameters().flag("layer_norm", true);
    embedding =
        add(
            "embedding",
            new FeatureEmbedding(setup.layout(), EmbeddingPlan.pooled(ReferenceNames.TABLES, dim)));
    attention =
        add(
            "attention",
            new ReprojectedAttention(
                "multi_head_attention",
                dim,
                new ReprojectedAttention.Options(
                    setup.parameters().integer("attention_dim", 10, n -> n >= 1, "at least 1"),
                    setup.parameters().integer("num_heads", 1, n -> n >= 1, "at least 1"),
                    residual,
                    layerNorm,
                    setup.dropout("net_dropout"))));
    feedForward =
        add(
            "feedForward",
            new FeedForward(
                "feedforward", dim, hidden, new FeedForward.Options(residual, layerNorm)));
    int count = setup.parameters().integer("order", 2, n -> n >= 1, "at least 1");
    for (int p = 0; p < count; p++) {
      orders.add(add("order", new AttentionPooling("aggregation_layers." + p, dim, hidden)));
    }
    summary = add("summary", new AttentionPooling("attentional_score", dim, hidden));
    head =
        add(
            "head",
            new Mlp(
                "mlp",
                dim,
                setup.mlp("hidden_units", List.of(64, 64), OptionalInt.of(1), setup.mlpStyle())));
  }

  @Override
  protected NDArray logit(Pass pass, NDList inputs) {
    NDArray embedded = embedding.embed(pass, inputs).stacked();
    NDArray first = feedForward.apply(pass, attention.apply(pass, embedded));
    NDArray current = first;
    NDList gathered = new NDList();
    for (AttentionPooling order : orders) {
      NDArray pooled = order.apply(pass, current);
      gathered.add(pooled);
      if (gathered.size() < orders.size()) {
        current = pooled.expandDims(1).mul(first).add(current);
      }
    }
    return head.apply(pass, summary.apply(pass, NDArrays.stack(gathered, 1)));
  }
}
