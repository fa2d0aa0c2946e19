package io.fuxictr.ctr.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.training.ParameterStore;
import io.fuxictr.ctr.config.ModelConfigException;
import io.fuxictr.ctr.engine.TorchKernel;
import io.fuxictr.ctr.layer.Weight;
import io.fuxictr.ctr.model.ModelSetup;
import io.fuxictr.ctr.model.Network;
import org.jspecify.annotations.Nullable;

/**
 * Σ w_i L_i with weights that let all objectives pull alike at the last layer they share, faster
 * ones a little less; see {@link GradientBalance} for the rule.
 *
 * <p>Source: Chen et al., <a href="https://arxiv.org/abs/1711.02257">GradNorm</a>, algorithm 1.
 * Departs from it: no second derivatives are taken, since ‖∇(w_i L_i)‖ = w_i ‖∇L_i‖ is linear in
 * w_i; and the weights found in a step serve in that step, not in the next.
 *
 * <p>Departs from the reference: the layer is the model's {@linkplain Network#lastSharedLayer last
 * shared one}, not the first that has a certain name; weights move from the first step on, not from
 * the second epoch; what trains them is no part of the model's gradient, neither of its norm nor of
 * its clipping.
 */
final class GradNorm implements LossWeighting {
  private final Weight shared;
  private final GradientBalance balance;
  private @Nullable TorchKernel kernel;

  private GradNorm(Weight shared, GradientBalance balance) {
    this.shared = shared;
    this.balance = balance;
  }

  /** Reads {@code gradnorm_alpha} and asks the network for its last shared layer. */
  static GradNorm of(ModelSetup setup, Network network) {
    Weight shared =
        network
            .lastSharedLayer()
            .orElseThrow(
                () ->
                    new ModelConfigException(
                        "Hyper-parameter %s is 'GN', which balances gradients at the last layer that all objectives share, but model %s has no such layer; allowed for it: EQ, UW, or a list of numbers"
                            .formatted(KEY, setup.model())));
    double alpha =
        setup.parameters().real("gradnorm_alpha", 1.5, x -> x >= 0 && x < 100, "at least 0");
    return new GradNorm(shared, new GradientBalance(setup.objectives(), alpha));
  }

  @Override
  public NDArray total(NDArray losses, ParameterStore store) {
    NDManager scope = losses.getManager();
    NDArray weight = store.getValue(shared.parameter(), losses.getDevice(), true);
    balance.update(losses.toFloatArray(), norms(scope, losses, weight));
    return losses.mul(scope.create(balance.weights())).sum();
  }

  /** Returns the norm of each loss's gradient by the shared weight; the graph stays. */
  private float[] norms(NDManager scope, NDArray losses, NDArray weight) {
    NDList arguments = new NDList();
    for (long i = 0; i < losses.size(); i++) {
      TorchKernel.addTensor(arguments, "losses[]", losses.get(i));
    }
    TorchKernel.addTensor(arguments, "weight", weight);
    try (NDArray norms = kernel(losses).call(scope, arguments)) {
      return norms.toFloatArray();
    }
  }

  private TorchKernel kernel(NDArray losses) {
    TorchKernel loaded = kernel;
    if (loaded == null) {
      loaded = TorchKernel.load(losses.getDevice(), GradNorm.class, "gradient-norms.torchscript");
      kernel = loaded;
    }
    return loaded;
  }

  @Override
  public String state() {
    return balance.toText();
  }

  @Override
  public void restore(String state) {
    balance.restore(state);
  }

  @Override
  public void close() {
    if (kernel != null) {
      kernel.close();
    }
  }
}
