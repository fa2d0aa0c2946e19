package io.fuxictr.ctr.train;

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
import io.fuxictr.ctr.config.HyperParameters;
import io.fuxictr.ctr.engine.TorchEngine;
import io.fuxictr.ctr.layer.Pass;
import io.fuxictr.ctr.layer.Piece;
import io.fuxictr.ctr.layer.Weight;
import io.fuxictr.ctr.loss.LossWeighting;
import io.fuxictr.ctr.loss.Objectives;
import io.fuxictr.ctr.model.ModelSetup;
import io.fuxictr.ctr.model.Network;
import io.fuxictr.ctr.optimizer.Optimizer;
import io.fuxictr.ctr.zoo.ModelRegistry;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/** A model trained for three steps beside the reference, and where the two differ too much. */
final class GoldenComparison implements AutoCloseable {
  private static final double RELATIVE = 1e-5;
  private static final double OF_LARGEST_GRADIENT = 1e-4;
  private static final double AFTER_THREE_STEPS = 1e-4;

  /** Share of the largest gradient of all that 64 terms in float32 may be off. */
  private static final double ROUNDING = 1e-6;

  private static final double LEARNING_RATE = 0.01;
  private static final double LARGEST_NORM = 10;
  private static final int STEPS = 3;

  private final TorchEngine engine = TorchEngine.start();
  private final NDManager memory = engine.memory(Device.cpu());
  private final List<String> deviations = new ArrayList<>();
  private final Set<String> vanishing = new HashSet<>();
  private final Golden golden;
  private final Network network;
  private final FieldLayout layout;
  private final LossWeighting weighting;
  private final List<Weight> weights;
  private final ModelSetup setup;
  private double worstRelativeError;

  private GoldenComparison(String name) {
    golden = Golden.load(memory, name);
    setup = ModelRegistry.prepare(golden.setup());
    network = ModelRegistry.build(setup);
    layout = new FieldLayout(setup.features());
    weighting = LossWeighting.of(setup, network);
    weights = new ArrayList<>(network.weights());
    weights.addAll(weighting.weights());
  }

  /** Compares all there is to compare. */
  static GoldenComparison of(String name) throws InterruptedException {
    try (GoldenComparison comparison = new GoldenComparison(name)) {
      comparison.run();
      return comparison;
    }
  }

  /** Returns the largest relative error among predictions and losses. */
  double worstRelativeError() {
    return worstRelativeError;
  }

  /** Returns what differs too much, in words. */
  List<String> deviations() {
    return deviations;
  }

  private void run() throws InterruptedException {
    compareNames();
    weights.forEach(this::load);
    comparePredictions("pred", RELATIVE);
    try (var turn = engine.takeTurn();
        var optimizer =
            new Optimizer(
                memory, weights, network.kind(), Optimizer.Settings.of(setup.parameters()))) {
      for (int step = 0; step < STEPS; step++) {
        train(step, turn, optimizer);
      }
    }
    for (Weight weight : weights) {
      weight.pieces().forEach(piece -> compareAfter(weight, piece));
    }
    comparePredictions("pred_after", AFTER_THREE_STEPS);
  }

  /** Every trained parameter of the reference has to be in the model, and none besides. */
  private void compareNames() {
    Set<String> ours = new HashSet<>();
    weights.forEach(weight -> weight.pieces().forEach(piece -> ours.add(piece.name())));
    Set<String> missing = new HashSet<>(golden.names("grad"));
    missing.removeAll(ours);
    ours.removeAll(golden.names("init"));
    if (!missing.isEmpty() || !ours.isEmpty()) {
      deviations.add("parameters missing %s, not in the reference %s".formatted(missing, ours));
    }
  }

  private void load(Weight weight) {
    weight.initialize(memory, 1);
    for (Piece piece : weight.pieces()) {
      if (golden.has("init/" + piece.name())) {
        Weight.write(weight.array(), piece.offset(), golden.numbers("init/" + piece.name()));
      }
    }
  }

  private void train(int number, TorchEngine.Turn turn, Optimizer optimizer)
      throws InterruptedException {
    TrainingStep step =
        new TrainingStep(turn, network, layout, Objectives.of(setup), weighting, optimizer, 1);
    TrainingStep.Result result =
        step.run(
            memory,
            batch(number),
            LEARNING_RATE,
            gradients -> {
              if (number == 0) {
                optimizer.weights().forEach(weight -> compareGradients(weight, gradients));
              }
            });
    compareRelative("loss of step " + number, result.loss(), golden.loss(number), RELATIVE);
    double norm = golden.gradientNorm(number);
    compare("norm of step " + number, result.gradientNorm(), norm, OF_LARGEST_GRADIENT * norm);
  }

