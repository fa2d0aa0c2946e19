package io.fuxictr.ctr.multitask;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import io.fuxictr.ctr.layer.Pass;
import io.fuxictr.ctr.layer.adaptive.ApgSettings;
import io.fuxictr.ctr.layer.dense.MlpShape;
import io.fuxictr.ctr.model.ConditionEmbedding;
import io.fuxictr.ctr.model.ModelSetup;
import io.fuxictr.ctr.model.MultiObjective;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Progressive layered extraction with generated weights, and objectives that pass on what they know
 * to the next.
 *
 * <p>With x (B, I) the embedded fields side by side, z (B, Z) the condition:
 *
 * <ul>
 *   <li>f_0 … f_{T-1} from extraction layers, see {@link AdaptiveExtractionLayer}: (B, D)
 *   <li>for t &gt; 0, in order: f_t ← transfer(f_{t-1}, logit_{t-1}, f_t), see {@link Transfer};
 *       one transfer serves all steps, and by default nothing is learnt through what is passed on
 *   <li>logits of objective t = tower_t(f_t), with generated weights if tower_type is {@code apg}:
 *       (B, 1)
 * </ul>
 *
 * <p>Source: Tang et al., <a href="https://doi.org/10.1145/3383313.3412236">Progressive Layered
 * Extraction</a>, RecSys 2020; Xi et al., <a href="https://arxiv.org/abs/2105.08489">AITM</a>, KDD
 * 2021; Yan et al., <a href="https://arxiv.org/abs/2203.16218">APG</a>, NeurIPS 2022; put together
 * as in FuxiCTR.
 */
public final class ApgAitmV2 extends MultiObjective {
  private static final int NARROW = 32;
  private static final int WIDE = 64;

  private final AdaptiveInputs reading;
  private final List<AdaptiveExtractionLayer> layers = new ArrayList<>();
  private final Transfer transfer;
  private final List<Tower> towers = new ArrayList<>();
  private final boolean detachesKnowledge;
  private final boolean detachesLogit;

  /** Builds it from the hyper-parameters of PLE, those of the transfer and those of generation. */
  public ApgAitmV2(ModelSetup setup) {
    setup.checkObjectives();
    reading =
        add(
            "reading",
            new AdaptiveInputs(
                setup, new ConditionEmbedding.Defaults("group-wise", List.of("product"), true)));
    ApgSettings settings = ApgSettings.of(setup.parameters());
    int count = setup.parameters().integer("num_layers", 1, n -> n >= 1, "at least 1");
    var sizes =
        new AdaptiveExtractionLayer.Sizes(
            setup.objectives(),
            setup.parameters().integer("num_shared_experts", 2, n -> n >= 1, "at least 1"),
            setup.parameters().integer("num_specific_experts", 2, n -> n >= 1, "at least 1"),
            AdaptiveShapes.hidden(setup, "expert_hidden_units", List.of(WIDE, WIDE)),
            setup.mlp("gate_hidden_units", List.of(WIDE), OptionalInt.empty(), setup.mlpStyle()));
    int width = reading.width();
    for (int i = 0; i < count; i++) {
      layers.add(
          add(
              "layer",
              new AdaptiveExtractionLayer(
                  "cgc_layers." + i, sizes, width, reading.condition(), settings)));
      width = sizes.expert().outputUnits();
    }
    transfer = Transfer.of(setup, width, reading.condition(), settings);
    add("transfer", transfer.block());
    detachesKnowledge = setup.parameters().flag("detach_prev_rep", true);
    detachesLogit = setup.parameters().flag("detach_prev_logit", true);
    addTowers(setup, width, settings);
  }

  private void addTowers(ModelSetup setup, int width, ApgSettings settings) {
    String type = setup.parameters().choice("tower_type", "dnn", List.of("dnn", "apg"));
    MlpShape shape =
        setup.mlp(
            "tower_hidden_units", List.of(NARROW, NARROW), OptionalInt.of(1), setup.mlpStyle());
    for (String name : Names.numbered(Names.TOWER, setup.objectives())) {
      Optional<ApgSettings> generated =
          type.equals("apg") ? Optional.of(settings) : Optional.empty();
      towers.add(add("tower", new Tower(name, width, shape, reading.condition(), generated)));
    }
  }

  @Override
  public NDList apply(Pass pass, NDList inputs) {
    AdaptiveInputs.Values values = reading.of(pass, inputs);
    List<NDArray> known = Collections.nCopies(towers.size() + 1, values.x());
    for (AdaptiveExtractionLayer layer : layers) {
      known = layer.apply(pass, known, values.z());
    }
    NDArray current = known.getFirst();
    NDArray logit = towers.getFirst().apply(pass, current, values.z());
    NDList logits = new NDList(logit.squeeze(1));
    for (int t = 1; t < towers.size(); t++) {
      NDArray previous = detachesKnowledge ? current.stopGradient() : current;
      NDArray previousLogit = detachesLogit ? logit.stopGradient() : logit;
      current = transfer.apply(pass, known.get(t), previous, previousLogit, values.z());
      logit = towers.get(t).apply(pass, current, values.z());
      logits.add(logit.squeeze(1));
    }
    return new NDList(NDArrays.stack(logits));
  }
}
