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

  private Pass(ParameterStore store, boolean training, Optional<Dropout> draws) {
    this.store = store;
    this.training = training;
    this.draws = draws;
  }

  /** Starts a pass whose result is differentiated. */
  public static Pass training(ParameterStore store, Dropout draws) {
    return new Pass(store, true, Optional.of(draws));
  }

  /** Starts a pass that scores samples: running statistics, nothing left out. */
  public static Pass scoring(ParameterStore store) {
    return new Pass(store, false, Optional.empty());
  }

  /** Starts a pass as DJL asks for it; in training nothing is left out. */
  static Pass of(ParameterStore store, boolean training) {
    return new Pass(store, training, Optional.empty());
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

  /** Leaves numbers of x out with a probability, in training. */
  public NDArray dropout(NDArray x, double rate) {
    return draws.map(each -> each.leaveOut(x, rate)).orElse(x);
  }
}
