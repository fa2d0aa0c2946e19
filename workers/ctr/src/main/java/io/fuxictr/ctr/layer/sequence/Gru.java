package io.fuxictr.ctr.layer.sequence;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import io.fuxictr.ctr.layer.InitialValues;
import io.fuxictr.ctr.layer.Layer;
import io.fuxictr.ctr.layer.Pass;
import io.fuxictr.ctr.layer.Weight;
import io.fuxictr.ctr.layer.WeightRole;
import java.util.List;

/**
 * A gated recurrent unit over a sequence, from a state of zeros: (B, L, d) to the state after each
 * position, (B, L, d).
 *
 * <p>Formula: {@link GruGates}. All weights start uniform in ± 1 / √d.
 */
public final class Gru extends Layer {
  private final int dim;
  private final List<Weight> weights;

  /**
   * Makes the unit.
   *
   * @param name its name in the reference
   * @param dim width d
   */
  public Gru(String name, int dim) {
    this.dim = dim;
    double bound = 1 / Math.sqrt(dim);
    InitialValues start = new InitialValues.Uniform(-bound, bound);
    Shape matrix = new Shape(3L * dim, dim);
    Shape vector = new Shape(3L * dim);
    weights =
        List.of(
            add(Weight.of(name + ".weight_ih_l0", matrix, WeightRole.NET, start)),
            add(Weight.of(name + ".weight_hh_l0", matrix, WeightRole.NET, start)),
            add(Weight.of(name + ".bias_ih_l0", vector, WeightRole.NET, start)),
            add(Weight.of(name + ".bias_hh_l0", vector, WeightRole.NET, start)));
  }

  @Override
  public NDArray apply(Pass pass, NDArray x) {
    NDArray zeros = x.getManager().zeros(new Shape(1, x.getShape().get(0), dim));
    NDList values = new NDList();
    weights.forEach(weight -> values.add(pass.value(weight)));
    return x.getNDArrayInternal()
        .gru(x, zeros, values, true, 1, 0, pass.training(), false, true)
        .getFirst();
  }

  /** Returns the state after the last position that has something, 0 if none has: (B, d). */
  public NDArray last(Pass pass, NDArray x, NDArray mask) {
    return Masks.last(mask).expandDims(1).batchMatMul(apply(pass, x)).squeeze(1);
  }
}
