package io.fuxictr.ctr.layer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import io.fuxictr.ctr.layer.Weight.NamedShape;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Normalises each column over the batch: (B, U) to (B, U).
 *
 * <p>y = (x - mean) / √(variance + 1e-5) · weight + bias; running mean and unbiased variance take
 * over a tenth of each batch and serve outside training. Several layers side by side share one, as
 * columns do not meet.
 *
 * <p>Source: Ioffe, Szegedy, <a href="https://arxiv.org/abs/1502.03167">Batch Normalization</a>,
 * section 3.
 */
final class BatchNorm extends WeightedBlock {
  /** What a batch leaves of a running statistic; DJL counts this way round. */
  private static final float KEPT = 0.9f;

  private static final float EPSILON = 1e-5f;

  private final Weight scale;
  private final Weight shift;
  private final Weight mean;
  private final Weight variance;

  /** Normalises the columns of several layers, each with its own names in the reference. */
  BatchNorm(List<MlpUnit> units) {
    scale = add(weight(units, "weight", WeightRole.NET, 1f));
    shift = add(weight(units, "bias", WeightRole.NET, 0f));
    mean = add(weight(units, "running_mean", WeightRole.STATISTIC, 0f));
    variance = add(weight(units, "running_var", WeightRole.STATISTIC, 1f));
  }

  private static Weight weight(List<MlpUnit> units, String name, WeightRole role, float start) {
    List<NamedShape> parts =
        units.stream()
            .map(u -> new NamedShape(u.layer().batchNorm(u.prefix(), name), u.shape()))
            .toList();
    Shape shape = new Shape(parts.stream().mapToLong(part -> part.shape().size()).sum());
    return Weight.of(shape, role, new InitialValues.Constant(start), parts);
  }

  NDArray apply(ParameterStore store, NDArray x, boolean training) {
    NDArray gamma = store.getValue(scale.parameter(), x.getDevice(), training);
    NDArray beta = store.getValue(shift.parameter(), x.getDevice(), training);
    return x.getNDArrayInternal()
        .batchNorm(x, mean.array(), variance.array(), gamma, beta, 1, KEPT, EPSILON, training)
        .singletonOrThrow();
  }

  @Override
  protected NDList forwardInternal(
      ParameterStore store,
      NDList inputs,
      boolean training,
      @Nullable PairList<String, Object> arguments) {
    return new NDList(apply(store, inputs.singletonOrThrow(), training));
  }

  @Override
  public Shape[] getOutputShapes(Shape[] inputs) {
    return inputs;
  }
}
