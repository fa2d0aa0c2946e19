package io.fuxictr.ctr.model.cross;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import io.fuxictr.ctr.config.HyperParameters;
import io.fuxictr.ctr.layer.Layer;
import io.fuxictr.ctr.layer.Pass;
import io.fuxictr.ctr.layer.dense.LinearLayer;
import io.fuxictr.ctr.layer.dense.Mlp;
import io.fuxictr.ctr.layer.dense.MlpShape;
import io.fuxictr.ctr.layer.embedding.EmbeddingPlan;
import io.fuxictr.ctr.layer.embedding.FeatureEmbedding;
import io.fuxictr.ctr.layer.interaction.LowRankCrossNet;
import io.fuxictr.ctr.layer.interaction.MatrixCrossNet;
import io.fuxictr.ctr.model.ModelSetup;
import io.fuxictr.ctr.model.ReferenceNames;
import io.fuxictr.ctr.model.SingleObjective;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Crossings with matrices, and perceptrons behind them, beside them, or both.
 *
 * <p>With x (B, D) all embeddings side by side and c = {@link MatrixCrossNet}(x) or, with
 * use_low_rank_mixture, {@link LowRankCrossNet}(x): (B, D), the logit (B, 1) is linear in
 *
 * <ul>
 *   <li>model_structure crossnet_only: c
 *   <li>stacked: mlp_s(c)
 *   <li>parallel: c and mlp_p(x) side by side
 *   <li>stacked_parallel: mlp_s(c) and mlp_p(x) side by side
 * </ul>
 *
 * <p>A perceptron without hidden units is left out; behind the crossings that leaves c.
 *
 * <p>Source: Wang et al., <a href="https://arxiv.org/abs/2008.13535">DCN V2: Improved Deep &amp;
 * Cross Network and Practical Lessons for Web-scale Learning to Rank Systems</a>, WWW 2021, section
 * 3.
 */
public final class DcnV2 extends SingleObjective {
  private static final String PARALLEL = "parallel";
  private static final List<String> STRUCTURES =
      List.of("crossnet_only", "stacked", PARALLEL, "stacked_parallel");

  private final FeatureEmbedding embedding;
  private final Layer cross;
  private final Optional<Mlp> behind;
  private final Optional<Mlp> beside;
  private final LinearLayer output;

  /** Builds it from hyper-parameters model_structure, num_cross_layers and the hidden units. */
  public DcnV2(ModelSetup setup) {
    EmbeddingPlan plan = EmbeddingPlan.pooled(ReferenceNames.TABLES, setup.embeddingDim());
    embedding = add("embedding", new FeatureEmbedding(setup.layout(), plan));
    int width = embedding.flatWidth();
    String structure = setup.parameters().choice("model_structure", PARALLEL, STRUCTURES);
    MlpShape.Style style = setup.mlpStyle("dnn_activations");
    MlpShape above = setup.mlp("stacked_dnn_hidden_units", List.of(), OptionalInt.empty(), style);
    MlpShape parallel =
        setup.mlp("parallel_dnn_hidden_units", List.of(), OptionalInt.empty(), style);
    cross = add("cross", cross(setup.parameters(), width));
    behind = mlp("stacked_dnn", width, above, structure.startsWith("stacked"));
    beside = mlp("parallel_dnn", width, parallel, structure.endsWith(PARALLEL));
    int outputs =
        (behind.isPresent() ? above.outputUnits() : width)
            + (beside.isPresent() ? parallel.outputUnits() : 0);
    output = add("output", LinearLayer.of("fc", outputs, 1));
  }

  private static Layer cross(HyperParameters parameters, int width) {
    int layers = parameters.integer("num_cross_layers", 3, n -> n >= 1, "at least 1");
    int rank = parameters.integer("low_rank", 32, n -> n >= 1, "at least 1");
    int experts = parameters.integer("num_experts", 4, n -> n >= 1, "at least 1");
    return parameters.flag("use_low_rank_mixture", false)
        ? new LowRankCrossNet("crossnet", width, layers, new LowRankCrossNet.Size(experts, rank))
        : new MatrixCrossNet("crossnet", width, layers);
  }

  private Optional<Mlp> mlp(String name, int width, MlpShape shape, boolean asked) {
    return asked && !shape.hiddenUnits().isEmpty()
        ? Optional.of(add(name, new Mlp(name, width, shape)))
        : Optional.empty();
  }

  @Override
  protected NDArray logit(Pass pass, NDList inputs) {
    NDArray x = embedding.embed(pass, inputs).flat();
    NDArray crossed = cross.apply(pass, x);
    NDArray above = behind.map(mlp -> mlp.apply(pass, crossed)).orElse(crossed);
    return output.apply(pass, beside.map(mlp -> above.concat(mlp.apply(pass, x), 1)).orElse(above));
  }
}
