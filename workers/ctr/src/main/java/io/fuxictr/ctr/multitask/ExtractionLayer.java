package io.fuxictr.ctr.multitask;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import io.fuxictr.ctr.layer.Pass;
import io.fuxictr.ctr.layer.WeightedBlock;
import io.fuxictr.ctr.layer.dense.MlpGroup;
import io.fuxictr.ctr.layer.dense.MlpShape;
import io.fuxictr.ctr.layer.dense.WideMlps;
import io.fuxictr.ctr.model.ModelSetup;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * One layer of {@link Ple}: T + 1 inputs (B, I), the last of them the shared one, to T + 1 outputs
 * (B, E).
 *
 * <p>Experts and gates that read the same input are computed together; in the first layer these are
 * all.
 */
final class ExtractionLayer extends WeightedBlock {
  private final int objectives;
  private final List<WideMlps> mlps = new ArrayList<>();

  /**
   * How many experts there are, and what they and the gates look like.
   *
   * @param objectives T
   * @param shared S
   * @param own P, for each objective
   * @param expert their layers
   * @param gate its hidden layers
   */
  record Sizes(int objectives, int shared, int own, MlpShape expert, MlpShape gate) {

    static Sizes of(ModelSetup setup) {
      return new Sizes(
          setup.objectives(),
          setup.parameters().integer("num_shared_experts", 1, n -> n >= 1, "at least 1"),
          setup.parameters().integer("num_specific_experts", 1, n -> n >= 1, "at least 1"),
          setup.groupedMlp("expert_hidden_units", List.of(512, 256, 128), OptionalInt.empty()),
          setup.groupedMlp("gate_hidden_units", List.of(128, 64), OptionalInt.empty()));
    }

    private MlpShape gateOver(int experts) {
      return new MlpShape(gate.hiddenUnits(), OptionalInt.of(experts), gate.style());
    }
  }

  /**
   * Makes experts and gates.
   *
   * @param name its name in the reference
   * @param first whether all inputs are the same
   */
  ExtractionLayer(String name, Sizes sizes, int inputs, boolean first) {
    this.objectives = sizes.objectives();
    List<List<MlpGroup>> byInput = new ArrayList<>();
    for (int t = 0; t < objectives; t++) {
      byInput.add(
          List.of(
              new MlpGroup(
                  Names.numbered("%s.specific_experts.%d".formatted(name, t), sizes.own()),
                  sizes.expert()),
              new MlpGroup(
                  List.of("%s.gate.%d".formatted(name, t)),
                  sizes.gateOver(sizes.own() + sizes.shared()))));
    }
    byInput.add(
        List.of(
            new MlpGroup(Names.numbered(name + ".shared_experts", sizes.shared()), sizes.expert()),
            new MlpGroup(
                List.of("%s.gate.%d".formatted(name, objectives)),
                sizes.gateOver(sizes.shared()))));
    if (first) {
      List<MlpGroup> all = byInput.stream().flatMap(List::stream).toList();
      mlps.add(add("all", new WideMlps(all, inputs)));
    } else {
      byInput.forEach(groups -> mlps.add(add("one", new WideMlps(groups, inputs))));
    }
  }

  /** Returns for each input what its gate makes of the experts. */
  List<NDArray> apply(Pass pass, List<NDArray> inputs) {
    NDList parts = new NDList();
    for (int i = 0; i < mlps.size(); i++) {
      parts.addAll(mlps.get(i).apply(pass, new NDList(inputs.get(i))));
    }
    NDArray shared = parts.get(2 * objectives);
    List<NDArray> outputs = new ArrayList<>();
    for (int t = 0; t < objectives; t++) {
      NDArray experts = NDArrays.concat(new NDList(parts.get(2 * t), shared));
      outputs.add(mixed(experts, parts.get(2 * t + 1)));
    }
    outputs.add(mixed(shared, parts.get(2 * objectives + 1)));
    return outputs;
  }

  /** Weighs experts (K, B, E) by the softmax of logits (1, B, K): (B, E). */
  private static NDArray mixed(NDArray experts, NDArray logits) {
    NDArray weights = logits.squeeze(0).softmax(-1).expandDims(1);
    return weights.batchMatMul(experts.transpose(1, 0, 2)).squeeze(1);
  }

  @Override
  public NDList apply(Pass pass, NDList inputs) {
    return new NDList(apply(pass, List.copyOf(inputs)));
  }
}
