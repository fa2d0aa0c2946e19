package io.fuxictr.ctr.layer.interaction;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import io.fuxictr.ctr.layer.InitialValues;
import io.fuxictr.ctr.layer.Pass;
import io.fuxictr.ctr.layer.Weight;
import io.fuxictr.ctr.layer.WeightRole;
import io.fuxictr.ctr.layer.WeightedBlock;

/**
 * What fields hear from each other: a graph (B, F, F) and states (B, F, d) to messages (B, F, d).
 *
 * <p>m_i = W_in,i Σ_j g_ij W_out,j h_j + b, with matrices (F, d, d) and b (d).
 *
 * <p>Source: Li et al., <a href="https://doi.org/10.1145/3357384.3357951">Fi-GNN: Modeling Feature
 * Interactions via Graph Neural Networks for CTR Prediction</a>, CIKM 2019, section 3.4.
 */
public final class FieldGraph extends WeightedBlock {
  private final FieldMatrices out;
  private final FieldMatrices in;
  private final Weight bias;

  /**
   * Makes the matrices.
   *
   * @param name its name in the reference
   */
  public FieldGraph(String name, int fields, int dim) {
    in = add("in", new FieldMatrices(name + ".W_in", fields, dim));
    out = add("out", new FieldMatrices(name + ".W_out", fields, dim));
    bias =
        add(
            Weight.of(
                name + ".bias_p", new Shape(dim), WeightRole.RAW, new InitialValues.Constant(0f)));
  }

  /** Returns the messages. */
  public NDArray messages(Pass pass, NDArray graph, NDArray states) {
    NDArray gathered = graph.batchMatMul(out.apply(pass, states));
    return in.apply(pass, gathered).add(pass.value(bias));
  }

  @Override
  public NDList apply(Pass pass, NDList inputs) {
    return new NDList(messages(pass, inputs.get(0), inputs.get(1)));
  }
}
