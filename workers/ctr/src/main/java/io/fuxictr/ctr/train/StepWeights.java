package io.fuxictr.ctr.train;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import io.fuxictr.ctr.layer.RowLookup;
import io.fuxictr.ctr.layer.Weight;
import io.fuxictr.ctr.layer.WeightRole;
import io.fuxictr.ctr.optimizer.Gradient;
import io.fuxictr.ctr.optimizer.TableRows;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;

/**
 * The weights as one training step sees them: views of the values that take gradients, or, where
 * only rows of the batch are to move, rows of tables that do.
 *
 * <p>Views are made anew in each step, so that libtorch hands over a gradient instead of adding it
 * to one that would have to be zeroed first.
 */
final class StepWeights extends ParameterStore {
  private final NDManager scope;
  private final Optional<TableRows> tableRows;
  private final IdentityHashMap<Parameter, NDArray> views = new IdentityHashMap<>();
  private final IdentityHashMap<Weight, List<Found>> lookups = new IdentityHashMap<>();
  private final IdentityHashMap<Weight, Gradient> gradients = new IdentityHashMap<>();

  /**
   * Makes views that live as long as a manager.
   *
   * @param tableRows present if only rows of the batch are to move
   */
  StepWeights(NDManager scope, Optional<TableRows> tableRows) {
    super(scope, false);
    this.scope = scope;
    this.tableRows = tableRows;
  }

  /** Rows (B, n) and what was found there (B, n, d), which takes gradients. */
  private record Found(NDArray rows, NDArray vectors) {
    TableRows.Lookup withGradient() {
      return new TableRows.Lookup(rows, vectors.getGradient());
    }
  }

  @Override
  public NDArray getValue(Parameter parameter, Device device, boolean training) {
    if (!training || !parameter.requiresGradient()) {
      return parameter.getArray();
    }
    return views.computeIfAbsent(parameter, this::view);
  }

  /** Looks rows (B, n) of a table up: (B, n, d). */
  NDArray rows(Weight table, NDArray rows) {
    if (!isSparse(table)) {
      return RowLookup.in(getValue(table.parameter(), table.array().getDevice(), true), rows);
    }
    NDArray vectors = RowLookup.in(table.array(), rows);
    vectors.setRequiresGradient(true);
    lookups.computeIfAbsent(table, _ -> new ArrayList<>()).add(new Found(rows, vectors));
    return vectors;
  }

  private boolean isSparse(Weight weight) {
    return tableRows.isPresent() && weight.role() == WeightRole.TABLE;
  }

  /**
   * Returns the gradient of a weight, always the same; zeros for one that took no part. To be asked
   * for after the backward pass.
   */
  Gradient gradient(Weight weight) {
    return gradients.computeIfAbsent(weight, this::found);
  }

  private Gradient found(Weight weight) {
    if (isSparse(weight)) {
      List<Found> found = lookups.getOrDefault(weight, List.of());
      return tableRows
          .orElseThrow()
          .sum(scope, weight, found.stream().map(Found::withGradient).toList());
    }
    return new Gradient.Whole(
        Optional.ofNullable(views.get(weight.parameter()))
            .map(NDArray::getGradient)
            .orElseGet(() -> scope.zeros(weight.shape())));
  }

  private NDArray view(Parameter parameter) {
    NDArray view = parameter.getArray().stopGradient();
    view.attach(scope);
    view.setRequiresGradient(true);
    return view;
  }
}
