package io.fuxictr.ctr.multitask;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import io.fuxictr.ctr.layer.Pass;
import io.fuxictr.ctr.layer.adaptive.ApgMlp;
import io.fuxictr.ctr.layer.adaptive.ApgSettings;
import io.fuxictr.ctr.layer.dense.LinearLayer;
import io.fuxictr.ctr.layer.dense.MlpShape;
import io.fuxictr.ctr.model.ConditionEmbedding;
import io.fuxictr.ctr.model.ModelSetup;
import io.fuxictr.ctr.model.MultiObjective;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * A bottom for each objective, each passing on what it knows to the next: for objectives that are
 * steps of one way, such as apply and credit. Weights are generated for each sample.
 *
 * <p>With x (B, I) the embedded fields side by side, z (B, Z) the condition:
 *
 * <ul>
 *   <li>f_t = bottom_t(x; z), its last layer an ordinary Linear of the same width: (B, D)
 *   <li>for t &gt; 0, in order: f_t ← transfer(g_{t-1}(f_{t-1}), f_t), see {@link
 *       InformationTransfer}, whose layers all steps share
 *   <li>logits of objective t = tower_t(f_t; z): (B, 1)
 * </ul>
 *
 * <p>Source: Xi et al., <a href="https://arxiv.org/abs/2105.08489">Modeling the Sequential
 * Dependence among Audience Multi-step Conversions</a>, KDD 2021, section 4; Yan et al., <a
 * href="https://arxiv.org/abs/2203.16218">APG</a>, NeurIPS 2022. Departs from the former: no
 * penalty on probabilities that rise along the way, as in FuxiCTR.
 */
public final class ApgAitm extends MultiObjective {
  private final AdaptiveInputs reading;
  private final List<ApgMlp> bottoms = new ArrayList<>();
  private final List<LinearLayer> passingOn = new ArrayList<>();
  private final InformationTransfer transfer;
  private final List<ApgMlp> towers = new ArrayList<>();

  /** Builds it from bottom_hidden_units, tower_hidden_units and the keys of generation. */
  public ApgAitm(ModelSetup setup) {
    setup.checkObjectives();
    reading =
        add(
            "reading",
            new AdaptiveInputs(
                setup, new ConditionEmbedding.Defaults("group-wise", List.of("product"), true)));
    ApgSettings settings = ApgSettings.of(setup.parameters());
    MlpShape below = AdaptiveShapes.withLastLayer(setup, "bottom_hidden_units", List.of(64, 64));
    MlpShape above =
        setup.mlp("tower_hidden_units", List.of(32, 32), OptionalInt.of(1), setup.mlpStyle());
    int width = below.outputUnits();
    for (String name : Names.numbered("bottom", setup.objectives())) {
      ApgMlp mlp = new ApgMlp(name, reading.width(), below, reading.condition(), settings);
      bottoms.add(add("bottom", mlp));
    }
    for (String name : Names.numbered("g", setup.objectives() - 1)) {
      passingOn.add(add("passing_on", LinearLayer.of(name, width, width)));
    }
    transfer = add("transfer", new InformationTransfer("", width));
    for (String name : Names.numbered(Names.TOWER, setup.objectives())) {
      ApgMlp mlp = new ApgMlp(name, width, above, reading.condition(), settings);
      towers.add(add("tower", mlp));
    }
  }

  @Override
  public NDList apply(Pass pass, NDList inputs) {
    AdaptiveInputs.Values values = reading.of(pass, inputs);
    NDList logits = new NDList();
    NDArray current = bottoms.getFirst().apply(pass, values.x(), values.z());
    logits.add(towers.getFirst().apply(pass, current, values.z()).squeeze(1));
    for (int t = 1; t < towers.size(); t++) {
      NDArray passedOn = passingOn.get(t - 1).apply(pass, current);
      NDArray known = bottoms.get(t).apply(pass, values.x(), values.z());
      current = transfer.apply(pass, passedOn, known);
      logits.add(towers.get(t).apply(pass, current, values.z()).squeeze(1));
    }
    return new NDList(NDArrays.stack(logits));
  }
}
