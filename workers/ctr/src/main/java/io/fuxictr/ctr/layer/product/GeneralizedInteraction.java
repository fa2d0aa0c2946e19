package io.fuxictr.ctr.layer.product;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import io.fuxictr.ctr.layer.InitialValues;
import io.fuxictr.ctr.layer.Pass;
import io.fuxictr.ctr.layer.Weight;
import io.fuxictr.ctr.layer.WeightRole;
import io.fuxictr.ctr.layer.WeightedBlock;

/**
 * Interactions of the fields with the output of the layer below, in M subspaces: (B, F, d) and (B,
 * S, d) to (B, M, d).
 *
 * <p>With e (F, d) the fields and z (S, d) the layer below, component n of subspace m is Σ_k W_mnk
 * h_mk Σ_{s,f} α_{(s,f),m} e_fn z_sk, with W (M, d, d) starting as identities, α (S · F, M) and h
 * (M, d, 1) as ones. The outer products are never formed: z is multiplied with W ⊙ h first, then
 * summed by α, then multiplied with the fields.
 *
 * <p>Source: Lang et al., <a href="https://doi.org/10.1145/3447548.3467133">Architecture and
 * Operation Adaptive Network for Online Recommendations</a>, KDD 2021, section 4.
 */
public final class GeneralizedInteraction extends WeightedBlock {
  private static final int[] FIELDS = {1};

  private final int fields;
  private final int below;
  private final int subspaces;
  private final int dim;
  private final Weight operators;
  private final Weight mixing;
  private final Weight reduction;

  /**
   * Makes the weights.
   *
   * @param name its name in the reference
   * @param fields number of fields F
   * @param dim width d
   * @param below rows S of the layer below
   * @param subspaces rows M of its own output
   */
  public GeneralizedInteraction(String name, int fields, int dim, int below, int subspaces) {
    this.fields = fields;
    this.below = below;
    this.subspaces = subspaces;
    this.dim = dim;
    InitialValues ones = new InitialValues.Constant(1f);
    operators = add(raw(name + ".W", new Shape(subspaces, dim, dim), new Identities()));
    mixing = add(raw(name + ".alpha", new Shape((long) below * fields, subspaces), ones));
    reduction = add(raw(name + ".h", new Shape(subspaces, dim, 1), ones));
  }

  private static Weight raw(String name, Shape shape, InitialValues start) {
    return Weight.of(name, shape, WeightRole.RAW, start);
  }

  /** Identity matrices, one behind the other: (M, d, d). */
  private record Identities() implements InitialValues {
    @Override
    public Source source(Shape shape, long seed) {
      return new IdentitySource(shape.get(1));
    }
  }

  /** Counts through rows and columns. */
  private static final class IdentitySource implements InitialValues.Source {
    private final long dim;
    private long position;

    private IdentitySource(long dim) {
      this.dim = dim;
    }

    @Override
    public float next() {
      long inMatrix = position % (dim * dim);
      position++;
      return inMatrix / dim == inMatrix % dim ? 1f : 0f;
    }
  }

  /**
   * Computes the rows of all subspaces: (B, M, d).
   *
   * @param x the fields e (B, F, d)
   * @param z the layer below (B, S, d)
   */
  public NDArray interact(Pass pass, NDArray x, NDArray z) {
    long rows = x.getShape().get(0);
    NDArray h = pass.value(reduction).transpose(0, 2, 1);
    NDArray w = pass.value(operators).mul(h).reshape((long) subspaces * dim, dim);
    NDArray turned =
        z.matMul(w.transpose())
            .reshape(rows, below, subspaces, dim)
            .transpose(2, 1, 0, 3)
            .reshape(subspaces, below, rows * dim);
    NDArray alpha = pass.value(mixing).reshape(below, fields, subspaces).transpose(2, 1, 0);
    NDArray mixed = alpha.batchMatMul(turned).reshape(subspaces, fields, rows, dim);
    return mixed.mul(x.transpose(1, 0, 2)).sum(FIELDS).transpose(1, 0, 2);
  }

  @Override
  public NDList apply(Pass pass, NDList inputs) {
    return new NDList(interact(pass, inputs.get(0), inputs.get(1)));
  }
}
