package io.fuxictr.ctr.layer.sequence;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.core.Linear;
import io.fuxictr.ctr.layer.InitialValues;
import io.fuxictr.ctr.layer.Pass;
import io.fuxictr.ctr.layer.Weight;
import io.fuxictr.ctr.layer.WeightRole;
import io.fuxictr.ctr.layer.WeightedBlock;

/**
 * One step of a gated recurrent unit: input (B, d) and state (B, d) to the new state (B, d).
 *
 * <p>Formula: {@link GruGates}. All weights start uniform in ± 1 / √d.
 */
public final class GruCell extends WeightedBlock {
  private final Weight inputWeight;
  private final Weight stateWeight;
  private final Weight inputBias;
  private final Weight stateBias;

  /**
   * Makes the unit.
   *
   * @param name its name in the reference
   * @param dim width d
   */
  public GruCell(String name, int dim) {
    double bound = 1 / Math.sqrt(dim);
    InitialValues start = new InitialValues.Uniform(-bound, bound);
    Shape matrix = new Shape(3L * dim, dim);
    Shape vector = new Shape(3L * dim);
    inputWeight = add(Weight.of(name + ".weight_ih", matrix, WeightRole.NET, start));
    stateWeight = add(Weight.of(name + ".weight_hh", matrix, WeightRole.NET, start));
    inputBias = add(Weight.of(name + ".bias_ih", vector, WeightRole.NET, start));
    stateBias = add(Weight.of(name + ".bias_hh", vector, WeightRole.NET, start));
  }

  /** Returns the new state. */
  public NDArray step(Pass pass, NDArray x, NDArray state) {
    NDArray ofInput = linear(x, pass.value(inputWeight), pass.value(inputBias));
    NDArray ofState = linear(state, pass.value(stateWeight), pass.value(stateBias));
    return GruGates.step(ofInput, ofState, state);
  }

  @Override
  public NDList apply(Pass pass, NDList inputs) {
    return new NDList(step(pass, inputs.get(0), inputs.get(1)));
  }

  private static NDArray linear(NDArray x, NDArray weight, NDArray bias) {
    return Linear.linear(x, weight, bias).singletonOrThrow();
  }
}
