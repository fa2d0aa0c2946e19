package io.fuxictr.ctr.multitask;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import io.fuxictr.ctr.layer.Pass;
import io.fuxictr.ctr.layer.Weight;
import io.fuxictr.ctr.layer.dense.MlpGroup;
import io.fuxictr.ctr.layer.dense.MlpShape;
import io.fuxictr.ctr.layer.dense.StackedMlps;
import io.fuxictr.ctr.layer.dense.WideMlps;
import io.fuxictr.ctr.layer.embedding.EmbeddingPlan;
import io.fuxictr.ctr.layer.embedding.FeatureEmbedding;
import io.fuxictr.ctr.model.ModelSetup;
import io.fuxictr.ctr.model.MultiObjective;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Experts that all objectives share, mixed for each objective by a gate of its own.
 *
 * <p>With x (B, F · d) the embedded fields side by side, K experts of width E, T objectives:
 *
 * <ul>
 *   <li>experts e_k(x): (K, B, E)
 *   <li>gates softmax(g_t(x)): (T, B, K)
 *   <li>h_t = Σ_k softmax(g_t(x))_k · e_k(x): (T, B, E)
 *   <li>logits of objective t = tower_t(h_t): (B)
 * </ul>
 *
 * <p>Source: Ma et al., <a href="https://doi.org/10.1145/3219819.3220007">Modeling Task
 * Relationships in Multi-task Learning with Multi-gate Mixture-of-Experts</a>, KDD 2018, section
 * 4.2. Departs from it: gates have hidden layers, as in FuxiCTR.
 */
public final class Mmoe extends MultiObjective {
  private static final int EXPERTS = 0;

  private final FeatureEmbedding embedding;
  private final WideMlps expertsAndGates;
  private final StackedMlps towers;

  /**
   * Builds it from hyper-parameters num_experts, expert_hidden_units, gate_hidden_units and
   * tower_hidden_units.
   */
  public Mmoe(ModelSetup setup) {
    setup.checkObjectives();
    int objectives = setup.objectives();
    int dim = setup.commonEmbeddingDim();
    int experts = setup.parameters().integer("num_experts", 4, n -> n >= 1, "at least 1");
    MlpShape expert =
        setup.groupedMlp("expert_hidden_units", List.of(512, 256, 128), OptionalInt.empty());
    MlpShape gate =
        setup.groupedMlp("gate_hidden_units", List.of(128, 64), OptionalInt.of(experts));
    MlpShape tower = setup.groupedMlp("tower_hidden_units", List.of(128, 64), OptionalInt.of(1));
    embedding =
        add(
            "embedding",
            new FeatureEmbedding(setup.layout(), EmbeddingPlan.pooled(Names.TABLES, dim)));
    expertsAndGates =
        add(
            "experts",
            new WideMlps(
                List.of(
                    new MlpGroup(Names.numbered("mmoe_layer.experts", experts), expert),
                    new MlpGroup(Names.numbered("mmoe_layer.gate", objectives), gate)),
                embedding.flatWidth()));
    MlpGroup each = new MlpGroup(Names.numbered(Names.TOWER, objectives), tower);
    towers = add("towers", new StackedMlps(each, expert.outputUnits()));
  }

  @Override
  public NDList apply(Pass pass, NDList inputs) {
    NDArray x = embedding.embed(pass, inputs).flat();
    NDList parts = expertsAndGates.apply(pass, new NDList(x));
    NDArray mixed = mix(parts.get(EXPERTS), parts.get(1).softmax(-1));
    return new NDList(towers.apply(pass, mixed).squeeze(-1));
  }

  @Override
  public Optional<Weight> lastSharedLayer() {
    return Optional.of(expertsAndGates.lastWeight(EXPERTS));
  }

  /** Weighs experts (K, B, E) by gates (T, B, K): (T, B, E). */
  private static NDArray mix(NDArray experts, NDArray gates) {
    return gates.transpose(1, 0, 2).batchMatMul(experts.transpose(1, 0, 2)).transpose(1, 0, 2);
  }
}
