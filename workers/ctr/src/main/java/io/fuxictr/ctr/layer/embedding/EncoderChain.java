package io.fuxictr.ctr.layer.embedding;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.core.Linear;
import io.fuxictr.ctr.config.ModelConfigException;
import io.fuxictr.ctr.layer.InitialValues;
import io.fuxictr.ctr.layer.Pass;
import io.fuxictr.ctr.layer.Scalars;
import io.fuxictr.ctr.layer.Weight;
import io.fuxictr.ctr.layer.WeightRole;
import io.fuxictr.ctr.layer.WeightedBlock;
import io.fuxictr.ctr.layer.dense.Activation;
import io.fuxictr.dataset.feature.EncoderStep;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The steps of a {@code feature_encoder}, from the embedded values of a feature, (B, d) or (B, L,
 * d), to its field.
 *
 * <p>Departs from FuxiCTR: padding is known by its id, not by a vector of zeros, so that a mean
 * behind other steps still leaves it out.
 *
 * <p>As a DJL block it takes the values and, of a sequence, (B, L) with 1 where there is no
 * padding.
 */
final class EncoderChain extends WeightedBlock {
  private static final double NOT_ZERO = 1e-12;
  private static final float FIRST_SLOPE = 0.25f;

  private final String feature;
  private final List<Step> steps = new ArrayList<>();
  private Shape shape;

  /** Whether the first axis behind the batch still counts the positions of the sequence. */
  private boolean positioned;

  /**
   * Makes the layers of a feature.
   *
   * @param name of its module in the reference
   * @param shape of the values of one sample: (d) or (L, d)
   * @throws ModelConfigException if a step does not fit what it gets
   */
  EncoderChain(String feature, String name, List<EncoderStep> given, Shape shape) {
    this.feature = feature;
    this.shape = shape;
    this.positioned = shape.dimension() == 2;
    for (int i = 0; i < given.size(); i++) {
      steps.add(step(given.size() == 1 ? name : name + "." + i, given.get(i)));
    }
  }

  /** From one array to the next. */
  @FunctionalInterface
  private interface Step {
    NDArray apply(Pass pass, NDArray x, Optional<NDArray> present);
  }

  /** Returns the shape of one sample behind the last step. */
  Shape shape() {
    return shape;
  }

  /** Computes the field. */
  NDArray encode(Pass pass, NDArray values, Optional<NDArray> present) {
    NDArray x = values;
    for (Step step : steps) {
      x = step.apply(pass, x, present);
    }
    return x;
  }

  @Override
  public NDList apply(Pass pass, NDList inputs) {
    Optional<NDArray> present = inputs.size() > 1 ? Optional.of(inputs.get(1)) : Optional.empty();
    return new NDList(encode(pass, inputs.getFirst(), present));
  }

  private Step step(String name, EncoderStep step) {
    return switch (step) {
      case EncoderStep.MaskedAveragePooling() -> pooling(true);
      case EncoderStep.MaskedSumPooling() -> pooling(false);
      case EncoderStep.KMaxPooling(int k, int axis) -> largest(k, axis);
      case EncoderStep.Linear(int inputs, int outputs, boolean hasBias) ->
          linear(name, inputs, outputs, hasBias);
      case EncoderStep.Activation(var kind) -> activation(name, kind);
    };
  }

  private Step pooling(boolean mean) {
    if (!positioned) {
      throw refused("pools", "there are positions of a sequence to pool");
    }
    shape = new Shape(shape.get(1));
    positioned = false;
    return (_, x, present) -> {
      NDArray weights = present.orElseThrow();
      NDArray sum = weights.expandDims(1).batchMatMul(x).squeeze(1);
      return mean ? sum.div(Scalars.plus(weights.sum(new int[] {1}, true), NOT_ZERO)) : sum;
    };
  }

  private Step largest(int k, int axis) {
    int rank = shape.dimension() + 1;
    int counted = axis < 0 ? axis + rank : axis;
    if (counted < 1 || counted >= rank || shape.get(counted - 1) < k) {
      throw refused(
          "takes the %d largest along axis %d".formatted(k, axis),
          "the axis is one behind the batch and has as many");
    }
    shape = replaced(counted - 1, k);
    positioned = positioned && counted != 1;
    return (_, x, _) -> x.gather(x.topK(k, counted, true, true).get(1).sort(counted), counted);
  }

  private Step linear(String name, int inputs, int outputs, boolean hasBias) {
    int last = shape.dimension() - 1;
    if (shape.get(last) != inputs) {
      throw refused("is linear on %d values".formatted(inputs), "it gets as many");
    }
    shape = replaced(last, outputs);
    Weight weight =
        add(
            Weight.of(
                name + ".weight",
                new Shape(outputs, inputs),
                WeightRole.FIELD,
                new InitialValues.XavierNormal()));
    if (!hasBias) {
      return (pass, x, _) -> Linear.linear(x, pass.value(weight)).singletonOrThrow();
    }
    Weight bias = add(constant(name + ".bias", outputs, 0f));
    return (pass, x, _) ->
        Linear.linear(x, pass.value(weight), pass.value(bias)).singletonOrThrow();
  }

  private Step activation(String name, EncoderStep.Activation.Kind kind) {
    if (kind == EncoderStep.Activation.Kind.PRELU) {
      Weight slope = add(constant(name + ".weight", 1, FIRST_SLOPE));
      return (pass, x, _) -> {
        NDArray positive = ai.djl.nn.Activation.relu(x);
        return positive.add(x.sub(positive).mul(pass.value(slope)));
      };
    }
    Activation function = Activation.of("feature_encoder", kind.wireName());
    return (_, x, _) -> function.apply(x);
  }

  private static Weight constant(String name, int size, float value) {
    return Weight.of(name, new Shape(size), WeightRole.FIELD, new InitialValues.Constant(value));
  }

  private Shape replaced(int axis, long size) {
    long[] sizes = shape.getShape().clone();
    sizes[axis] = size;
    return new Shape(sizes);
  }

  private ModelConfigException refused(String step, String condition) {
    return new ModelConfigException(
        "Feature %s has a feature_encoder that %s, but what it gets there is %s per sample; allowed where %s"
            .formatted(feature, step, shape, condition));
  }
}
