package io.fuxictr.ctr.model.cross;

import ai.djl.ndarray.NDArray;
import io.fuxictr.ctr.config.ModelConfigException;
import io.fuxictr.ctr.layer.Layer;
import io.fuxictr.ctr.layer.Pass;
import io.fuxictr.ctr.layer.dense.BatchNorm;
import io.fuxictr.ctr.layer.dense.LinearLayer;
import io.fuxictr.ctr.layer.dense.MlpShape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Layers that multiply one half of a product with the other: (B, I) to (B, O).
 *
 * <p>In each layer of width U, [a; b] = W x + β in two halves, and then batch norm, activation and
 * dropout follow on
 *
 * <ul>
 *   <li>residual_type concat: [a; b ⊙ a], W (U, I)
 *   <li>residual_type sum: a + b ⊙ a, W (2 U, I)
 * </ul>
 *
 * <p>Source: Zhu et al., <a href="https://doi.org/10.1145/3539618.3591988">FINAL: Factorized
 * Interaction Layer for CTR Prediction</a>, SIGIR 2023, section 2.1.
 */
final class FactorizedBlock extends Layer {
  private final List<Step> steps = new ArrayList<>();
  private final Residual residual;

  /** What becomes of the two halves. */
  enum Residual {
    CONCAT,
    SUM
  }

  FactorizedBlock(String name, int inputs, MlpShape shape, Residual residual) {
    this.residual = residual;
    int width = inputs;
    for (int i = 0; i < shape.hiddenUnits().size(); i++) {
      steps.add(step(name, i, width, shape));
      width = shape.hiddenUnits().get(i);
    }
  }

  /** One layer: what is applied one after the other. */
  private record Step(
      LinearLayer linear, Optional<BatchNorm> norm, Layer activation, double dropout) {}

  private Step step(String name, int number, int inputs, MlpShape shape) {
    int units = shape.hiddenUnits().get(number);
    return new Step(
        add(
            "linear",
            LinearLayer.of(
                "%s.layer.%d.linear".formatted(name, number), inputs, productWidth(name, units))),
        shape.style().norm() == MlpShape.Norm.EACH_LAYER
            ? Optional.of(add("norm", new BatchNorm("%s.norm.%d".formatted(name, number), units)))
            : Optional.empty(),
        add(
            "activation",
            shape
                .style()
                .activations()
                .get(number)
                .layer("%s.activation.%d".formatted(name, number), units)),
        shape.style().dropouts().get(number));
  }

  private int productWidth(String name, int units) {
    return switch (residual) {
      case SUM -> 2 * units;
      case CONCAT -> {
        if (units % 2 != 0) {
          throw ModelConfigException.of(
              name + "_hidden_units", units, "even widths, as residual_type is concat");
        }
        yield units;
      }
    };
  }

  @Override
  public NDArray apply(Pass pass, NDArray x) {
    NDArray current = x;
    for (Step step : steps) {
      NDArray joined = joined(step.linear().apply(pass, current));
      NDArray normal = step.norm().map(norm -> norm.apply(pass, joined)).orElse(joined);
      current = pass.dropout(step.activation().apply(pass, normal), step.dropout());
    }
    return current;
  }

  private NDArray joined(NDArray product) {
    var halves = product.split(2, 1);
    NDArray a = halves.get(0);
    NDArray crossed = halves.get(1).mul(a);
    return switch (residual) {
      case CONCAT -> a.concat(crossed, 1);
      case SUM -> a.add(crossed);
    };
  }
}
