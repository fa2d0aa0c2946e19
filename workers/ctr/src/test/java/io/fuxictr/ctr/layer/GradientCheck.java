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
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;

/** Compares gradients with differences of values, along random directions. */
public final class GradientCheck implements AutoCloseable {
  /** Small, so that hardly ever a value crosses the kink of a function such as relu. */
  private static final float STEP = 5e-4f;

  private static final double TOLERANCE = 0.02;
  private static final float NOISE = 0.5f;

  private final TorchEngine engine = TorchEngine.start();
  private final NDManager memory = engine.memory(Device.cpu());
  private final SplittableRandom random = new SplittableRandom(3);

  /** Returns what owns all arrays of the check. */
  public NDManager memory() {
    return memory;
  }

  /** Returns standard normal numbers. */
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
    weights(new OnWeight(new Shape(shape), layer), new NDList());
  }

  /** Checks what reaches the argument of a function, for normal numbers of a shape. */
  public void check(UnaryOperator<NDArray> function, long... shape) throws InterruptedException {
    weights(new OnWeight(new Shape(shape), new Function(function)), new NDList());
  }

  /** Checks the gradient of each trained weight of a block, from values with noise added. */
  public void weights(WeightedBlock block, NDList inputs) throws InterruptedException {
    fill(block);
    NDList factors = factors(block, inputs);
    for (Weight weight : trained(block)) {
      check(block, inputs, factors, weight.parameter().getName(), weight.array());
    }
  }

  /** Checks the gradient of each input of a block whose weights have values. */
  public void inputs(WeightedBlock block, NDList inputs) throws InterruptedException {
    NDList factors = factors(block, inputs);
    for (int i = 0; i < inputs.size(); i++) {
      check(block, inputs, factors, "input " + i, inputs.get(i));
    }
  }

  /** Returns a store that hands out the weights themselves, not views of them. */
  public ParameterStore store() {
    return new RawWeights(memory);
  }

  /** Gives a block its first values and adds noise to what is trained. */
  public void fill(WeightedBlock block) {
    block.weights().forEach(weight -> weight.initialize(memory, 1));
    for (Weight weight : trained(block)) {
      weight.array().addi(values(weight.shape().getShape()).mul(NOISE));
    }
  }

  /** Returns the trained weights of a block. */
  public static List<Weight> trained(WeightedBlock block) {
    return block.weights().stream()
        .filter(weight -> weight.role() != WeightRole.STATISTIC)
        .toList();
  }

  private NDList factors(WeightedBlock block, NDList inputs) {
    NDList factors = new NDList();
    forward(block, inputs).forEach(y -> factors.add(values(y.getShape().getShape())));
    return factors;
  }

  private void check(
      WeightedBlock block, NDList inputs, NDList factors, String name, NDArray varied)
      throws InterruptedException {
    NDArray direction = values(varied.getShape().getShape());
    double byGradient = gradient(block, inputs, factors, varied).mul(direction).sum().getFloat();

    varied.addi(direction.mul(STEP));
    double above = value(block, inputs, factors).getFloat();
    varied.subi(direction.mul(2 * STEP));
    double below = value(block, inputs, factors).getFloat();
    varied.addi(direction.mul(STEP));

    double byDifference = (above - below) / (2 * STEP);
    double scale = Math.max(1, Math.abs(byDifference));
    assertThat(byGradient).as(name).isCloseTo(byDifference, within(TOLERANCE * scale));
  }

  private NDArray gradient(WeightedBlock block, NDList inputs, NDList factors, NDArray varied)
      throws InterruptedException {
    varied.setRequiresGradient(true);
    try (TorchEngine.Turn turn = engine.takeTurn();
        GradientCollector collector = turn.collectGradients()) {
      collector.backward(value(block, inputs, factors));
      return varied.getGradient().duplicate();
    } finally {
      varied.setRequiresGradient(false);
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
    return block.apply(Pass.of(store(), true), inputs);
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

  /** See {@link #store}. */
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
