package io.fuxictr.ctr.model.deep;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Activation;
import io.fuxictr.ctr.layer.Layer;
import io.fuxictr.ctr.layer.Pass;
import io.fuxictr.ctr.layer.Scalars;
import io.fuxictr.ctr.layer.dense.LinearLayer;

/**
 * Factors between 0 and 2: x (B, I) to 2 σ(W₂ relu(W₁ x + b₁) + b₂): (B, O).
 *
 * <p>Source: Chang et al., <a href="https://arxiv.org/abs/2302.01115">PEPNet</a>, KDD 2023, section
 * 2.2.
 */
final class PersonalGate extends Layer {
  private static final double MOST = 2;

  private final LinearLayer hidden;
  private final LinearLayer output;

  PersonalGate(String name, int inputs, int hiddenUnits, int outputs) {
    hidden = add("hidden", LinearLayer.of(name + ".gate.0", inputs, hiddenUnits));
    output = add("output", LinearLayer.of(name + ".gate.2", hiddenUnits, outputs));
  }

  @Override
  public NDArray apply(Pass pass, NDArray x) {
    NDArray inner = Activation.relu(hidden.apply(pass, x));
    return Scalars.times(Activation.sigmoid(output.apply(pass, inner)), MOST);
  }
}
