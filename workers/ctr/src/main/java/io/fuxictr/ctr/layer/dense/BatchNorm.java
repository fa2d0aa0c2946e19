package io.fuxictr.ctr.layer.dense;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import io.fuxictr.ctr.layer.InitialValues;
import io.fuxictr.ctr.layer.Layer;
import io.fuxictr.ctr.layer.Pass;
import io.fuxictr.ctr.layer.Weight;
import io.fuxictr.ctr.layer.Weight.NamedShape;
import io.fuxictr.ctr.layer.WeightRole;
import java.util.List;
import java.util.Optional;

/**
 * Normalises each column over the batch: (B, U) to (B, U), or (B, C, …) to (B, C, …) by channels.
 *
 * <p>y = (x - mean) / √(variance + ε) · weight + bias; running mean and unbiased variance take over
 * a share of each batch (the momentum) and serve outside training. Several layers side by side
 * share one, as columns do not meet.
 *
 * <p>Source: Ioffe, Szegedy, <a href="https://arxiv.org/abs/1502.03167">Batch Normalization</a>,
 * section 3.
 */
public final class BatchNorm extends Layer {
  private static final double EPSILON = 1e-5;
  private static final double MOMENTUM = 0.1;

  private final float epsilon;

  /** What a batch leaves of a running statistic; DJL counts this way round. */
  private final float kept;

  private final Optional<Weight> scale;
  private final Optional<Weight> shift;
  private final Weight mean;
  private final Weight variance;

  /**
   * The columns of one layer.
   *
   * @param name name of their batch norm in the reference
   * @param units how many they are
   */
  record Columns(String name, int units) {
    private NamedShape part(String parameter) {
      return new NamedShape(name + "." + parameter, new Shape(units));
    }
  }

  private BatchNorm(List<Columns> columns, boolean affine, double epsilon, double momentum) {
    this.epsilon = (float) epsilon;
    this.kept = (float) (1 - momentum);
    this.scale =
        affine ? Optional.of(add(columns, "weight", WeightRole.NET, 1f)) : Optional.empty();
    this.shift = affine ? Optional.of(add(columns, "bias", WeightRole.NET, 0f)) : Optional.empty();
    this.mean = add(columns, "running_mean", WeightRole.STATISTIC, 0f);
    this.variance = add(columns, "running_var", WeightRole.STATISTIC, 1f);
  }

  /**
   * Normalises the columns or channels of one layer.
   *
   * @param name its name in the reference
   */
  public BatchNorm(String name, int units) {
    this(List.of(new Columns(name, units)), true, EPSILON, MOMENTUM);
  }

  /** Normalises the columns of several layers. */
  static BatchNorm of(List<Columns> columns) {
    return new BatchNorm(columns, true, EPSILON, MOMENTUM);
  }

  /** Normalises without weight and bias. */
  static BatchNorm plain(String name, int units, double epsilon, double momentum) {
    return new BatchNorm(List.of(new Columns(name, units)), false, epsilon, momentum);
  }

  private Weight add(List<Columns> columns, String name, WeightRole role, float start) {
    List<NamedShape> parts = columns.stream().map(each -> each.part(name)).toList();
    Shape shape = new Shape(parts.stream().mapToLong(part -> part.shape().size()).sum());
    return add(Weight.of(shape, role, new InitialValues.Constant(start), parts));
  }

  @Override
  public NDArray apply(Pass pass, NDArray x) {
    NDArray gamma = scale.map(pass::value).orElseGet(() -> x.getManager().ones(mean.shape()));
    NDArray beta = shift.map(pass::value).orElseGet(() -> x.getManager().zeros(mean.shape()));
    return x.getNDArrayInternal()
        .batchNorm(
            x, mean.array(), variance.array(), gamma, beta, 1, kept, epsilon, pass.training())
        .singletonOrThrow();
  }
}
