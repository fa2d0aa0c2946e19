package io.fuxictr.ctr.layer.interaction;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import io.fuxictr.ctr.layer.InitialValues;
import io.fuxictr.ctr.layer.Layer;
import io.fuxictr.ctr.layer.Pass;
import io.fuxictr.ctr.layer.Weight;
import io.fuxictr.ctr.layer.WeightRole;
import io.fuxictr.ctr.layer.dense.LayerNorm;
import io.fuxictr.ctr.layer.dense.LinearLayer;
import io.fuxictr.ctr.layer.dense.Mlp;
import io.fuxictr.ctr.layer.dense.MlpShape;
import java.util.Optional;

/**
 * A factorization machine beside a compression: n vectors (B, n, d) to m = f + c vectors (B, m, d).
 *
 * <ul>
 *   <li>factorization: X (Xᵀ P) with P (n, k), or X Xᵀ without P, laid flat, layer norm, perceptron
 *       with output f · d: (B, f, d)
 *   <li>compression: W X with W (c, n): (B, c, d)
 *   <li>output: both, one after the other, plus X, or R X + b_R where n differs from m; layer norm
 *       over d if wanted
 * </ul>
 *
 * <p>P starts normal with deviation 1.
 *
 * <p>Source: Zhang et al., <a href="https://arxiv.org/abs/2403.02545">Wukong: Towards a Scaling Law
 * for Large-Scale Recommendation</a>, ICML 2024, sections 3.3 to 3.6.
 */
public final class WuKongLayer extends Layer {
  private final Options options;
  private final Optional<Weight> projection;
  private final LayerNorm flatNorm;
  private final Mlp perceptron;
  private final LinearLayer compression;
  private final Optional<LinearLayer> residual;
  private final Optional<LayerNorm> norm;

  /**
   * What all layers of a model have in common.
   *
   * @param dim width d
   * @param factorized number f of vectors from the factorization machine
   * @param compressed number c of vectors from the compression
   * @param rank k, or 0 for all dot products
   * @param perceptron from dot products to f · d
   * @param layerNorm whether the output is normalised
   */
  public record Options(
      int dim, int factorized, int compressed, int rank, MlpShape perceptron, boolean layerNorm) {

    /** Returns the number m of vectors that come out. */
    public int outputs() {
      return factorized + compressed;
    }
  }

  /**
   * Makes a layer.
   *
   * @param name its name in the reference
   * @param inputs n
   */
  public WuKongLayer(String name, int inputs, Options options) {
    this.options = options;
    int rank = options.rank() == 0 ? inputs : options.rank();
    projection =
        options.rank() == 0
            ? Optional.empty()
            : Optional.of(
                add(
                    Weight.of(
                        name + ".fmb.proj_Y",
                        new Shape(inputs, rank),
                        WeightRole.RAW,
                        new InitialValues.Normal(1))));
    flatNorm = add("flatNorm", new LayerNorm(name + ".fmb.layer_norm", inputs * rank));
    perceptron = add("perceptron", new Mlp(name + ".fmb.mlp", inputs * rank, options.perceptron()));
    compression =
        add(
            "compression",
            LinearLayer.withoutBias(name + ".lcb.linear", inputs, options.compressed()));
    residual =
        inputs == options.outputs()
            ? Optional.empty()
            : Optional.of(
                add(
                    "residual",
                    LinearLayer.of(name + ".residual_proj", inputs, options.outputs())));
    norm =
        options.layerNorm()
            ? Optional.of(add("norm", new LayerNorm(name + ".layer_norm", options.dim())))
            : Optional.empty();
  }

  @Override
  public NDArray apply(Pass pass, NDArray x) {
    NDArray columns = x.transpose(0, 2, 1);
    NDArray factorized = factorized(pass, x, columns);
    NDArray compressed = compression.apply(pass, columns).transpose(0, 2, 1);
    NDArray kept = residual.map(each -> each.apply(pass, columns).transpose(0, 2, 1)).orElse(x);
    NDArray sum = factorized.concat(compressed, 1).add(kept);
    return norm.map(each -> each.apply(pass, sum)).orElse(sum);
  }

  private NDArray factorized(Pass pass, NDArray x, NDArray columns) {
    NDArray right = projection.map(p -> columns.matMul(pass.value(p))).orElse(columns);
    long rows = x.getShape().get(0);
    NDArray dots = x.batchMatMul(right).reshape(rows, -1);
    NDArray made = perceptron.apply(pass, flatNorm.apply(pass, dots));
    return made.reshape(rows, options.factorized(), options.dim());
  }
}
