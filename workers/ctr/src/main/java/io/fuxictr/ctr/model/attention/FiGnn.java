package io.fuxictr.ctr.model.attention;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.nn.Activation;
import io.fuxictr.ctr.layer.Pass;
import io.fuxictr.ctr.layer.Scalars;
import io.fuxictr.ctr.layer.dense.LinearLayer;
import io.fuxictr.ctr.layer.embedding.EmbeddingPlan;
import io.fuxictr.ctr.layer.embedding.FeatureEmbedding;
import io.fuxictr.ctr.layer.interaction.FieldGraph;
import io.fuxictr.ctr.layer.sequence.GruCell;
import io.fuxictr.ctr.model.ModelSetup;
import io.fuxictr.ctr.model.ReferenceNames;
import io.fuxictr.ctr.model.SingleObjective;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * A graph of all fields whose nodes send each other messages.
 *
 * <p>With E (B, F, d) the embedded fields and states H (B, F, d), which start as E:
 *
 * <ul>
 *   <li>graph: g_ij = softmax over j ≠ i of leakyRelu(w · [e_i; e_j]), (B, F, F)
 *   <li>each layer: messages M from {@link FieldGraph}; H becomes gru(M, H), or H + M; plus E if
 *       use_residual
 *   <li>logit: Σ_f σ(W₂ [h_1; …; h_F])_f · ⟨w₁, h_f⟩: (B, 1)
 * </ul>
 *
 * <p>Source: Li et al., <a href="https://doi.org/10.1145/3357384.3357951">Fi-GNN: Modeling Feature
 * Interactions via Graph Neural Networks for CTR Prediction</a>, CIKM 2019, section 3.
 */
public final class FiGnn extends SingleObjective {
  private static final float LEAK = 0.01f;
  private static final int[] FIELDS = {1};

  /** Added to the score of a field with itself, which leaves nothing of it after the softmax. */
  private static final double HIDDEN = -1e9;

  private final FeatureEmbedding embedding;
  private final List<FieldGraph> layers = new ArrayList<>();
  private final Optional<GruCell> gru;
  private final boolean residual;
  private final LinearLayer edges;
  private final LinearLayer scores;
  private final LinearLayer importances;

  /**
   * Builds it from hyper-parameters embedding_dim, gnn_layers, use_residual, use_gru and
   * reuse_graph_layer.
   */
  public FiGnn(ModelSetup setup) {
    int dim = setup.commonEmbeddingDim();
    embedding =
        add(
            "embedding",
            new FeatureEmbedding(setup.layout(), EmbeddingPlan.pooled(ReferenceNames.TABLES, dim)));
    int fields = embedding.fields();
    int count = setup.parameters().integer("gnn_layers", 3, n -> n >= 1, "at least 1");
    residual = setup.parameters().flag("use_residual", true);
    boolean recurrent = setup.parameters().flag("use_gru", true);
    if (setup.parameters().flag("reuse_graph_layer", false)) {
      FieldGraph shared = add("graph", new FieldGraph("fignn.gnn", fields, dim));
      layers.addAll(Collections.nCopies(count, shared));
    } else {
      for (int i = 0; i < count; i++) {
        layers.add(add("graph", new FieldGraph("fignn.gnn." + i, fields, dim)));
      }
    }
    gru = recurrent ? Optional.of(add("gru", new GruCell("fignn.gru", dim))) : Optional.empty();
    edges = add("edges", LinearLayer.withoutBias("fignn.W_attn", 2 * dim, 1));
    scores = add("scores", LinearLayer.withoutBias("fc.mlp1", dim, 1));
    importances = add("importances", LinearLayer.withoutBias("fc.mlp2.0", fields * dim, fields));
  }

  @Override
  protected NDArray logit(Pass pass, NDList inputs) {
    NDArray embedded = embedding.embed(pass, inputs).stacked();
    NDArray graph = graph(pass, embedded);
    NDArray states = embedded;
    for (FieldGraph layer : layers) {
      NDArray next = updated(pass, layer.messages(pass, graph, states), states);
      states = residual ? next.add(embedded) : next;
    }
    NDArray score = scores.apply(pass, states).squeeze(2);
    NDArray flat = states.reshape(states.getShape().get(0), -1);
    NDArray importance = Activation.sigmoid(importances.apply(pass, flat));
    return importance.mul(score).sum(FIELDS, true);
  }

  private NDArray graph(Pass pass, NDArray embedded) {
    NDArray w = pass.value(edges.weight());
    long dim = embedded.getShape().get(2);
    NDArray source = embedded.matMul(w.get(new NDIndex(":, :{}", dim)).transpose());
    NDArray target = embedded.matMul(w.get(new NDIndex(":, {}:", dim)).transpose());
    NDArray alike = Activation.leakyRelu(source.add(target.transpose(0, 2, 1)), LEAK);
    NDArray itself = Scalars.times(embedded.getManager().eye(embedding.fields()), HIDDEN);
    return alike.add(itself).softmax(-1);
  }

  private NDArray updated(Pass pass, NDArray messages, NDArray states) {
    if (gru.isEmpty()) {
      return states.add(messages);
    }
    long dim = states.getShape().get(2);
    NDArray rows = gru.orElseThrow().step(pass, messages.reshape(-1, dim), states.reshape(-1, dim));
    return rows.reshape(states.getShape());
  }
}
