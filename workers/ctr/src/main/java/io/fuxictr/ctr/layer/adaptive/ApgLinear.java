package io.fuxictr.ctr.layer.adaptive;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import io.fuxictr.ctr.config.ModelConfigException;
import io.fuxictr.ctr.layer.InitialValues;
import io.fuxictr.ctr.layer.Pass;
import io.fuxictr.ctr.layer.Weight;
import io.fuxictr.ctr.layer.WeightRole;
import io.fuxictr.ctr.layer.WeightedBlock;
import io.fuxictr.ctr.layer.dense.Mlp;
import io.fuxictr.ctr.layer.dense.MlpShape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A linear layer whose core is generated for each sample: x (B, I) and a condition z (B, Z) to (B,
 * O).
 *
 * <ul>
 *   <li>hypernet(z): (B, k² + O), its first O numbers the bias b, the others the core S (k, k)
 *   <li>y = ((x U) S) V + b with trained U (I, k), V (k, O)
 *   <li>over-parametrised: U = U_l U_r with (I, p), (p, k); V = V_l V_r with (k, p), (p, O)
 *   <li>without rank k: S is (I, O), and y = x S + b
 * </ul>
 *
 * <p>Source: Yan et al., <a href="https://arxiv.org/abs/2203.16218">APG: Adaptive Parameter
 * Generation Network for Click-Through Rate Prediction</a>, NeurIPS 2022, section 3.
 */
final class ApgLinear extends WeightedBlock {
  private final int inputs;
  private final int outputs;
  private final OptionalInt rank;
  private final List<Weight> left;
  private final List<Weight> right;
  private final Optional<Weight> bias;
  private final Mlp hypernet;

  /**
   * Makes a layer.
   *
   * @param name its name in the reference
   * @param condition width Z
   * @param layer which of the layers of its perceptron it is, from 0
   */
  ApgLinear(String name, int inputs, int outputs, int condition, ApgSettings settings, int layer) {
    this.inputs = inputs;
    this.outputs = outputs;
    this.rank = settings.ranks().get(layer);
    OptionalInt over = rank.isPresent() ? settings.overparams().get(layer) : OptionalInt.empty();
    check(over);
    left = rank.isPresent() ? factors(name + ".U", inputs, rank.getAsInt(), over) : List.of();
    right = rank.isPresent() ? factors(name + ".V", rank.getAsInt(), outputs, over) : List.of();
    bias =
        settings.generatesBias()
            ? Optional.empty()
            : Optional.of(
                add(
                    Weight.of(
                        name + ".bias",
                        new Shape(1, outputs),
                        WeightRole.RAW,
                        new InitialValues.Constant(0f))));
    int generated = coreSize() + (settings.generatesBias() ? outputs : 0);
    MlpShape hidden = settings.hypernet();
    MlpShape shape = new MlpShape(hidden.hiddenUnits(), OptionalInt.of(generated), hidden.style());
    hypernet = add("hypernet", new Mlp(name + ".hypernet", condition, shape));
  }

  private void check(OptionalInt over) {
    if (rank.isPresent() && rank.getAsInt() > Math.min(inputs, outputs)) {
      throw ModelConfigException.of(
          "rank_k",
          rank.getAsInt(),
          "at most %d, the smaller side of a layer from %d to %d units"
              .formatted(Math.min(inputs, outputs), inputs, outputs));
    }
    if (over.isPresent() && over.getAsInt() < rank.getAsInt()) {
      throw ModelConfigException.of(
          "overparam_p", over.getAsInt(), "at least rank_k, which is " + rank.getAsInt());
    }
  }

  private List<Weight> factors(String name, int rows, int columns, OptionalInt over) {
    List<Weight> factors = new ArrayList<>();
    if (over.isPresent()) {
      factors.add(factor(name + "_l", rows, over.getAsInt()));
      factors.add(factor(name + "_r", over.getAsInt(), columns));
    } else {
      factors.add(factor(name, rows, columns));
    }
    return List.copyOf(factors);
  }

  private Weight factor(String name, int rows, int columns) {
    Shape shape = new Shape(rows, columns);
    return add(Weight.of(name, shape, WeightRole.RAW, new InitialValues.XavierNormal()));
  }

  private int coreSize() {
    return rank.isPresent() ? rank.getAsInt() * rank.getAsInt() : inputs * outputs;
  }

  /** Computes its output for samples x under conditions z. */
  NDArray apply(Pass pass, NDArray x, NDArray z) {
    NDArray generated = hypernet.apply(pass, z);
    int biasSize = bias.isPresent() ? 0 : outputs;
    NDArray core = generated.get(new NDIndex(":, {}:", biasSize));
    NDArray b =
        bias.map(pass::value).orElseGet(() -> generated.get(new NDIndex(":, :{}", biasSize)));
    NDArray y =
        rank.isPresent()
            ? times(projected(pass, x, left), core, rank.getAsInt(), rank.getAsInt())
            : times(x, core, inputs, outputs);
    return projected(pass, y, right).add(b);
  }

  private static NDArray projected(Pass pass, NDArray x, List<Weight> factors) {
    NDArray projected = x;
    for (Weight factor : factors) {
      projected = projected.matMul(pass.value(factor));
    }
    return projected;
  }

  /** Multiplies each row of x (B, rows) with a matrix of its own (B, rows · columns). */
  private static NDArray times(NDArray x, NDArray matrices, int rows, int columns) {
    return x.expandDims(1).batchMatMul(matrices.reshape(-1, rows, columns)).squeeze(1);
  }

  @Override
  public NDList apply(Pass pass, NDList inputsAndConditions) {
    return new NDList(apply(pass, inputsAndConditions.get(0), inputsAndConditions.get(1)));
  }
}