  private HostBatch batch(int number) throws InterruptedException {
    MemorySource samples = new MemorySource(golden.batch(number));
    try (BatchLoader loader =
        BatchLoader.inOrder(samples, layout, Integer.MAX_VALUE, Labels.PRESENT)) {
      return loader.next().orElseThrow();
    }
  }

  private void comparePredictions(String kind, double tolerance) throws InterruptedException {
    try (NDManager scope = memory.newSubManager()) {
      Batch batch = Batch.on(scope, batch(0), layout);
      Pass pass = Pass.scoring(new ParameterStore(scope, false));
      NDArray p = Activation.sigmoid(network.score(pass, batch.inputs()).logits());
      for (int t = 0; t < layout.labels().size(); t++) {
        String label = layout.labels().get(t);
        String single = kind + "/y_pred";
        String name = golden.has(single) ? single : "%s/%s_pred".formatted(kind, label);
        float[] expected = golden.numbers(name);
        float[] actual = p.get(t).toFloatArray();
        for (int i = 0; i < expected.length; i++) {
          compareRelative("%s[%d]".formatted(name, i), actual[i], expected[i], tolerance);
        }
      }
    }
  }

  private void compareGradients(Weight weight, StepWeights gradients) {
    NDArray gradient = gradients.gradient(weight);
    weight.pieces().forEach(piece -> compareGradient(piece, gradient));
  }

  private void compareGradient(Piece piece, NDArray gradient) {
    if (!golden.has("grad/" + piece.name())) {
      return;
    }
    float[] expected = clipped("grad/" + piece.name());
    float[] actual = Weight.view(gradient, piece.offset(), piece.end()).toFloatArray();
    double rounding = ROUNDING * largestOfAll();
    double tolerance = OF_LARGEST_GRADIENT * largest(expected) + rounding;
    for (int i = 0; i < expected.length; i++) {
      compare("gradient %s[%d]".formatted(piece.name(), i), actual[i], expected[i], tolerance);
    }
    if (penalties().anyMatch(factor -> isPenaltyAlone(piece, expected, factor, rounding))) {
      vanishing.add(piece.name());
    }
  }

  /** The reference's gradient is the one before clipping, ours the one behind it. */
  private float[] clipped(String gradient) {
    double norm = golden.gradientNorm(0);
    float[] values = golden.numbers(gradient);
    for (int i = 0; i < values.length; i++) {
      values[i] *= (float) Math.min(1, LARGEST_NORM / norm);
    }
    return values;
  }

  private DoubleStream penalties() {
    HyperParameters parameters = setup.parameters();
    return Stream.of("embedding_regularizer", "net_regularizer", "regularizer")
        .mapToDouble(key -> parameters.real(key, 0, _ -> true, "a number"));
  }

  /** Whether a gradient is that of the penalty and nothing else, up to rounding. */
  private boolean isPenaltyAlone(Piece piece, float[] gradient, double factor, double rounding) {
    float[] values = golden.numbers("init/" + piece.name());
    for (int i = 0; i < values.length; i++) {
      if (Math.abs(gradient[i] - factor * values[i]) > rounding) {
        return false;
      }
    }
    return true;
  }

  /**
   * Compares a parameter after three steps, unless the loss does not depend on it: adam then moves
   * it by the learning rate in a direction that rounding decides.
   */
  private void compareAfter(Weight weight, Piece piece) {
    if (vanishing.contains(piece.name()) || !golden.has("after/" + piece.name())) {
      return;
    }
    float[] expected = golden.numbers("after/" + piece.name());
    float[] actual = Weight.view(weight.array(), piece.offset(), piece.end()).toFloatArray();
    for (int i = 0; i < expected.length; i++) {
      String what = "weight %s[%d]".formatted(piece.name(), i);
      compare(what, actual[i], expected[i], AFTER_THREE_STEPS);
    }
  }

  private void compare(String what, double actual, double expected, double allowed) {
    if (!(Math.abs(actual - expected) <= allowed)) {
      deviations.add(
          "%s is %.9g, the reference has %.9g, allowed is %.2g"
              .formatted(what, actual, expected, allowed));
    }
  }

  private void compareRelative(String what, double actual, double expected, double share) {
    compare(what, actual, expected, share * Math.abs(expected));
    worstRelativeError = Math.max(worstRelativeError, Math.abs(actual / expected - 1));
  }

  private static double largest(float[] values) {
    double largest = 0;
    for (float value : values) {
      largest = Math.max(largest, Math.abs(value));
    }
    return largest;
  }

  private double largestOfAll() {
    return golden.names("grad").stream()
        .mapToDouble(name -> largest(clipped("grad/" + name)))
        .max()
        .orElseThrow();
  }

  @Override
  public void close() {
    memory.close();
  }
}
