package io.fuxictr.ctr.multitask;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import io.fuxictr.ctr.batch.FieldLayout;
import io.fuxictr.ctr.layer.FeatureEmbedding;
import io.fuxictr.ctr.layer.MlpGroup;
import io.fuxictr.ctr.layer.MlpShape;
import io.fuxictr.ctr.layer.StackedMlps;
import io.fuxictr.ctr.layer.Weight;
import io.fuxictr.ctr.layer.WeightedBlock;
import io.fuxictr.ctr.layer.WideMlps;
import io.fuxictr.ctr.model.ModelSetup;
import io.fuxictr.ctr.model.Network;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

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
public final class Mmoe extends WeightedBlock implements Network {
  private final FeatureEmbedding embedding;
  private final WideMlps expertsAndGates;
  private final StackedMlps towers;
  private final int objectives;

  /**
   * Builds it from hyper-parameters num_experts, expert_hidden_units, gate_hidden_units and
   * tower_hidden_units.
   */
  public Mmoe(ModelSetup setup) {
    setup.checkObjectives();
    objectives = setup.objectives();
    FieldLayout layout = new FieldLayout(setup.features());
    int dim = setup.embeddingDim();
    int experts = setup.parameters().integer("num_experts", 4, n -> n >= 1, "at least 1");
    MlpShape expert = setup.mlp("expert_hidden_units", List.of(512, 256, 128), OptionalInt.empty());
    MlpShape gate = setup.mlp("gate_hidden_units", List.of(128, 64), OptionalInt.of(experts));
    MlpShape tower = setup.mlp("tower_hidden_units", List.of(128, 64), OptionalInt.of(1));
    embedding = add("embedding", new FeatureEmbedding(layout, dim, Names.TABLES));
    expertsAndGates =
        add(
            "experts",
            new WideMlps(
                List.of(
                    new MlpGroup(Names.numbered("mmoe_layer.experts", experts), expert),
                    new MlpGroup(Names.numbered("mmoe_layer.gate", objectives), gate)),
                setup.features().fields() * dim));
    MlpGroup each = new MlpGroup(Names.numbered(Names.TOWER, objectives), tower);
    towers = add("towers", new StackedMlps(each, expert.outputUnits()));
  }

  @Override
  public Optional<Weight> lastSharedLayer() {
    return Optional.of(expertsAndGates.lastWeight(0));
  }

  @Override
  protected NDList forwardInternal(
      ParameterStore store,
      NDList inputs,
      boolean training,
      @Nullable PairList<String, Object> arguments) {
    NDArray fields = embedding.forward(store, inputs, training, arguments).singletonOrThrow();
    NDList x = new NDList(fields.reshape(fields.getShape().get(0), -1));
    NDList parts = expertsAndGates.forward(store, x, training, arguments);
    NDArray mixed = mix(parts.get(0), parts.get(1).softmax(-1));
    NDArray logits =
        towers.forward(store, new NDList(mixed), training, arguments).singletonOrThrow();
    return new NDList(logits.squeeze(-1));
  }

  /** Weighs experts (K, B, E) by gates (T, B, K): (T, B, E). */
  private static NDArray mix(NDArray experts, NDArray gates) {
    return gates.transpose(1, 0, 2).batchMatMul(experts.transpose(1, 0, 2)).transpose(1, 0, 2);
  }

  @Override
  public Shape[] getOutputShapes(Shape[] inputs) {
    return new Shape[] {new Shape(objectives, inputs[0].get(0))};
  }
}
