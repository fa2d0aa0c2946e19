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
import io.fuxictr.ctr.MemorySource;
import io.fuxictr.ctr.Synthetic;
import io.fuxictr.ctr.batch.Batch;
import io.fuxictr.ctr.batch.BatchLoader;
import io.fuxictr.ctr.batch.FieldLayout;
import io.fuxictr.ctr.batch.Labels;
import io.fuxictr.ctr.engine.TorchEngine;
import io.fuxictr.ctr.layer.dense.Activation;
import io.fuxictr.ctr.layer.dense.MlpGroup;
import io.fuxictr.ctr.layer.dense.MlpShape;
import io.fuxictr.ctr.layer.dense.StackedMlps;
import io.fuxictr.ctr.layer.dense.WideMlps;
import io.fuxictr.ctr.layer.embedding.EmbeddingPlan;
import io.fuxictr.ctr.layer.embedding.FeatureEmbedding;
import java.util.List;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Compares gradients with differences of values, along random directions. */
class GradientIT {
  private static final float STEP = 0.003f;
  private static final double TOLERANCE = 0.02;
  private static final int ROWS = 16;

  private final TorchEngine engine = TorchEngine.start();
  private final NDManager memory = engine.memory(Device.cpu());
  private final SplittableRandom random = new SplittableRandom(3);

  @AfterEach
  void release() {
    memory.close();
  }

  @Test
  void featureEmbedding() throws InterruptedException {
    FieldLayout layout = new FieldLayout(Synthetic.FEATURES);
    MemorySource samples = new MemorySource(Synthetic.block(ROWS, 1));
    try (BatchLoader loader = BatchLoader.inOrder(samples, layout, ROWS, Labels.PRESENT)) {
      Batch batch = Batch.on(memory, loader.next().orElseThrow(), layout);

      check(new FeatureEmbedding(layout, EmbeddingPlan.pooled("tables", 4)), batch.inputs());
    }
  }

  @Test
  void perceptronsThatShareAnInput() throws InterruptedException {
    MlpGroup experts = group(List.of("e0", "e1"), OptionalInt.empty(), false);
    MlpGroup gates = group(List.of("g0"), OptionalInt.of(2), false);

    check(new WideMlps(List.of(experts, gates), 6), new NDList(values(ROWS, 6)));
  }

  @Test
  void perceptronsWithAnInputEach() throws InterruptedException {
    MlpGroup towers = group(List.of("t0", "t1", "t2"), OptionalInt.of(1), false);

    check(new StackedMlps(towers, 6), new NDList(values(3, ROWS, 6)));
  }

  @Test
  void batchNormInBothForms() throws InterruptedException {
    MlpGroup wide = group(List.of("e0", "e1"), OptionalInt.of(2), true);
    check(new WideMlps(List.of(wide), 6), new NDList(values(ROWS, 6)));

    check(new StackedMlps(wide, 6), new NDList(values(2, ROWS, 6)));
  }

  private static MlpGroup group(List<String> names, OptionalInt output, boolean batchNorm) {
    MlpShape.Style style = MlpShape.Style.alike(Activation.TANH, 0, batchNorm);
    return new MlpGroup(names, new MlpShape(List.of(5, 4), output, style));
  }

  private void check(WeightedBlock block, NDList inputs) throws InterruptedException {
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

  private NDArray values(long... shape) {
    Shape dimensions = new Shape(shape);
    float[] values = new float[(int) dimensions.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return memory.create(values, dimensions);
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
