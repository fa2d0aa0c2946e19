package io.fuxictr.ctr.layer.sequence;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.nn.Activation;

/**
 * What a gated recurrent unit makes of its two projections, (B, 3 h) each, of input and state.
 *
 * <p>With their thirds r, z, n: r = σ(r_x + r_h), z = σ(z_x + z_h), n = tanh(n_x + r ⊙ n_h), and
 * the new state is n + z ⊙ (state - n).
 *
 * <p>Source: Cho et al., <a href="https://arxiv.org/abs/1406.1078">Learning Phrase
 * Representations</a>, section 2.3. Departs from it: r is applied after the product with the state,
 * as in cuDNN.
 */
final class GruGates {
  private GruGates() {}

  /** Returns the new state: (B, h). */
  static NDArray step(NDArray ofInput, NDArray ofState, NDArray state) {
    NDList x = thirds(ofInput);
    NDList h = thirds(ofState);
    NDArray reset = Activation.sigmoid(x.get(0).add(h.get(0)));
    NDArray keep = Activation.sigmoid(x.get(1).add(h.get(1)));
    NDArray fresh = fresh(x, h, reset);
    return fresh.add(keep.mul(state.sub(fresh)));
  }

  /** Returns the candidate n: (B, h). */
  static NDArray fresh(NDList x, NDList h, NDArray reset) {
    return Activation.tanh(x.get(2).add(reset.mul(h.get(2))));
  }

  static NDList thirds(NDArray projection) {
    return projection.split(3, 1);
  }
}
