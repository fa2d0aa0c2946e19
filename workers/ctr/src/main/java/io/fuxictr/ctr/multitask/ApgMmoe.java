package io.fuxictr.ctr.multitask;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.index.NDIndex;
import io.fuxictr.ctr.layer.Pass;
import io.fuxictr.ctr.layer.adaptive.ApgMlp;
import io.fuxictr.ctr.layer.adaptive.ApgSettings;
import io.fuxictr.ctr.layer.dense.MlpGroup;
import io.fuxictr.ctr.layer.dense.MlpShape;
import io.fuxictr.ctr.layer.dense.WideMlps;
import io.fuxictr.ctr.model.ConditionEmbedding;
import io.fuxictr.ctr.model.ModelSetup;
import io.fuxictr.ctr.model.MultiObjective;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * MMoE whose experts and towers have weights generated for each sample.
 *
 * <p>With x (B, I) the embedded fields side by side, z (B, Z) the condition, K experts of width E:
 *
 * <ul>
 *   <li>experts e_k(x; z): (B, K, E)
 *   <li>gates softmax(g_t(x)), ordinary perceptrons: (T, B, K)
 *   <li>h_t = Σ_k softmax(g_t(x))_k · e_k: (B, E)
 *   <li>logits of objective t = tower_t(h_t; z): (B, 1)
 * </ul>
 *
 * <p>Source: Yan et al., <a href="https://arxiv.org/abs/2203.16218">APG: Adaptive Parameter
 * Generation Network for Click-Through Rate Prediction</a>, NeurIPS 2022, section 3; Ma et al., <a
 * href="https://doi.org/10.1145/3219819.3220007">Multi-gate Mixture-of-Experts</a>, KDD 2018,
 * section 4.2.
 */
public final class ApgMmoe extends MultiObjective {
  private final AdaptiveInputs reading;
  private final List<ApgMlp> experts = new ArrayList<>();
  private final WideMlps gates;
  private final List<ApgMlp> towers = new ArrayList<>();

  /** Builds it from the hyper-parameters of MMoE and those of generation. */
  public ApgMmoe(ModelSetup setup) {
    setup.checkObjectives();
    reading =
        add(
            "reading",
            new AdaptiveInputs(
                setup, new ConditionEmbedding.Defaults("group-wise", List.of("product"), false)));
    ApgSettings settings = ApgSettings.of(setup.parameters());
    int count = setup.parameters().integer("num_experts", 4, n -> n >= 1, "at least 1");
    MlpShape expert = AdaptiveShapes.hidden(setup, "expert_hidden_units", List.of(64, 64));
    MlpShape gate = setup.groupedMlp("gate_hidden_units", List.of(64), OptionalInt.of(count));
    MlpShape tower =
        setup.mlp("tower_hidden_units", List.of(32, 32), OptionalInt.of(1), setup.mlpStyle());
    for (String name : Names.numbered("experts", count)) {
      ApgMlp mlp = new ApgMlp(name, reading.width(), expert, reading.condition(), settings);
      experts.add(add("expert", mlp));
    }
    MlpGroup each = new MlpGroup(Names.numbered("gate", setup.objectives()), gate);
    gates = add("gates", new WideMlps(List.of(each), reading.width()));
    for (String name : Names.numbered(Names.TOWER, setup.objectives())) {
      ApgMlp mlp = new ApgMlp(name, expert.outputUnits(), tower, reading.condition(), settings);
      towers.add(add("tower", mlp));
    }
  }

  @Override
  public NDList apply(Pass pass, NDList inputs) {
    AdaptiveInputs.Values values = reading.of(pass, inputs);
    NDList opinions = new NDList();
    experts.forEach(expert -> opinions.add(expert.apply(pass, values.x(), values.z())));
    NDArray stacked = NDArrays.stack(opinions, 1);
    NDArray weights = gates.apply(pass, new NDList(values.x())).singletonOrThrow().softmax(-1);
    NDArray mixed = weights.transpose(1, 0, 2).batchMatMul(stacked);
    NDList logits = new NDList();
    for (int t = 0; t < towers.size(); t++) {
      NDArray h = mixed.get(new NDIndex(":, {}", t));
      logits.add(towers.get(t).apply(pass, h, values.z()).squeeze(1));
    }
    return new NDList(NDArrays.stack(logits));
  }
}
