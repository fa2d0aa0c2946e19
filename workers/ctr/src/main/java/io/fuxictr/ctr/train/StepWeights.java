package io.fuxictr.ctr.train;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import io.fuxictr.ctr.layer.Weight;
import java.util.IdentityHashMap;
import java.util.Optional;

/**
 * The weights as one training step sees them: views of the values that take gradients.
 *
 * <p>Views are made anew in each step, so that libtorch hands over a gradient instead of adding it
 * to one that would have to be zeroed first.
 */
final class StepWeights extends ParameterStore {
  private final NDManager scope;
  private final IdentityHashMap<Parameter, NDArray> views = new IdentityHashMap<>();
  private final IdentityHashMap<Weight, NDArray> gradients = new IdentityHashMap<>();

  /** Makes views that live as long as a manager. */
  StepWeights(NDManager scope) {
    super(scope, false);
    this.scope = scope;
  }

  @Override
  public NDArray getValue(Parameter parameter, Device device, boolean training) {
    if (!training || !parameter.requiresGradient()) {
      return parameter.getArray();
    }
    return views.computeIfAbsent(parameter, this::view);
  }

  /**
   * Returns the gradient of a weight, always the same array; zeros for one that took no part. To be
   * asked for after the backward pass.
   */
  NDArray gradient(Weight weight) {
    return gradients.computeIfAbsent(weight, this::found);
  }

  private NDArray found(Weight weight) {
    return Optional.ofNullable(views.get(weight.parameter()))
        .map(NDArray::getGradient)
        .orElseGet(() -> scope.zeros(weight.shape()));
  }

  private NDArray view(Parameter parameter) {
    NDArray view = parameter.getArray().stopGradient();
    view.attach(scope);
    view.setRequiresGradient(true);
    return view;
  }
}
