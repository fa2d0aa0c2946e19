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

/** Compares gradients with differences of values, along random directions of length 1. */
public final class GradientComparison implements AutoCloseable {
  private static final float STEP = 0.003f;
  private static final double TOLERANCE = 0.01;
  private static final float NOISE = 0.5f;

  private final TorchEngine engine = TorchEngine.start();
  private final NDManager memory = engine.memory(Device.cpu());
  private final SplittableRandom random = new SplittableRandom(3);

  /** Returns what owns all arrays of the comparison. */
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

  /** Checks the gradients of all trained weights of a block, from first values with noise. */
  public void ofWeights(WeightedBlock block, NDList inputs) throws InterruptedException {
    List<Weight> trained =
        block.weights().stream().filter(each -> each.role() != WeightRole.STATISTIC).toList();
    block.weights().forEach(weight -> weight.initialize(memory, 1));
    for (Weight weight : trained) {
      weight.array().addi(values(weight.shape().getShape()).mul(NOISE));
    }
    for (Weight weight : trained) {
      check(block, inputs, weight.parameter().getName(), weight.array());
    }
  }

  /** Checks the gradients of all trained weights of a block, and those of its inputs. */
  public void ofAll(WeightedBlock block, NDList inputs) throws InterruptedException {
    ofWeights(block, inputs);
    for (int i = 0; i < inputs.size(); i++) {
      check(block, inputs, "input " + i, inputs.get(i));
    }
  }

  private void check(WeightedBlock block, NDList inputs, String name, NDArray varied)
      throws InterruptedException {
    NDList factors = new NDList();
    forward(block, inputs).forEach(y -> factors.add(values(y.getShape().getShape())));
    NDArray drawn = values(varied.getShape().getShape());
    NDArray direction = drawn.div(drawn.norm());
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
    return block.apply(Pass.of(new RawWeights(memory), true), inputs);
  }

  @Override
  public void close() {
    memory.close();
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
