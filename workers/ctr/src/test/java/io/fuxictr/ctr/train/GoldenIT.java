package io.fuxictr.ctr.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Activation;
import ai.djl.training.ParameterStore;
import io.fuxictr.ctr.Golden;
import io.fuxictr.ctr.MemorySource;
import io.fuxictr.ctr.batch.Batch;
import io.fuxictr.ctr.batch.BatchLoader;
import io.fuxictr.ctr.batch.FieldLayout;
import io.fuxictr.ctr.batch.HostBatch;
import io.fuxictr.ctr.batch.Labels;
import io.fuxictr.ctr.engine.TorchEngine;
import io.fuxictr.ctr.layer.Piece;
import io.fuxictr.ctr.layer.Weight;
import io.fuxictr.ctr.loss.LossWeighting;
import io.fuxictr.ctr.loss.Objectives;
import io.fuxictr.ctr.model.ModelSetup;
import io.fuxictr.ctr.model.Network;
import io.fuxictr.ctr.optimizer.Optimizer;
import io.fuxictr.ctr.zoo.ModelRegistry;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GoldenIT {
  private static final double RELATIVE = 1e-5;
  private static final double OF_LARGEST_GRADIENT = 1e-4;
  private static final double AFTER_THREE_STEPS = 1e-4;

  /** Share of the largest gradient of all that 64 terms in float32 may be off. */
  private static final double ROUNDING = 1e-6;

  private static final double LEARNING_RATE = 0.01;

  private final TorchEngine engine = TorchEngine.start();
  private final NDManager memory = engine.memory(Device.cpu());

  @AfterEach
  void release() {
    memory.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"MMoE", "MMoE-uw", "MMoE-weights", "MMoE-batchnorm", "MMoE-single", "ShareBottom"})
  void agreesWithTheReference(String name) throws InterruptedException {
    Golden golden = Golden.load(memory, name);
    ModelSetup setup = golden.setup();
    Network network = ModelRegistry.build(setup);
    LossWeighting weighting = LossWeighting.of(setup, network);
    List<Weight> weights = new ArrayList<>(network.weights());
    weights.addAll(weighting.weights());
    weights.forEach(weight -> load(weight, golden));
    FieldLayout layout = new FieldLayout(setup.features());

    assertPredictions(golden, "pred", network, layout, RELATIVE);
    try (var turn = engine.takeTurn();
        var optimizer = new Optimizer(memory, weights, Optimizer.Settings.of(setup.parameters()))) {
      for (int step = 0; step < 3; step++) {
        train(golden, step, turn, network, setup, weighting, optimizer);
      }
    }
    for (Weight weight : weights) {
      for (Piece piece : weight.pieces()) {
        assertAfter(golden, weight, piece);
      }
    }
    assertPredictions(golden, "pred_after", network, layout, AFTER_THREE_STEPS);
  }

  private void train(
      Golden golden,
      int number,
      TorchEngine.Turn turn,
      Network network,
      ModelSetup setup,
      LossWeighting weighting,
      Optimizer optimizer)
      throws InterruptedException {
    FieldLayout layout = new FieldLayout(setup.features());
    HostBatch batch = batch(golden, number, layout);
    TrainingStep step =
        new TrainingStep(turn, network, layout, Objectives.of(setup), weighting, optimizer, 1);
    TrainingStep.Result result =
        step.run(
            memory,
            batch,
            LEARNING_RATE,
            gradients -> {
              if (number == 0) {
                optimizer.weights().forEach(weight -> assertGradients(golden, weight, gradients));
              }
            });
    assertThat(result.loss())
        .as("loss of step %d", number)
        .isCloseTo(golden.loss(number), within(RELATIVE * golden.loss(number)));
    assertThat(result.gradientNorm())
        .as("norm of step %d", number)
        .isCloseTo(golden.gradientNorm(number), within(1e-4 * golden.gradientNorm(number)));
  }

  private static HostBatch batch(Golden golden, int number, FieldLayout layout)
      throws InterruptedException {
    MemorySource samples = new MemorySource(golden.batch(number));
    try (BatchLoader loader =
        BatchLoader.inOrder(samples, layout, Integer.MAX_VALUE, Labels.PRESENT)) {
      return loader.next().orElseThrow();
    }
  }

  private void load(Weight weight, Golden golden) {
    weight.initialize(memory, 1);
    for (Piece piece : weight.pieces()) {
      Weight.write(weight.array(), piece.offset(), golden.numbers("init/" + piece.name()));
    }
  }

  private void assertPredictions(
      Golden golden, String kind, Network network, FieldLayout layout, double tolerance)
      throws InterruptedException {
    try (NDManager scope = memory.newSubManager()) {
      Batch batch = Batch.on(scope, batch(golden, 0, layout), layout);
      NDArray p =
          Activation.sigmoid(
              network
                  .forward(new ParameterStore(scope, false), batch.inputs(), false)
                  .singletonOrThrow());
      for (int t = 0; t < layout.labels().size(); t++) {
        float[] expected = golden.numbers("%s/%s_pred".formatted(kind, layout.labels().get(t)));
        float[] actual = p.get(t).toFloatArray();
        assertThat(actual).hasSameSizeAs(expected);
        for (int i = 0; i < expected.length; i++) {
          assertThat(actual[i]).isCloseTo(expected[i], within((float) tolerance * expected[i]));
        }
      }
    }
  }

  private static void assertGradients(Golden golden, Weight weight, StepWeights gradients) {
    NDArray gradient = gradients.gradient(weight);
    weight.pieces().forEach(piece -> assertGradient(golden, piece, gradient));
  }

  private static void assertGradient(Golden golden, Piece piece, NDArray gradient) {
    float[] expected = golden.numbers("grad/" + piece.name());
    float[] actual = Weight.view(gradient, piece.offset(), piece.end()).toFloatArray();
    double tolerance = OF_LARGEST_GRADIENT * largest(expected) + ROUNDING * largestOfAll(golden);
    for (int i = 0; i < expected.length; i++) {
      assertThat((double) actual[i])
          .as("gradient %s[%d]", piece.name(), i)
          .isCloseTo(expected[i], within(tolerance));
    }
  }

  private static double largest(float[] values) {
    double largest = 0;
    for (float value : values) {
      largest = Math.max(largest, Math.abs(value));
    }
    return largest;
  }

  private static double largestOfAll(Golden golden) {
    return golden.names("grad").stream()
        .mapToDouble(name -> largest(golden.numbers("grad/" + name)))
        .max()
        .orElseThrow();
  }

  /** Whether batch norm takes the parameter out again, which leaves rounding as its gradient. */
  private static boolean hasNoEffect(Golden golden, String name) {
    String before = name.replaceAll("\\.bias$", "");
    int dot = before.lastIndexOf('.');
    if (dot < 0 || !name.endsWith(".bias")) {
      return false;
    }
    int next = Integer.parseInt(before.substring(dot + 1)) + 1;
    return golden.has("init/%s.%d.running_mean".formatted(before.substring(0, dot), next));
  }

  private static void assertAfter(Golden golden, Weight weight, Piece piece) {
    if (hasNoEffect(golden, piece.name())) {
      return;
    }
    float[] expected = golden.numbers("after/" + piece.name());
    float[] actual = Weight.view(weight.array(), piece.offset(), piece.end()).toFloatArray();
    for (int i = 0; i < expected.length; i++) {
      assertThat((double) actual[i])
          .as("weight %s[%d]", piece.name(), i)
          .isCloseTo(expected[i], within(AFTER_THREE_STEPS));
    }
  }
}
