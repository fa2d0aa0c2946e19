package io.fuxictr.ctr.layer.product;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import io.fuxictr.ctr.layer.InitialValues;
import io.fuxictr.ctr.layer.Layer;
import io.fuxictr.ctr.layer.Pass;
import io.fuxictr.ctr.layer.Weight;
import io.fuxictr.ctr.layer.WeightRole;
import io.fuxictr.ctr.layer.interaction.FieldPairs;

/**
 * Products of all pairs of fields, the first of each pair turned by a trained matrix: (B, F, d) to
 * (B, P, d).
 *
 * <p>For a pair (i, j), in the order of {@link FieldPairs}, with e a row: (e_i W) ⊙ e_j, where W
 * depends on the {@link Weighting}. Xavier normal; counted over the whole tensor, so that many
 * matrices start from small values.
 *
 * <p>Source: Huang et al., <a href="https://arxiv.org/abs/1905.09433">FiBiNET: Combining Feature
 * Importance and Bilinear feature Interaction for Click-Through Rate Prediction</a>, RecSys 2019,
 * section 3.4; Sun et al., <a href="https://arxiv.org/abs/2102.12994">FM²: Field-matrixed
 * Factorization Machines for Recommender Systems</a>, WWW 2021, section 3. Departs from the first:
 * with one matrix per field the last field has one too, which no pair uses, as in FuxiCTR.
 */
public final class PairProducts extends Layer {
  private final FieldPairs pairs;
  private final Weighting weighting;
  private final Weight weights;

  /** Which weights turn the first field of a pair. */
  public enum Weighting {
    /** One matrix (d, d) for all. */
    ONE_MATRIX,
    /** A matrix per field: (F, d, d). */
    MATRIX_PER_FIELD,
    /** A matrix per pair: (P, d, d). */
    MATRIX_PER_PAIR,
    /** A vector per pair, multiplied component by component: (P, d). */
    VECTOR_PER_PAIR;

    private Shape shape(int fields, int pairs, int dim) {
      return switch (this) {
        case ONE_MATRIX -> new Shape(dim, dim);
        case MATRIX_PER_FIELD -> new Shape(fields, dim, dim);
        case MATRIX_PER_PAIR -> new Shape(pairs, dim, dim);
        case VECTOR_PER_PAIR -> new Shape(pairs, dim);
      };
    }
  }

  /**
   * Makes the weights.
   *
   * @param name of the weights in the reference
   * @param fields number of fields F, at least 2
   * @param dim width d
   */
  public PairProducts(String name, int fields, int dim, Weighting weighting) {
    this.pairs = new FieldPairs(fields);
    this.weighting = weighting;
    this.weights =
        add(
            Weight.of(
                name,
                weighting.shape(fields, pairs.count(), dim),
                WeightRole.RAW,
                new InitialValues.XavierNormal()));
  }

  /** Returns the number of pairs P. */
  public int count() {
    return pairs.count();
  }

  @Override
  public NDArray apply(Pass pass, NDArray x) {
    NDArray w = pass.value(weights);
    NDArray turned =
        switch (weighting) {
          case ONE_MATRIX -> pairs.left(x.matMul(w));
          case MATRIX_PER_FIELD -> pairs.left(each(x, w));
          case MATRIX_PER_PAIR -> each(pairs.left(x), w);
          case VECTOR_PER_PAIR -> pairs.left(x).mul(w);
        };
    return turned.mul(pairs.right(x));
  }

  /** Multiplies row n of each sample with matrix n: (B, n, d) with (n, d, d). */
  private static NDArray each(NDArray rows, NDArray matrices) {
    return rows.transpose(1, 0, 2).batchMatMul(matrices).transpose(1, 0, 2);
  }
}
