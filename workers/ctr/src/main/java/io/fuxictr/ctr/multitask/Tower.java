package io.fuxictr.ctr.multitask;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import io.fuxictr.ctr.layer.Pass;
import io.fuxictr.ctr.layer.WeightedBlock;
import io.fuxictr.ctr.layer.adaptive.ApgMlp;
import io.fuxictr.ctr.layer.adaptive.ApgSettings;
import io.fuxictr.ctr.layer.dense.Mlp;
import io.fuxictr.ctr.layer.dense.MlpShape;
import java.util.List;
import java.util.Optional;

/** A perceptron with trained or with generated weights: x (B, I) and z (B, Z) to (B, O). */
final class Tower extends WeightedBlock {
  private final List<Mlp> plain;
  private final List<ApgMlp> adaptive;

  /**
   * Makes its layers.
   *
   * @param settings how weights are generated; empty if they are trained
   */
  Tower(
      String name,
      int inputs,
      MlpShape shape,
      ApgMlp.Condition condition,
      Optional<ApgSettings> settings) {
    adaptive =
        settings
            .map(it -> List.of(new ApgMlp(name, inputs, shape, condition, it)))
            .orElse(List.of());
    plain = settings.isPresent() ? List.of() : List.of(new Mlp(name, inputs, shape));
    adaptive.forEach(it -> add("adaptive", it));
    plain.forEach(it -> add("plain", it));
  }

  NDArray apply(Pass pass, NDArray x, Optional<NDArray> z) {
    return plain.isEmpty()
        ? adaptive.getFirst().apply(pass, x, z)
        : plain.getFirst().apply(pass, x);
  }

  @Override
  public NDList apply(Pass pass, NDList inputs) {
    Optional<NDArray> z = inputs.size() > 1 ? Optional.of(inputs.get(1)) : Optional.empty();
    return new NDList(apply(pass, inputs.getFirst(), z));
  }
}
