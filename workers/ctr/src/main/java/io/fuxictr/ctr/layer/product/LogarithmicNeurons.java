package io.fuxictr.ctr.layer.product;

import ai.djl.ndarray.NDArray;
import io.fuxictr.ctr.layer.Layer;
import io.fuxictr.ctr.layer.Pass;
import io.fuxictr.ctr.layer.Scalars;
import io.fuxictr.ctr.layer.dense.BatchNorm;
import io.fuxictr.ctr.layer.dense.LinearLayer;

/**
 * Products of fields to trained powers: (B, F, d) to (B, N · d).
 *
 * <p>With N neurons, component by component: u_n = BN(exp(Σ_f w_nf BN(ln max(|e_f|, 1e-5)))), both
 * batch norms by fields and neurons; rows of neurons lie side by side.
 *
 * <p>Source: Cheng et al., <a href="https://arxiv.org/abs/1909.03276">Adaptive Factorization
 * Network: Learning Adaptive-Order Feature Interactions</a>, AAAI 2020, section 3.
 */
public final class LogarithmicNeurons extends Layer {
  private static final double LEAST = 1e-5;

  private final BatchNorm logarithms;
  private final LinearLayer powers;
  private final BatchNorm products;

  /**
   * Makes the neurons; in the reference their parts belong to the model itself.
   *
   * @param fields number of fields F
   * @param neurons their number N
   */
  public LogarithmicNeurons(int fields, int neurons) {
    powers = add("powers", LinearLayer.withoutBias("coefficient_W", fields, neurons));
    logarithms = add("logarithms", new BatchNorm("log_batch_norm", fields));
    products = add("products", new BatchNorm("exp_batch_norm", neurons));
  }

  @Override
  public NDArray apply(Pass pass, NDArray x) {
    NDArray logs = logarithms.apply(pass, Scalars.atLeast(x.abs(), LEAST).log());
    NDArray sums = powers.apply(pass, logs.transpose(0, 2, 1)).transpose(0, 2, 1);
    NDArray normal = products.apply(pass, sums.exp());
    return normal.reshape(x.getShape().get(0), -1);
  }
}
