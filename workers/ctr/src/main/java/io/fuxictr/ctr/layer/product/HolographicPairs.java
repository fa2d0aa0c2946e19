package io.fuxictr.ctr.layer.product;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import io.fuxictr.ctr.layer.interaction.FieldPairs;

/**
 * Products of all pairs of fields that mix their components: (B, F, d) to (B, P, d), in the order
 * of {@link FieldPairs}.
 *
 * <p>Both circular products are products of Fourier coefficients. As d is small and the input is
 * real, the transform is a matrix product with the d / 2 + 1 coefficients that differ, each once
 * per field; only products and the transform back are per pair.
 *
 * <p>Source: Tay et al., <a href="https://doi.org/10.1609/aaai.v33i01.33015143">Holographic
 * Factorization Machines for Recommendation</a>, AAAI 2019, section 3; Plate, <a
 * href="https://doi.org/10.1109/72.377968">Holographic Reduced Representations</a>, 1995.
 */
public final class HolographicPairs {
  private final FieldPairs pairs;
  private final Product product;
  private final int dim;
  private final int frequencies;

  /** How the vectors a and b of a pair are multiplied. */
  public enum Product {
    /** Component by component: a_n b_n. */
    HADAMARD("hadamard_product"),
    /** Component n is Σ_m a_m b_{n-m}, indices modulo d. */
    CONVOLUTION("circular_convolution"),
    /** Component n is Σ_m a_m b_{n+m}, indices modulo d. */
    CORRELATION("circular_correlation");

    private final String reference;

    Product(String reference) {
      this.reference = reference;
    }

    /** Returns its name in experiments. */
    public String reference() {
      return reference;
    }
  }

  /**
   * Describes the products.
   *
   * @param fields number of fields F
   * @param dim width d
   */
  public HolographicPairs(int fields, int dim, Product product) {
    this.pairs = new FieldPairs(fields);
    this.product = product;
    this.dim = dim;
    this.frequencies = dim / 2 + 1;
  }

  /** Returns the number of pairs P. */
  public int count() {
    return pairs.count();
  }

  /** Returns the products of all pairs: (B, F, d) to (B, P, d). */
  public NDArray products(NDArray fields) {
    return switch (product) {
      case HADAMARD -> pairs.products(fields);
      case CONVOLUTION -> circular(fields, 1);
      case CORRELATION -> circular(fields, -1);
    };
  }

  /** Multiplies coefficients; a sign of -1 conjugates those of the first field. */
  private NDArray circular(NDArray fields, int sign) {
    NDArray coefficients = fields.matMul(matrix(fields, false));
    NDList left = pairs.left(coefficients).split(new long[] {frequencies}, 2);
    NDList right = pairs.right(coefficients).split(new long[] {frequencies}, 2);
    NDArray real = left.get(0).mul(right.get(0));
    NDArray imaginary = left.get(1).mul(right.get(1));
    NDArray mixed = left.get(0).mul(right.get(1));
    NDArray mixedBack = left.get(1).mul(right.get(0));
    NDArray product =
        sign > 0
            ? real.sub(imaginary).concat(mixed.add(mixedBack), 2)
            : real.add(imaginary).concat(mixed.sub(mixedBack), 2);
    return product.matMul(matrix(fields, true));
  }

  /**
   * Returns the transform (d, 2K), real parts before imaginary ones, or the way back (2K, d), K = d
   * / 2 + 1.
   */
  private NDArray matrix(NDArray beside, boolean back) {
    float[] values = new float[2 * frequencies * dim];
    for (int k = 0; k < frequencies; k++) {
      boolean single = k == 0 || 2 * k == dim;
      double weight = back ? (single ? 1.0 : 2.0) / dim : 1.0;
      for (int n = 0; n < dim; n++) {
        double angle = 2 * Math.PI * (k * n % dim) / dim;
        float real = (float) (weight * Math.cos(angle));
        float imaginary = (float) (-weight * Math.sin(angle));
        values[back ? k * dim + n : n * 2 * frequencies + k] = real;
        values[back ? (frequencies + k) * dim + n : n * 2 * frequencies + frequencies + k] =
            imaginary;
      }
    }
    Shape shape = back ? new Shape(2L * frequencies, dim) : new Shape(dim, 2L * frequencies);
    return beside.getManager().create(values, shape);
  }
}
