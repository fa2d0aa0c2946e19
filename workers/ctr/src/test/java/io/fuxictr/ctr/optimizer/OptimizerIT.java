package io.fuxictr.ctr.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.fuxictr.ctr.config.HyperParameters;
import io.fuxictr.ctr.engine.TorchEngine;
import io.fuxictr.ctr.layer.InitialValues;
import io.fuxictr.ctr.layer.Weight;
import io.fuxictr.ctr.layer.WeightRole;
import io.fuxictr.ctr.loss.Penalty;
import io.fuxictr.ctr.model.ModelKind;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Steps are compared with the formulas of torch.optim's documentation, computed in double. */
class OptimizerIT {
  private static final int STEPS = 9;
  private static final double RATE = 0.05;
  private static final Penalty NONE = new Penalty(0, 0);

  private final NDManager memory = TorchEngine.start().memory(Device.cpu());
  private final Weight net = weight(WeightRole.NET, new Shape(4), "net");

  /** Two features of two rows, the first of each being its padding. */
  private final Weight table = weight(WeightRole.TABLE, new Shape(4, 3), "table.a", "table.b");

  private final Weight free = weight(WeightRole.FREE, new Shape(2), "free");
  private final Weight statistic = weight(WeightRole.STATISTIC, new Shape(2), "statistic");

  @AfterEach
  void release() {
    memory.close();
  }

  @ParameterizedTest
  @EnumSource(Method.class)
  void movesWeightsAsItsFormulaSays(Method method) {
    double[] expected = numbers(net);
    MethodFormula formula = new MethodFormula(method, RATE, expected.length);
    try (Optimizer optimizer = optimizer(method, 100, NONE, NONE, net)) {
      for (int t = 1; t <= STEPS; t++) {
        step(optimizer, RATE, t, 1);
        for (int i = 0; i < expected.length; i++) {
          expected[i] -= formula.move(expected[i], gradient(i, t, 1), i, t);
        }
      }
    }
    assertClose(net, expected);
  }

  @ParameterizedTest
  @EnumSource(Method.class)
  void paddingRowsAndStatisticsNeverMove(Method method) {
    double[] before = numbers(table);
    try (Optimizer optimizer =
        optimizer(method, 100, new Penalty(0, 0.1), NONE, statistic, net, table, free)) {
      Weight.write(table.array(), 0, new float[3]);
      Weight.write(table.array(), 6, new float[3]);
      for (int t = 1; t <= STEPS; t++) {
        step(optimizer, RATE, t, 1);
      }
      assertThat(optimizer.weights()).containsExactly(table, net, free);
    }
    double[] after = numbers(table);
    assertThat(List.of(after[0], after[1], after[2], after[6], after[7], after[8]))
        .containsOnly(0.0);
    assertThat(List.of(after[3], after[9])).doesNotContain(before[3], before[9]);
    assertThat(numbers(statistic)).containsExactly(first(0), first(1));
  }

  @Test
  void penaltiesBelongToTheirGroups() {
    double[] tables = numbers(table);
    double[] nets = numbers(net);
    double[] frees = numbers(free);
    Optimizer.Outcome outcome;
    try (Optimizer optimizer =
        optimizer(Method.SGD, 1000, new Penalty(0.3, 0.2), new Penalty(0, 0.5), free, net, table)) {
      outcome = step(optimizer, 1, 1, 1);
    }
    double cost = 0;
    double squares = 0;
    for (int i = 0; i < tables.length; i++) {
      double own = i / 3 % 2 == 0 ? 0 : gradient(i, 1, 1);
      double slope = own + 0.3 * Math.signum(tables[i]) + 0.2 * tables[i];
      cost += 0.3 * Math.abs(tables[i]) + 0.1 * tables[i] * tables[i];
      squares += slope * slope;
      tables[i] -= slope;
    }
    for (int i = 0; i < nets.length; i++) {
      double slope = gradient(i, 1, 1) + 0.5 * nets[i];
      cost += 0.25 * nets[i] * nets[i];
      squares += slope * slope;
      nets[i] -= slope;
    }
    for (int i = 0; i < frees.length; i++) {
      squares += Math.pow(gradient(i, 1, 1), 2);
      frees[i] -= gradient(i, 1, 1);
    }
    assertClose(table, tables);
    assertClose(net, nets);
    assertClose(free, frees);
    assertThat(outcome.penalty()).isCloseTo(cost, within(1e-5 * cost));
    assertThat(outcome.gradientNorm()).isCloseTo(Math.sqrt(squares), within(1e-5));
  }

  @Test
  void largeGradientsAreScaledToTheLimitSmallOnesAreNot() {
    double[] expected = numbers(net);
    double norm = 0;
    for (int i = 0; i < expected.length; i++) {
      norm += Math.pow(gradient(i, 1, 50), 2);
    }
    norm = Math.sqrt(norm);
    try (Optimizer optimizer = optimizer(Method.SGD, 2, NONE, NONE, net)) {
      assertThat(step(optimizer, RATE, 1, 50).gradientNorm()).isCloseTo(norm, within(1e-4));
      step(optimizer, RATE, 2, 0.1);
    }
    for (int i = 0; i < expected.length; i++) {
      expected[i] -= RATE * gradient(i, 1, 50) * 2 / (norm + 1e-6);
      expected[i] -= RATE * gradient(i, 2, 0.1);
    }
    assertClose(net, expected);
  }

