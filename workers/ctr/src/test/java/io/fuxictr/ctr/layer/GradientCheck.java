package io.fuxictr.ctr.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import io.fuxictr.ctr.engine.TorchEngine;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;

/** Compares gradients with differences of values, along random directions. */
public final class GradientCheck implements AutoCloseable {
  private static final float STEP = 0.003f;
  private static final double TOLERANCE = 0.02;

  private final TorchEngine engine = TorchEngine.start();
  private final NDManager memory = engine.memory(Device.cpu());
  private final SplittableRandom random = new SplittableRandom(3);

  /** Returns what owns the arrays of the check. */
  public NDManager memory() {
    return memory;
  }

  /** Returns an array of normal numbers. */
  public NDArray values(long... shape) {
    Shape dimensions = new Shape(shape);
    float[] values = new float[(int) dimensions.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return memory.create(values, dimensions);
  }

  /** Checks a layer's weights and what reaches its input, for normal numbers of a shape. */
  public void check(Layer layer, long... shape) throws InterruptedException {
    check(new OnWeight(new Shape(shape), layer), new NDList());
  }

  /** Checks what reaches the argument of a function, for normal numbers of a shape. */
  public void check(UnaryOperator<NDArray> function, long... shape) throws InterruptedException {
    check(new OnWeight(new Shape(shape), new Function(function)), new NDList());
  }

  /** Checks all weights of a block, near its initial ones. */
  public void check(WeightedBlock block, NDList inputs) throws InterruptedException {
    for (Weight weight : block.weights()) {
      weight.initialize(memory, 1);
      if (weight.role() != WeightRole.STATISTIC) {
        weight.array().addi(values(weight.shape().getShape()).mul(0.5f));
      }
    }
    NDList factors = new NDList();
    forward(block, inputs).forEach(y -> factors.add(values(y.getShape().getShape())));
    for (Weight weight : block.weights()) {
      if (weight.role() != WeightRole.STATISTIC) {
        check(block, inputs, factors, weight);
      }
    }
  }

  private void check(WeightedBlock block, NDList inputs, NDList factors, Weight weight)
      throws InterruptedException {
    NDArray direction = values(weight.shape().getShape());
    double byGradient = gradient(block, inputs, factors, weight).mul(direction).sum().getFloat();

    weight.array().addi(direction.mul(STEP));
    double above = value(block, inputs, factors).getFloat();
    weight.array().subi(direction.mul(2 * STEP));
    double below = value(block, inputs, factors).getFloat();
    weight.array().addi(direction.mul(STEP));

    double byDifference = (above - below) / (2 * STEP);
    double scale = Math.max(1, Math.abs(byDifference));
    assertThat(byGradient)
        .as(weight.parameter().getName())
        .isCloseTo(byDifference, within(TOLERANCE * scale));
  }

  private NDArray gradient(WeightedBlock block, NDList inputs, NDList factors, Weight weight)
      throws InterruptedException {
    weight.array().setRequiresGradient(true);
    try (TorchEngine.Turn turn = engine.takeTurn();
        GradientCollector collector = turn.collectGradients()) {
      collector.backward(value(block, inputs, factors));
      return weight.array().getGradient().duplicate();
    } finally {
      weight.array().setRequiresGradient(false);
    }
  }

  private NDArray value(WeightedBlock block, NDList inputs, NDList factors) {
    NDList outputs = forward(block, inputs);
    NDArray sum = memory.create(0f);
    for (int i = 0; i < outputs.size(); i++) {
      sum = sum.add(outputs.get(i).mul(factors.get(i)).sum());
    }
    return sum;
  }

  private NDList forward(WeightedBlock block, NDList inputs) {
    return block.apply(Pass.of(new RawWeights(memory), true), inputs);
  }

  @Override
  public void close() {
    memory.close();
  }

  /** A layer whose input is a weight, so that it takes gradients. */
  private static final class OnWeight extends WeightedBlock {
    private final Weight input;
    private final Layer layer;

    private OnWeight(Shape shape, Layer layer) {
      this.input = add(Weight.of("input", shape, WeightRole.RAW, new InitialValues.Normal(0.9)));
      this.layer = add("layer", layer);
    }

    @Override
    public NDList apply(Pass pass, NDList inputs) {
      return new NDList(layer.apply(pass, pass.value(input)));
    }
  }

  /** A function as a layer without weights. */
  private static final class Function extends Layer {
    private final UnaryOperator<NDArray> function;

    private Function(UnaryOperator<NDArray> function) {
      this.function = function;
    }

    @Override
    public NDArray apply(Pass pass, NDArray x) {
      return function.apply(x);
    }
  }

  /** The weights themselves, not views of them. */
  private static final class RawWeights extends ParameterStore {
    private RawWeights(NDManager manager) {
      super(manager, false);
    }

    @Override
    public NDArray getValue(ai.djl.nn.Parameter parameter, Device device, boolean training) {
      return parameter.getArray();
    }
  }
}
