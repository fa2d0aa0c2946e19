package io.fuxictr.ctr.multitask;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import io.fuxictr.ctr.layer.Pass;
import io.fuxictr.ctr.layer.Weight;
import io.fuxictr.ctr.layer.adaptive.ApgMlp;
import io.fuxictr.ctr.layer.adaptive.ApgSettings;
import io.fuxictr.ctr.layer.dense.MlpShape;
import io.fuxictr.ctr.model.ConditionEmbedding;
import io.fuxictr.ctr.model.ModelSetup;
import io.fuxictr.ctr.model.MultiObjective;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * One bottom that all objectives share, and a tower for each, all with weights generated for each
 * sample.
 *
 * <p>With x (B, I) the embedded fields side by side and z (B, Z) the condition:
 *
 * <ul>
 *   <li>h = bottom(x; z), its last layer an ordinary Linear of the same width: (B, H)
 *   <li>logits of objective t = tower_t(h; z): (B, 1)
 * </ul>
 *
 * <p>Source: Yan et al., <a href="https://arxiv.org/abs/2203.16218">APG: Adaptive Parameter
 * Generation Network for Click-Through Rate Prediction</a>, NeurIPS 2022, section 3; with several
 * objectives as in FuxiCTR.
 */
public final class ApgSharedBottom extends MultiObjective {
  private final AdaptiveInputs reading;
  private final ApgMlp bottom;
  private final List<ApgMlp> towers = new ArrayList<>();

  /** Builds it from bottom_hidden_units, tower_hidden_units and the keys of generation. */
  public ApgSharedBottom(ModelSetup setup) {
    setup.checkObjectives();
    reading =
        add(
            "reading",
            new AdaptiveInputs(
                setup, new ConditionEmbedding.Defaults("group-wise", List.of("product"), true)));
    ApgSettings settings = ApgSettings.of(setup.parameters());
    MlpShape below =
        AdaptiveShapes.withLastLayer(setup, "bottom_hidden_units", List.of(64, 64, 64));
    MlpShape above =
        setup.mlp("tower_hidden_units", List.of(32, 32), OptionalInt.of(1), setup.mlpStyle());
    bottom =
        add(
            "bottom",
            new ApgMlp("shared_bottom", reading.width(), below, reading.condition(), settings));
    for (String name : Names.numbered("towers", setup.objectives())) {
      ApgMlp tower = new ApgMlp(name, below.outputUnits(), above, reading.condition(), settings);
      towers.add(add("tower", tower));
    }
  }

  @Override
  public NDList apply(Pass pass, NDList inputs) {
    AdaptiveInputs.Values values = reading.of(pass, inputs);
    NDArray h = bottom.apply(pass, values.x(), values.z());
    NDList logits = new NDList();
    towers.forEach(tower -> logits.add(tower.apply(pass, h, values.z()).squeeze(1)));
    return new NDList(NDArrays.stack(logits));
  }

  @Override
  public Optional<Weight> lastSharedLayer() {
    return bottom.lastWeight();
  }
}
