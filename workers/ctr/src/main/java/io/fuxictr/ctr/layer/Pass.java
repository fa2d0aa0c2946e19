package io.fuxictr.ctr.layer;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.training.ParameterStore;
import java.util.Optional;

/**
 * One forward pass through a model: where its weights' values are, and whether it is for training.
 *
 * <p>Belongs to one batch and one thread.
 */
public final class Pass {
  private final ParameterStore store;
  private final boolean training;
  private final Optional<Dropout> draws;
  private final Optional<RowLookup> lookup;

  private Pass(
      ParameterStore store, boolean training, Optional<Dropout> draws, Optional<RowLookup> lookup) {
    this.store = store;
    this.training = training;
    this.draws = draws;
    this.lookup = lookup;
  }

  /** Starts a pass whose result is differentiated. */
  public static Pass training(ParameterStore store, Dropout draws) {
    return new Pass(store, true, Optional.of(draws), Optional.empty());
  }

  /** Starts a pass whose result is differentiated, and whose tables are seen only row by row. */
  public static Pass training(ParameterStore store, Dropout draws, RowLookup lookup) {
    return new Pass(store, true, Optional.of(draws), Optional.of(lookup));
  }

  /** Starts a pass that scores samples: running statistics, nothing left out. */
  public static Pass scoring(ParameterStore store) {
    return new Pass(store, false, Optional.empty(), Optional.empty());
  }

  /** Starts a pass as DJL asks for it; in training nothing is left out. */
  static Pass of(ParameterStore store, boolean training) {
    return new Pass(store, training, Optional.empty(), Optional.empty());
  }

  /** Returns whether the pass is for training. */
  public boolean training() {
    return training;
  }

  /** Returns the values of a weight, which take gradients in training if the weight is trained. */
  public NDArray value(Weight weight) {
    Device device = weight.array().getDevice();
    return store.getValue(weight.parameter(), device, training);
  }

  /** Returns rows of a table, which take gradients in training: (B, n) to (B, n, d). */
  public NDArray rows(Weight table, NDArray rows) {
    return lookup
        .map(each -> each.rows(table, rows))
        .orElseGet(() -> RowLookup.in(value(table), rows));
  }

  /** Leaves numbers of x out with a probability, in training. */
  public NDArray dropout(NDArray x, double rate) {
    return draws.map(each -> each.leaveOut(x, rate)).orElse(x);
  }
}
