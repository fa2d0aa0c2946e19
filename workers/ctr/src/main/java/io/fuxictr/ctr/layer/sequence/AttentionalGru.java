package io.fuxictr.ctr.layer.sequence;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import io.fuxictr.ctr.layer.Pass;
import io.fuxictr.ctr.layer.WeightedBlock;
import io.fuxictr.ctr.layer.dense.LinearLayer;

/**
 * A recurrent unit that moves as far as attention lets it: sequence (B, L, d), attention (B, L) and
 * mask (B, L) to the last state (B, d).
 *
 * <p>With X x + b and H h + c cut in thirds u, r, n: r = σ(r_x + r_h), n = tanh(n_x + r ⊙ n_h), and
 * h becomes h + g ⊙ (n - h), where g is
 *
 * <ul>
 *   <li>the attention a itself ({@link Gate#ATTENTION}, AGRU)
 *   <li>a · σ(u_x + u_h) ({@link Gate#SCALED_UPDATE}, AUGRU)
 * </ul>
 *
 * <p>The state starts at 0 and stays as it is where the mask is 0.
 *
 * <p>Source: Zhou et al., <a href="https://arxiv.org/abs/1809.03672">Deep Interest Evolution
 * Network for Click-Through Rate Prediction</a>, AAAI 2019, section 4.3.
 */
public final class AttentionalGru extends WeightedBlock {
  private final int dim;
  private final Gate gate;
  private final LinearLayer ofInput;
  private final LinearLayer ofState;

  /** What lets new things in. */
  public enum Gate {
    /** Attention alone. */
    ATTENTION,
    /** The update gate, scaled by attention. */
    SCALED_UPDATE
  }

  /**
   * Makes the unit.
   *
   * @param name its name in the reference
   * @param dim width d
   */
  public AttentionalGru(String name, int dim, Gate gate) {
    this.dim = dim;
    this.gate = gate;
    ofInput = add("ofInput", LinearLayer.of(name + ".gru_cell.x2h", dim, 3 * dim));
    ofState = add("ofState", LinearLayer.of(name + ".gru_cell.h2h", dim, 3 * dim));
  }

  /** Returns the last state. */
  public NDArray last(Pass pass, NDArray sequence, NDArray attention, NDArray mask) {
    Shape shape = sequence.getShape();
    NDArray projected = ofInput.apply(pass, sequence);
    NDArray shares = attention.mul(mask).expandDims(2);
    NDArray state = sequence.getManager().zeros(new Shape(shape.get(0), dim));
    for (int i = 0; i < shape.get(1); i++) {
      NDIndex position = new NDIndex(":, {}", i);
      state = step(pass, projected.get(position), shares.get(position), state);
    }
    return state;
  }

  private NDArray step(Pass pass, NDArray projected, NDArray share, NDArray state) {
    NDList x = GruGates.thirds(projected);
    NDList h = GruGates.thirds(ofState.apply(pass, state));
    NDArray reset = Activation.sigmoid(x.get(1).add(h.get(1)));
    NDArray change = GruGates.fresh(x, h, reset).sub(state);
    NDArray open =
        switch (gate) {
          case ATTENTION -> share;
          case SCALED_UPDATE -> Activation.sigmoid(x.get(0).add(h.get(0))).mul(share);
        };
    return state.add(open.mul(change));
  }

  @Override
  public NDList apply(Pass pass, NDList inputs) {
    return new NDList(last(pass, inputs.get(0), inputs.get(1), inputs.get(2)));
  }
}