  @ParameterizedTest
  @EnumSource(Method.class)
  void nothingMovesWhenAGradientIsNotFinite(Method method) {
    double[] before = numbers(net);
    try (Optimizer optimizer = optimizer(method, 10, NONE, NONE, net)) {
      Optimizer.Outcome outcome = step(optimizer, RATE, 1, Double.NaN);

      assertThat(outcome.gradientNorm()).isNaN();
      assertThat(optimizer.steps()).isZero();
      assertThat(step(optimizer, RATE, 1, Double.POSITIVE_INFINITY).gradientNorm()).isInfinite();
    }
    assertThat(numbers(net)).isEqualTo(before);
  }

  @ParameterizedTest
  @EnumSource(Method.class)
  void goesOnFromItsMemoriesAsIfItHadNotStopped(Method method) {
    Weight copy = weight(WeightRole.NET, new Shape(4), "net");
    try (Optimizer whole = optimizer(method, 100, NONE, NONE, net);
        Optimizer first = optimizer(method, 100, NONE, NONE, copy);
        Optimizer second = optimizer(method, 100, NONE, NONE, copy)) {
      for (int t = 1; t <= STEPS; t++) {
        step(whole, RATE, t, 1);
        if (t <= 5) {
          step(first, RATE, t, 1);
        }
      }
      for (int i = 0; i < first.memories().size(); i++) {
        first.memories().get(i).array().copyTo(second.memories().get(i).array());
      }
      second.resumeAt(5);
      for (int t = 6; t <= STEPS; t++) {
        step(second, RATE, t, 1);
      }
    }
    assertThat(numbers(copy)).isEqualTo(numbers(net));
  }

  @Test
  void methodsAreKnownByTorchsNames() {
    assertThat(settings(Map.of()).method()).isEqualTo(Method.ADAM);
    assertThat(settings(Map.of("optimizer", "adam")).method()).isEqualTo(Method.ADAM);
    assertThat(settings(Map.of("optimizer", "RMSprop")).method()).isEqualTo(Method.RMSPROP);
    assertThatThrownBy(() -> settings(Map.of("optimizer", "LBFGS")))
        .hasMessage(
            "Hyper-parameter optimizer is 'LBFGS'; allowed: Adam, AdamW, SGD, Adagrad, RMSprop,"
                + " Adadelta, Adamax, NAdam, RAdam");
  }

  @Test
  void oneRegularizerStandsForBothGroups() {
    Map<String, Object> one = Map.of("regularizer", "l1(0.1)");
    Map<String, Object> mixed = Map.of("regularizer", 0.2, "net_regularizer", 0.3);

    assertThat(settings(one).tables()).isEqualTo(new Penalty(0.1, 0));
    assertThat(settings(one).net()).isEqualTo(new Penalty(0.1, 0));
    assertThat(settings(mixed).tables()).isEqualTo(new Penalty(0, 0.2));
    assertThat(settings(mixed).net()).isEqualTo(new Penalty(0, 0.3));
  }

  private static Optimizer.Settings settings(Map<String, Object> parameters) {
    return Optimizer.Settings.of(HyperParameters.of(parameters));
  }

  private Optimizer.Outcome step(Optimizer optimizer, double rate, int t, double scale) {
    try (NDManager scope = memory.newSubManager()) {
      return optimizer.step(scope, rate, weight -> gradients(scope, weight, t, scale));
    }
  }

  private static Gradient gradients(NDManager scope, Weight weight, int t, double scale) {
    float[] values = new float[(int) weight.shape().size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) gradient(i, t, scale);
    }
    return new Gradient.Whole(scope.create(values, weight.shape()));
  }

  private static double gradient(int i, int t, double scale) {
    return scale * Math.sin(1.7 * i + 0.9 * t);
  }

  private Optimizer optimizer(
      Method method, double limit, Penalty tables, Penalty nets, Weight... weights) {
    return new Optimizer(
        memory,
        List.of(weights),
        ModelKind.MULTI_OBJECTIVE,
        new Optimizer.Settings(method, limit, tables, nets, TableUpdate.ALL_ROWS));
  }

  private Weight weight(WeightRole role, Shape shape, String... parts) {
    Shape each = parts.length == 1 ? shape : new Shape(shape.get(0) / parts.length, shape.get(1));
    Weight weight =
        Weight.of(
            shape,
            role,
            new InitialValues.Constant(0),
            List.of(parts).stream().map(part -> new Weight.NamedShape(part, each)).toList());
    weight.allocate(memory);
    float[] values = new float[(int) shape.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) first(i);
    }
    Weight.write(weight.array(), 0, values);
    return weight;
  }

  private static double first(int i) {
    return (float) (0.3 * (i - 1.5));
  }

  private static double[] numbers(Weight weight) {
    float[] values = weight.array().toFloatArray();
    double[] numbers = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      numbers[i] = values[i];
    }
    return numbers;
  }

  private static void assertClose(Weight weight, double[] expected) {
    double[] actual = numbers(weight);
    for (int i = 0; i < expected.length; i++) {
      assertThat(actual[i]).as("number %d", i).isCloseTo(expected[i], within(1e-5));
    }
  }
}
