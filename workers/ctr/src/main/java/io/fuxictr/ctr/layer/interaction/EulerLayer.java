package io.fuxictr.ctr.layer.interaction;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import io.fuxictr.ctr.layer.InitialValues;
import io.fuxictr.ctr.layer.Pass;
import io.fuxictr.ctr.layer.Scalars;
import io.fuxictr.ctr.layer.Weight;
import io.fuxictr.ctr.layer.WeightRole;
import io.fuxictr.ctr.layer.WeightedBlock;
import io.fuxictr.ctr.layer.dense.LayerNorm;
import io.fuxictr.ctr.layer.dense.LinearLayer;
import java.util.List;

/**
 * Interactions of learned order between complex numbers: real and imaginary parts (B, n, d) to real
 * and imaginary parts (B, m, d).
 *
 * <ul>
 *   <li>polar form: λ = ½ ln(r² + p² + 1e-8), θ = atan2(p, r), (B, n, d) each
 *   <li>explicit: λ' = exp(Aᵀ λ + b_λ), θ' = Aᵀ θ + b_θ over the fields, with A (n, m), biases (1,
 *       d, m)
 *   <li>implicit: r' = relu(M r + c), p' = relu(M p + c) on all numbers side by side, M (m d, n d)
 *   <li>output: r' + λ' cos θ' and p' + λ' sin θ', each with a layer norm over d if wanted
 * </ul>
 *
 * <p>A starts as the identity if n = m, otherwise as a softmax of each column of normal numbers
 * with deviation 100. M starts Xavier uniform, c uniform in ± 1 / √(n d).
 *
 * <p>Source: Tian et al., <a href="https://arxiv.org/abs/2304.10711">EulerNet: Adaptive Feature
 * Interaction Learning via Euler's Formula for CTR Prediction</a>, SIGIR 2023, section 3.2.
 */
public final class EulerLayer extends WeightedBlock {
  private static final double SMALLEST = 1e-8;
  private static final double BIAS_DEVIATION = 0.01;

  private final Options options;
  private final int outputs;
  private final Weight orders;
  private final Weight modulusBias;
  private final Weight phaseBias;
  private final LinearLayer implicit;
  private final List<LayerNorm> norms;

  /**
   * What all layers of a model have in common.
   *
   * @param dim width d
   * @param explicitDropout probability to leave a λ or θ out
   * @param implicitDropout probability to leave a number out of the implicit part
   * @param layerNorm whether outputs are normalised
   */
  public record Options(
      int dim, double explicitDropout, double implicitDropout, boolean layerNorm) {}

  /**
   * Makes a layer.
   *
   * @param name its name in the reference
   * @param inputs n
   * @param outputs m
   */
  public EulerLayer(String name, int inputs, int outputs, Options options) {
    this.options = options;
    this.outputs = outputs;
    int dim = options.dim();
    orders =
        add(
            Weight.of(
                name + ".inter_orders",
                new Shape(inputs, outputs),
                WeightRole.RAW,
                inputs == outputs ? new InitialValues.Identity() : new SoftColumns()));
    modulusBias = add(bias(name + ".bias_lam"));
    phaseBias = add(bias(name + ".bias_theta"));
    double bound = 1 / Math.sqrt((double) inputs * dim);
    implicit =
        add(
            "implicit",
            LinearLayer.of(
                name + ".im",
                inputs * dim,
                outputs * dim,
                new InitialValues.XavierUniform(),
                new InitialValues.Uniform(-bound, bound)));
    norms =
        options.layerNorm()
            ? List.of(
                add("real", new LayerNorm(name + ".norm_r", dim)),
                add("imaginary", new LayerNorm(name + ".norm_p", dim)))
            : List.of();
  }

  private Weight bias(String name) {
    return Weight.of(
        name,
        new Shape(1, options.dim(), outputs),
        WeightRole.RAW,
        new InitialValues.Normal(BIAS_DEVIATION));
  }

  @Override
  public NDList apply(Pass pass, NDList inputs) {
    NDArray real = inputs.get(0);
    NDArray imaginary = inputs.get(1);
    NDArray squares = Scalars.plus(real.square().add(imaginary.square()), SMALLEST);
    NDArray logs = Scalars.times(squares.log(), 0.5);
    NDArray modulus = ordered(pass, logs, modulusBias).exp();
    NDArray phase = ordered(pass, imaginary.atan2(real), phaseBias);
    return new NDList(
        normalised(pass, 0, implicit(pass, real).add(modulus.mul(phase.cos()))),
        normalised(pass, 1, implicit(pass, imaginary).add(modulus.mul(phase.sin()))));
  }

  private NDArray ordered(Pass pass, NDArray x, Weight bias) {
    NDArray kept = pass.dropout(x, options.explicitDropout()).transpose(0, 2, 1);
    return kept.matMul(pass.value(orders)).add(pass.value(bias)).transpose(0, 2, 1);
  }

  private NDArray implicit(Pass pass, NDArray x) {
    long rows = x.getShape().get(0);
    NDArray kept = pass.dropout(x.reshape(rows, -1), options.implicitDropout());
    return Activation.relu(implicit.apply(pass, kept)).reshape(rows, outputs, options.dim());
  }

  private NDArray normalised(Pass pass, int part, NDArray x) {
    return norms.isEmpty() ? x : norms.get(part).apply(pass, x);
  }

  /** The softmax of each column of normal numbers with deviation 100. */
  private record SoftColumns() implements InitialValues {
    private static final double DEVIATION = 100;

    @Override
    public Source source(Shape shape, long seed) {
      int rows = Math.toIntExact(shape.get(0));
      int columns = Math.toIntExact(shape.get(1));
      Source drawn = new Normal(DEVIATION).source(shape, seed);
      float[] values = new float[rows * columns];
      for (int i = 0; i < values.length; i++) {
        values[i] = drawn.next();
      }
      for (int column = 0; column < columns; column++) {
        soften(values, column, columns);
      }
      return new Matrix(values);
    }

    private static void soften(float[] values, int column, int columns) {
      double most = Double.NEGATIVE_INFINITY;
      for (int i = column; i < values.length; i += columns) {
        most = Math.max(most, values[i]);
      }
      double sum = 0;
      for (int i = column; i < values.length; i += columns) {
        sum += Math.exp(values[i] - most);
      }
      for (int i = column; i < values.length; i += columns) {
        values[i] = (float) (Math.exp(values[i] - most) / sum);
      }
    }
  }

  /** Hands the numbers of a matrix out, row by row. */
  private static final class Matrix implements InitialValues.Source {
    private final float[] values;
    private int next;

    private Matrix(float[] values) {
      this.values = values;
    }

    @Override
    public float next() {
      return values[next++];
    }
  }
}
