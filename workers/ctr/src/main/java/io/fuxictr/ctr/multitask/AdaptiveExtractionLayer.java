package io.fuxictr.ctr.multitask;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import io.fuxictr.ctr.layer.Pass;
import io.fuxictr.ctr.layer.WeightedBlock;
import io.fuxictr.ctr.layer.adaptive.ApgMlp;
import io.fuxictr.ctr.layer.adaptive.ApgSettings;
import io.fuxictr.ctr.layer.dense.Mlp;
import io.fuxictr.ctr.layer.dense.MlpShape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * An {@link ExtractionLayer} whose experts have weights generated for each sample: T + 1 inputs (B,
 * I), the last of them the shared one, and a condition z (B, Z), to T + 1 outputs (B, E).
 */
final class AdaptiveExtractionLayer extends WeightedBlock {
  private final List<List<ApgMlp>> own = new ArrayList<>();
  private final List<ApgMlp> shared = new ArrayList<>();
  private final List<Mlp> gates = new ArrayList<>();

  /**
   * How many experts there are, and what they and the gates look like.
   *
   * @param objectives T
   * @param shared S
   * @param own P, for each objective
   * @param expert their layers
   * @param gate hidden layers of the gates
   */
  record Sizes(int objectives, int shared, int own, MlpShape expert, MlpShape gate) {}

  /** Makes experts and gates. */
  AdaptiveExtractionLayer(
      String name, Sizes sizes, int inputs, ApgMlp.Condition condition, ApgSettings settings) {
    for (String each : Names.numbered(name + ".shared_experts", sizes.shared())) {
      shared.add(add("shared", new ApgMlp(each, inputs, sizes.expert(), condition, settings)));
    }
    for (int t = 0; t < sizes.objectives(); t++) {
      List<ApgMlp> experts = new ArrayList<>();
      for (String each : Names.numbered(name + ".specific_experts." + t, sizes.own())) {
        experts.add(add("own", new ApgMlp(each, inputs, sizes.expert(), condition, settings)));
      }
      own.add(experts);
    }
    for (int t = 0; t <= sizes.objectives(); t++) {
      int mixed = sizes.shared() + (t < sizes.objectives() ? sizes.own() : 0);
      MlpShape gate =
          new MlpShape(sizes.gate().hiddenUnits(), OptionalInt.of(mixed), sizes.gate().style());
      gates.add(add("gate", new Mlp("%s.gate.%d".formatted(name, t), inputs, gate)));
    }
  }

  /** Returns for each input what its gate makes of the experts. */
  List<NDArray> apply(Pass pass, List<NDArray> inputs, Optional<NDArray> z) {
    NDList sharedOpinions = opinions(pass, shared, inputs.getLast(), z);
    List<NDArray> outputs = new ArrayList<>();
    for (int t = 0; t < own.size(); t++) {
      NDList all = opinions(pass, own.get(t), inputs.get(t), z);
      all.addAll(sharedOpinions);
      outputs.add(mixed(all, gates.get(t).apply(pass, inputs.get(t))));
    }
    outputs.add(mixed(sharedOpinions, gates.getLast().apply(pass, inputs.getLast())));
    return outputs;
  }

  private static NDList opinions(Pass pass, List<ApgMlp> experts, NDArray x, Optional<NDArray> z) {
    NDList opinions = new NDList();
    experts.forEach(expert -> opinions.add(expert.apply(pass, x, z)));
    return opinions;
  }

  /** Weighs K opinions (B, E) by the softmax of logits (B, K): (B, E). */
  private static NDArray mixed(NDList opinions, NDArray logits) {
    NDArray weights = logits.softmax(-1).expandDims(1);
    return weights.batchMatMul(NDArrays.stack(opinions, 1)).squeeze(1);
  }

  @Override
  public NDList apply(Pass pass, NDList inputsAndCondition) {
    List<NDArray> inputs = inputsAndCondition.subList(0, own.size() + 1);
    boolean given = inputsAndCondition.size() > inputs.size();
    return new NDList(
        apply(pass, inputs, given ? Optional.of(inputsAndCondition.getLast()) : Optional.empty()));
  }
}
