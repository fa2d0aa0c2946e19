package io.fuxictr.ctr.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.fuxictr.ctr.Synthetic;
import io.fuxictr.ctr.engine.TorchEngine;
import io.fuxictr.ctr.model.ObjectiveKind;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ObjectivesIT {
  private static final float[] LOGITS = {-3f, -1.2f, -0.3f, 0.4f, 0.9f, 2.5f};
  private static final float[] CLASSES = {0, 1, 1, 0, 1, 0};
  private static final float[] NUMBERS = {-2.6f, 0.7f, -1f, 1.1f, 4f, -2f};
  private static final double STEP = 1e-5;

  private final TorchEngine engine = TorchEngine.start();
  private final NDManager memory = engine.memory(Device.cpu());

  /** The cost of a sample, computed in double. */
  interface Cost {
    double of(double logit, double label);
  }

  @AfterEach
  void release() {
    memory.close();
  }

  static Stream<Arguments> losses() {
    return Stream.of(
        classes("binary_classification", "BCE", (x, y) -> entropy(sigmoid(x), y)),
        classes("binary_classification_logits", "bce", (x, y) -> entropy(sigmoid(x), y)),
        classes("binary_classification", "mse_loss", (x, y) -> Math.pow(sigmoid(x) - y, 2)),
        classes("binary_classification", "FocalLoss", (x, y) -> focal(sigmoid(x), y, 2, 0.25)),
        classes(
            "binary_classification_logits", "focalloss", (x, y) -> focal(sigmoid(x), y, 2, .25)),
        classes(
            "binary_classification",
            Map.of("name", "FocalLoss", "params", Map.of("gamma", 0.5, "alpha", 0.6)),
            (x, y) -> focal(sigmoid(x), y, 0.5, 0.6)),
        classes(
            "binary_classification_logits",
            Map.of("fn", "FocalLoss", "params", Map.of("gamma", 3, "alpha", 0.1)),
            (x, y) -> focal(sigmoid(x), y, 3, 0.1)),
        classes("binary_classification", "HingeLoss", (x, y) -> hinge(sigmoid(x), y, 1)),
        classes(
            "binary_classification_logits",
            Map.of("name", "HingeLoss", "params", Map.of("margin", 2)),
            (x, y) -> hinge(x, y, 2)),
        numbers("mse_loss", (x, y) -> (x - y) * (x - y)),
        numbers("l1_loss", (x, y) -> Math.abs(x - y)),
        numbers("smooth_l1_loss", (x, y) -> huber(x - y, 1)),
        numbers(
            Map.of("name", "smooth_l1_loss", "params", Map.of("beta", 0.5)),
            (x, y) -> huber(x - y, 0.5) / 0.5),
        numbers("huber_loss", (x, y) -> huber(x - y, 1)),
        numbers(
            Map.of("name", "huber_loss", "params", Map.of("delta", 2)), (x, y) -> huber(x - y, 2)));
  }

  @ParameterizedTest
  @MethodSource("losses")
  void valueAndSlopeAreThoseOfTheFormula(String task, Object loss, float[] labels, Cost cost) {
    Objectives objectives = objectives(Map.of("task", task, "loss", loss));
    Result result = compute(objectives, twice(LOGITS), twice(labels));

    for (int i = 0; i < LOGITS.length; i++) {
      double before = cost.of(LOGITS[i] - STEP, labels[i]);
      double after = cost.of(LOGITS[i] + STEP, labels[i]);
      double slope = (after - before) / (2 * STEP) / LOGITS.length;
      assertThat((double) result.slopes[i]).as("slope %d", i).isCloseTo(slope, within(1e-5));
    }
    double mean = 0;
    for (int i = 0; i < LOGITS.length; i++) {
      mean += cost.of(LOGITS[i], labels[i]) / LOGITS.length;
    }
    assertThat((double) result.losses[0]).isCloseTo(mean, within(1e-5 * Math.abs(mean)));
    assertThat(result.losses[1]).isEqualTo(result.losses[0]);
  }

  @Test
  void eachObjectiveMayHaveItsOwnLoss() {
    Objectives objectives =
        objectives(
            Map.of(
                "task",
                List.of("binary_classification", "regression"),
                "loss",
                List.of("binary_crossentropy", "mse_loss")));
    Result result = compute(objectives, new float[] {0f, 3f}, new float[] {1f, 5f});

    assertThat((double) result.losses[0]).isCloseTo(Math.log(2), within(1e-6));
    assertThat(result.losses[1]).isEqualTo(4f);
    assertThat(result.slopes).containsExactly(-0.5f, -4f);
  }

  @Test
  void regressionUsesSquaresUnlessToldOtherwise() {
    Objectives objectives = objectives(Map.of("task", "regression"));

    assertThat(compute(objectives, new float[] {1f, 3f}, new float[] {-1f, 5f}).losses)
        .containsExactly(4f, 4f);
  }

  @Test
  void unknownLabelsAreLeftOut() {
    Objectives both =
        objectives(
            Map.of("task", List.of("binary_classification", "regression"), "loss", List.of()));
    float unknown = Float.NaN;

    Result some =
        compute(
            both,
            new float[] {0f, 7f, 9f, 2f, 3f, 4f},
            new float[] {1, -1, unknown, -1, 5, unknown});
    Result none = compute(both, new float[] {4f, 5f}, new float[] {-1f, unknown});

    assertThat((double) some.losses[0]).isCloseTo(Math.log(2), within(1e-6));
    assertThat(some.losses[1]).isEqualTo((9f + 4f) / 2);
    assertThat(some.slopes).containsExactly(-0.5f, 0, 0, 3f, -2f, 0);
    assertThat(none.losses).containsExactly(0, 0);
    assertThat(none.slopes).containsExactly(0, 0);
  }

  @Test
  void logarithmsOfProbabilitiesHaveABoundAndThoseOfLogitsNone() {
    float[] logits = {200f, 200f};
    float[] labels = {0f, 0f};
    Result bounded = compute(objectives(Map.of()), logits, labels);
    Result free =
        compute(objectives(Map.of("task", "binary_classification_logits")), logits, labels);

    assertThat(bounded.losses).containsExactly(100f, 100f);
    assertThat(free.losses).containsExactly(200f, 200f);
    assertThat(bounded.slopes).containsExactly(0f, 0f);
    assertThat(free.slopes).containsExactly(1f, 1f);
  }

  @Test
  void predictionsAreProbabilitiesOrTheNumberItself() {
    NDArray logits = memory.create(new float[] {0f, 2f, 0f, 2f}, new Shape(2, 2));
    List<ObjectiveKind> kinds = List.of(ObjectiveKind.REGRESSION, ObjectiveKind.CLASSIFICATION);

    float[] predictions = ObjectiveKind.predictions(kinds, logits).toFloatArray();

    assertThat(predictions).startsWith(0f, 2f, 0.5f);
    assertThat((double) predictions[3]).isCloseTo(sigmoid(2), within(1e-6));
  }

  @Test
  void refusesWhatItDoesNotKnow() {
    assertRefused(Map.of("loss", "focal"), "'focal'", "FocalLoss, HingeLoss, mse_loss");
    assertRefused(Map.of("loss", List.of("bce", "bce", "bce")), "[bce, bce, bce]", "a list of 2");
    assertRefused(Map.of("task", "regression", "loss", "bce"), "'bce'", "of a regression");
    assertRefused(
        Map.of("task", "ranking"), "'ranking'", "binary_classification_logits, regression");
    assertRefused(
        Map.of("loss", Map.of("name", "FocalLoss", "params", Map.of("gama", 2))),
        "gama",
        "alpha, eps, gamma");
    assertRefused(
        Map.of("loss", Map.of("name", "FocalLoss", "params", Map.of("alpha", 2))),
        "loss.params.alpha is 2",
        "from 0 to 1");
  }

  private static void assertRefused(Map<String, Object> parameters, String... parts) {
    assertThatThrownBy(() -> objectives(parameters)).hasMessageContainingAll(parts);
  }

  private static Objectives objectives(Map<String, Object> parameters) {
    return Objectives.of(Synthetic.setup("ShareBottom", parameters));
  }

  /** Losses of two objectives, and the slopes of their sum by the logits. */
  private static final class Result {
    private final float[] losses;
    private final float[] slopes;

    private Result(NDArray losses, NDArray slopes) {
      this.losses = losses.toFloatArray();
      this.slopes = slopes.toFloatArray();
    }
  }

  private Result compute(Objectives objectives, float[] logits, float[] labels) {
    Shape shape = new Shape(2, logits.length / 2);
    NDArray x = memory.create(logits, shape);
    x.setRequiresGradient(true);
    try (var turn = engine.takeTurn();
        var collector = turn.collectGradients()) {
      NDArray losses = objectives.losses(x, memory.create(labels, shape));
      collector.backward(losses.sum());
      return new Result(losses, x.getGradient());
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static float[] twice(float[] values) {
    float[] both = new float[2 * values.length];
    System.arraycopy(values, 0, both, 0, values.length);
    System.arraycopy(values, 0, both, values.length, values.length);
    return both;
  }

  private static Arguments classes(String task, Object loss, Cost cost) {
    return Arguments.of(task, loss, CLASSES, cost);
  }

  private static Arguments numbers(Object loss, Cost cost) {
    return Arguments.of("regression", loss, NUMBERS, cost);
  }

  private static double sigmoid(double x) {
    return 1 / (1 + Math.exp(-x));
  }

  private static double entropy(double p, double y) {
    return -(y * Math.log(p) + (1 - y) * Math.log(1 - p));
  }

  private static double focal(double p, double y, double gamma, double alpha) {
    double right = y > 0 ? p : 1 - p;
    return -(y > 0 ? alpha : 1 - alpha) * Math.pow(1 - right, gamma) * Math.log(right);
  }

  private static double hinge(double q, double y, double margin) {
    return Math.max(0, margin - (y > 0 ? q : -q));
  }

  private static double huber(double d, double bend) {
    return Math.abs(d) <= bend ? d * d / 2 : bend * (Math.abs(d) - bend / 2);
  }
}
