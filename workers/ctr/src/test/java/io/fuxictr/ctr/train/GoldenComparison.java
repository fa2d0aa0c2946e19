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
import io.fuxictr.ctr.layer.WeightRole;
import io.fuxictr.ctr.loss.LossWeighting;
import io.fuxictr.ctr.loss.Objectives;
import io.fuxictr.ctr.model.ModelSetup;
import io.fuxictr.ctr.model.Network;
import io.fuxictr.ctr.optimizer.Gradient;
import io.fuxictr.ctr.optimizer.Optimizer;
import io.fuxictr.ctr.zoo.ModelRegistry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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

  /** Share of its terms that a sum of 64 in float32 may be off at worst. */
  private static final double SUM_OF_64 = 64 * Math.ulp(1f) / 2;

  private static final double LEARNING_RATE = 0.01;
  private static final double LARGEST_NORM = 10;
  private static final int STEPS = 3;

  private final TorchEngine engine = TorchEngine.start();
  private final NDManager memory = engine.memory(Device.cpu());
  private final List<String> deviations = new ArrayList<>();
  private final Set<String> vanishing = new HashSet<>();
  private final Map<String, double[]> swings = new HashMap<>();
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
    comparePredictions("pred");
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
    comparePredictions("pred_after");
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
              addSwings(optimizer.weights(), gradients);
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

  /**
   * Compares probabilities. One far from 1 is e to its logit, nearly, so that its relative error is
   * the logit's absolute one, which grows with the logit.
   */
  private void comparePredictions(String kind) throws InterruptedException {
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
          double steepness = Math.max(1, -Math.log(Math.max(expected[i], Float.MIN_NORMAL)));
          compareRelative(
              "%s[%d]".formatted(name, i), actual[i], expected[i], RELATIVE * steepness);
        }
      }
    }
  }

  private void compareGradients(Weight weight, StepWeights gradients) {
    Gradient gradient = gradients.gradient(weight);
    weight.pieces().forEach(piece -> compareGradient(piece, gradient));
  }

  private void compareGradient(Piece piece, Gradient gradient) {
    if (!golden.has("grad/" + piece.name())) {
      return;
    }
    float[] expected = clipped("grad/" + piece.name());
    float[] actual = gradient.of(piece).toFloatArray();
    double rounding = ROUNDING * largestOfAll();
    double tolerance = OF_LARGEST_GRADIENT * largest(expected) + rounding;
    for (int i = 0; i < expected.length; i++) {
      compare("gradient %s[%d]".formatted(piece.name(), i), actual[i], expected[i], tolerance);
    }
    if (penalties().anyMatch(factor -> isPenaltyAlone(piece, expected, factor, rounding))) {
      vanishing.add(piece.name());
    }
  }

  /**
   * Adds up how far rounding may move each number: adam divides a gradient by its own size, so that
   * the part of it that is rounding moves the weight by that part of the learning rate.
   */
  private void addSwings(List<Weight> trained, StepWeights gradients) {
    Map<Piece, float[]> values = new LinkedHashMap<>();
    for (Weight weight : trained) {
      Gradient gradient = gradients.gradient(weight);
      for (Piece piece : weight.pieces()) {
        values.put(piece, gradient.of(piece).toFloatArray());
      }
    }
    double rounding =
        SUM_OF_64 * values.values().stream().mapToDouble(v -> largest(v)).max().orElseThrow();
    values.forEach(
        (piece, numbers) -> {
          double[] sum = swings.computeIfAbsent(piece.name(), _ -> new double[numbers.length]);
          for (int i = 0; i < numbers.length; i++) {
            sum[i] += LEARNING_RATE * Math.min(1, rounding / Math.abs(numbers[i]));
          }
        });
  }

  /** The reference's gradient is the one before clipping, ours the one behind it. */
  private float[] clipped(String gradient) {
    float[] values = golden.numbers(gradient);
    for (int i = 0; i < values.length; i++) {
      values[i] *= (float) clip();
    }
    return values;
  }

  private double clip() {
    return Math.min(1, LARGEST_NORM / golden.gradientNorm(0));
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
      if (Math.abs(gradient[i] - clip() * factor * values[i]) > rounding) {
        return false;
      }
    }
    return true;
  }

  /**
   * Compares a parameter after three steps, statistics as shares of themselves, and leaves the
   * reference's values in its place. One that the loss does not depend on moved by the learning
   * rate in a direction that rounding decides: it is not compared.
   */
  private void compareAfter(Weight weight, Piece piece) {
    if (!golden.has("after/" + piece.name())) {
      return;
    }
    float[] expected = golden.numbers("after/" + piece.name());
    float[] actual = Weight.read(weight.array(), piece.offset(), piece.end());
    double[] swing = swings.getOrDefault(piece.name(), new double[expected.length]);
    boolean statistic = weight.role() == WeightRole.STATISTIC;
    for (int i = 0; i < expected.length && !vanishing.contains(piece.name()); i++) {
      String what = "weight %s[%d]".formatted(piece.name(), i);
      double size = statistic ? Math.max(1, Math.abs(expected[i])) : 1;
      compare(what, actual[i], expected[i], AFTER_THREE_STEPS * size + swing[i]);
    }
    Weight.write(weight.array(), piece.offset(), expected);
  }

  private void compare(String what, double actual, double expected, double allowed) {
    if (!(Math.abs(actual - expected) <= allowed)) {
      deviations.add(
          "%s is %.9g, the reference has %.9g, allowed is %.2g"
              .formatted(what, actual, expected, allowed));
    }
  }

  private void compareRelative(String what, double actual, double expected, double share) {
    compare(what, actual, expected, share * Math.abs(expected) + Float.MIN_NORMAL);
    if (expected != 0) {
      worstRelativeError = Math.max(worstRelativeError, Math.abs(actual / expected - 1));
    }
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
