package io.fuxictr.ctr.multitask;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import io.fuxictr.ctr.layer.Pass;
import io.fuxictr.ctr.layer.dense.MlpGroup;
import io.fuxictr.ctr.layer.dense.MlpShape;
import io.fuxictr.ctr.layer.dense.StackedMlps;
import io.fuxictr.ctr.layer.embedding.EmbeddingPlan;
import io.fuxictr.ctr.layer.embedding.FeatureEmbedding;
import io.fuxictr.ctr.model.ModelSetup;
import io.fuxictr.ctr.model.MultiObjective;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;

/**
 * Layers of experts, some shared and some of one objective alone, mixed by gates from layer to
 * layer.
 *
 * <p>With x (B, F · d) the embedded fields side by side, the input of the first layer for all
 * objectives and for the shared part, S shared and P own experts of width E:
 *
 * <ul>
 *   <li>own experts of t on x_t, shared ones on x_T: (B, P + S, E)
 *   <li>x_t ← softmax(gate_t(x_t)) over own and shared experts; x_T ← softmax(gate_T(x_T)) over the
 *       shared ones: (B, E)
 *   <li>logits of objective t = tower_t(x_t) behind the last layer: (B)
 * </ul>
 *
 * <p>Source: Tang et al., <a href="https://doi.org/10.1145/3383313.3412236">Progressive Layered
 * Extraction</a>, RecSys 2020, section 4. Departs from it: the shared gate mixes shared experts
 * only, and gates have hidden layers, as in FuxiCTR.
 */
public final class Ple extends MultiObjective {
  private final FeatureEmbedding embedding;
  private final List<ExtractionLayer> layers = new ArrayList<>();
  private final StackedMlps towers;
  private final int objectives;

  /**
   * Builds it from num_layers, num_shared_experts, num_specific_experts, expert_hidden_units,
   * gate_hidden_units and tower_hidden_units.
   */
  public Ple(ModelSetup setup) {
    setup.checkObjectives();
    objectives = setup.objectives();
    int dim = setup.commonEmbeddingDim();
    int count = setup.parameters().integer("num_layers", 1, n -> n >= 1, "at least 1");
    ExtractionLayer.Sizes sizes = ExtractionLayer.Sizes.of(setup);
    MlpShape tower = setup.groupedMlp("tower_hidden_units", List.of(128, 64), OptionalInt.of(1));
    embedding =
        add(
            "embedding",
            new FeatureEmbedding(setup.layout(), EmbeddingPlan.pooled(Names.TABLES, dim)));
    int width = embedding.flatWidth();
    for (int i = 0; i < count; i++) {
      layers.add(add("layer", new ExtractionLayer("cgc_layers." + i, sizes, width, i == 0)));
      width = sizes.expert().outputUnits();
    }
    towers =
        add(
            "towers",
            new StackedMlps(new MlpGroup(Names.numbered(Names.TOWER, objectives), tower), width));
  }

  @Override
  public NDList apply(Pass pass, NDList inputs) {
    NDArray x = embedding.embed(pass, inputs).flat();
    List<NDArray> current = Collections.nCopies(objectives + 1, x);
    for (ExtractionLayer layer : layers) {
      current = layer.apply(pass, current);
    }
    NDArray own = NDArrays.stack(new NDList(current.subList(0, objectives)));
    return new NDList(towers.apply(pass, own).squeeze(-1));
  }
}
