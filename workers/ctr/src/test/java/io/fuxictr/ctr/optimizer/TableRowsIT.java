package io.fuxictr.ctr.optimizer;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.fuxictr.ctr.engine.TorchEngine;
import io.fuxictr.ctr.layer.InitialValues;
import io.fuxictr.ctr.layer.Weight;
import io.fuxictr.ctr.layer.WeightRole;
import io.fuxictr.ctr.loss.Penalty;
import io.fuxictr.ctr.model.ModelKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A table of two features of three rows each, two numbers wide; rows 0 and 3 are padding. */
class TableRowsIT {
  private static final Penalty PENALTY = new Penalty(0.01, 0.1);
  private static final int[] ALL = {0, 1, 2, 3, 4, 5};
  private static final int WIDTH = 2;

  private final NDManager memory = TorchEngine.start().memory(Device.cpu());
  private final Weight table = table();
  private final Weight twin = table();

  @AfterEach
  void release() {
    memory.close();
  }

  @Test
  void gradientsOfTheSameRowAreAddedUpAndPaddingHasNone() {
    try (TableRows rows = new TableRows(Device.cpu())) {
      Gradient.OfRows sum =
          rows.sum(memory, table, List.of(lookup(1, 5, 0, 1), lookup(10, 5, 4, 3, 0)));

      assertThat(sum.rows().toLongArray()).containsExactly(0, 1, 3, 4, 5);
      assertThat(sum.values().toFloatArray())
          .containsExactly(0, 0, -1.5f, 1.5f, 0, 0, 15, -15, 2.5f + 25, -2.5f - 25);
      assertThat(sum.of(table.pieces().getFirst()).toFloatArray())
          .containsExactly(0, 0, -1.5f, 1.5f);
      assertThat(sum.of(table.pieces().getLast()).getShape()).isEqualTo(new Shape(6));
    }
  }

  @ParameterizedTest
  @EnumSource(Method.class)
  void aBatchOfAllRowsMovesThemAsAWholeTableMoves(Method method) {
    try (Optimizer whole = optimizer(method, twin, TableUpdate.ALL_ROWS);
        Optimizer sparse = optimizer(method, table, TableUpdate.ROWS_OF_BATCH)) {
      for (int t = 1; t <= 5; t++) {
        Optimizer.Outcome expected = step(whole, t, ALL);
        assertThat(step(sparse, t, ALL)).isEqualTo(expected);
      }

      assertThat(state(sparse)).usingRecursiveComparison().isEqualTo(state(whole));
    }
  }

  @ParameterizedTest
  @EnumSource(Method.class)
  void rowsThatAreNotInTheBatchStayAsTheyAre(Method method) {
    try (Optimizer sparse = optimizer(method, table, TableUpdate.ROWS_OF_BATCH)) {
      step(sparse, 1, ALL);
      List<float[]> before = state(sparse);
      step(sparse, 2, 0, 1, 5);
      List<float[]> after = state(sparse);

      for (int i = 0; i < before.size(); i++) {
        for (int still : new int[] {0, 2, 3, 4}) {
          assertThat(row(after, i, still)).containsExactly(row(before, i, still));
        }
        assertThat(row(after, i, 1)).isNotEqualTo(row(before, i, 1));
        assertThat(row(after, i, 5)).isNotEqualTo(row(before, i, 5));
      }
      assertThat(row(after, 0, 0)).containsOnly(0);
    }
  }

  @Test
  void aTableThatTookNoPartStaysAsItIs() {
    try (Optimizer sparse = optimizer(Method.ADAM, table, TableUpdate.ROWS_OF_BATCH)) {
      step(sparse, 1, ALL);
      List<float[]> before = state(sparse);
      Optimizer.Outcome outcome =
          sparse.step(
              memory,
              0.1,
              weight -> sparse.tableRows().orElseThrow().sum(memory, weight, List.of()));

      assertThat(state(sparse)).usingRecursiveComparison().isEqualTo(before);
      assertThat(outcome).isEqualTo(new Optimizer.Outcome(0, 0));
    }
  }

  @Test
  void nothingMovesWhenAGradientIsNotFinite() {
    try (Optimizer sparse = optimizer(Method.ADAM, table, TableUpdate.ROWS_OF_BATCH)) {
      List<float[]> before = state(sparse);
      var broken = new TableRows.Lookup(rows(1), memory.full(new Shape(1, 1, WIDTH), Float.NaN));
      sparse.step(
          memory,
          0.1,
          weight -> sparse.tableRows().orElseThrow().sum(memory, weight, List.of(broken)));

      assertThat(state(sparse)).usingRecursiveComparison().isEqualTo(before);
      assertThat(sparse.steps()).isZero();
    }
  }

  /** Steps with gradients that depend on row and step, each row's in two parts. */
  private Optimizer.Outcome step(Optimizer optimizer, int t, int... rows) {
    try (NDManager scope = memory.newSubManager()) {
      return optimizer.step(
          scope,
          0.1,
          weight ->
              optimizer
                  .tableRows()
                  .<Gradient>map(
                      each -> each.sum(scope, weight, List.of(lookup(t, rows), lookup(t, rows))))
                  .orElseGet(() -> whole(t)));
    }
  }

  private Gradient whole(int t) {
    float[] values = new float[ALL.length * WIDTH];
    for (int i = 0; i < values.length; i++) {
      values[i] = 2 * gradient(i / WIDTH, t, i % WIDTH);
    }
    return new Gradient.Whole(memory.create(values, table.shape()));
  }

  private TableRows.Lookup lookup(int t, int... rows) {
    float[] values = new float[rows.length * WIDTH];
    for (int i = 0; i < values.length; i++) {
      values[i] = gradient(rows[i / WIDTH], t, i % WIDTH);
    }
    return new TableRows.Lookup(
        rows(rows), memory.create(values, new Shape(1, rows.length, WIDTH)));
  }

  private NDArray rows(int... rows) {
    return memory.create(rows, new Shape(1, rows.length));
  }

  private static float gradient(int row, int t, int column) {
    return (row - 2.5f) * t * (column == 0 ? 1 : -1);
  }

  private Optimizer optimizer(Method method, Weight weight, TableUpdate update) {
    return new Optimizer(
        memory,
        List.of(weight),
        ModelKind.MULTI_OBJECTIVE,
        new Optimizer.Settings(method, 3, PENALTY, PENALTY, update));
  }

  private Weight table() {
    Shape each = new Shape(3, WIDTH);
    Weight weight =
        Weight.of(
            new Shape(6, WIDTH),
            WeightRole.TABLE,
            new InitialValues.PaddedNormal(1),
            List.of(new Weight.NamedShape("a", each), new Weight.NamedShape("b", each)));
    weight.initialize(memory, 1);
    return weight;
  }

  /** Returns the numbers of the table and of all that is remembered of it. */
  private static List<float[]> state(Optimizer optimizer) {
    List<float[]> state = new ArrayList<>();
    state.add(numbers(optimizer.weights().getFirst().array()));
    optimizer.memories().forEach(each -> state.add(numbers(each.array())));
    return state;
  }

  private static float[] row(List<float[]> state, int array, int row) {
    return Arrays.copyOfRange(state.get(array), row * WIDTH, (row + 1) * WIDTH);
  }

  private static float[] numbers(NDArray array) {
    return array.toFloatArray();
  }
}
