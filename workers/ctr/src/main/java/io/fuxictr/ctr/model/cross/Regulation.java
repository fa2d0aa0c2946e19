package io.fuxictr.ctr.model.cross;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import io.fuxictr.ctr.layer.InitialValues;
import io.fuxictr.ctr.layer.Pass;
import io.fuxictr.ctr.layer.Scalars;
import io.fuxictr.ctr.layer.Weight;
import io.fuxictr.ctr.layer.WeightRole;
import io.fuxictr.ctr.layer.WeightedBlock;
import io.fuxictr.ctr.layer.dense.BatchNorm;
import java.util.Optional;

/**
 * Two views of the same fields, each weighing the fields in its own way: (B, F · d) to two of (B, F
 * · d).
 *
 * <p>y_s = norm(softmax(g_s / τ)_f · x_f), g_s (F) trained from 1, s = 1, 2; batch norm if wanted.
 *
 * <p>Source: Chen et al., <a href="https://doi.org/10.1145/3459637.3481915">Enhancing Explicit and
 * Implicit Feature Interactions via Information Sharing for Parallel Deep CTR Models</a>, CIKM
 * 2021, section 3.3.
 */
final class Regulation extends WeightedBlock {
  private final int fields;
  private final double temperature;
  private final View first;
  private final View second;

  /**
   * How fields are weighed.
   *
   * @param temperature τ
   * @param batchNorm whether views are normalised over the batch
   */
  record Style(double temperature, boolean batchNorm) {}

  Regulation(String name, int fields, int dim, Style style) {
    this.fields = fields;
    this.temperature = style.temperature();
    first = view(name, 1, fields * dim, style.batchNorm());
    second = view(name, 2, fields * dim, style.batchNorm());
  }

  /** One of the two. */
  private record View(Weight weight, Optional<BatchNorm> norm) {}

  private View view(String name, int number, int width, boolean batchNorm) {
    return new View(
        add(
            Weight.of(
                "%s.g%d".formatted(name, number),
                new Shape(fields),
                WeightRole.RAW,
                new InitialValues.Constant(1f))),
        batchNorm
            ? Optional.of(add("norm", new BatchNorm("%s.bn%d".formatted(name, number), width)))
            : Optional.empty());
  }

  @Override
  public NDList apply(Pass pass, NDList inputs) {
    NDArray x = inputs.singletonOrThrow();
    return new NDList(weighed(pass, first, x), weighed(pass, second, x));
  }

  private NDArray weighed(Pass pass, View view, NDArray x) {
    long rows = x.getShape().get(0);
    NDArray shares = Scalars.over(pass.value(view.weight()), temperature).softmax(-1);
    NDArray weighed =
        x.reshape(rows, fields, -1).mul(shares.reshape(1, fields, 1)).reshape(rows, -1);
    return view.norm().map(norm -> norm.apply(pass, weighed)).orElse(weighed);
  }
}
