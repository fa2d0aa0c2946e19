package io.fuxictr.ctr.layer.dense;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import io.fuxictr.ctr.layer.InitialValues;
import io.fuxictr.ctr.layer.Layer;
import io.fuxictr.ctr.layer.Pass;
import io.fuxictr.ctr.layer.Weight;
import io.fuxictr.ctr.layer.Weight.NamedShape;
import io.fuxictr.ctr.layer.WeightRole;
import java.util.List;

/**
 * Normalises the last axis of each sample: (…, U) to (…, U).
 *
 * <p>y = (x - mean) / √(variance + 1e-5) · weight + bias.
 *
 * <p>Source: Ba et al., <a href="https://arxiv.org/abs/1607.06450">Layer Normalization</a>, section
 * 3. With one norm per field, (B, F, U) is normalised with weights (F, U).
 */
public final class LayerNorm extends Layer {
  private static final float EPSILON = 1e-5f;

  private final Shape axis;
  private final boolean perField;
  private final Weight scale;
  private final Weight shift;

  /** Normalises with one weight per unit. */
  public LayerNorm(String name, int units) {
    this(List.of(name), units, false);
  }

  private LayerNorm(List<String> names, int units, boolean perField) {
    this.axis = new Shape(units);
    this.perField = perField;
    Shape shape = perField ? new Shape(names.size(), units) : axis;
    scale = add(weight(names, "weight", shape, 1f));
    shift = add(weight(names, "bias", shape, 0f));
  }

  /** Normalises fields (B, F, U), each with weights of its own. */
  public static LayerNorm perField(List<String> names, int units) {
    return new LayerNorm(names, units, true);
  }

  private Weight weight(List<String> names, String parameter, Shape shape, float start) {
    List<NamedShape> parts =
        names.stream().map(name -> new NamedShape(name + "." + parameter, axis)).toList();
    return Weight.of(shape, WeightRole.NET, new InitialValues.Constant(start), parts);
  }

  @Override
  public NDArray apply(Pass pass, NDArray x) {
    NDArray gamma = pass.value(scale);
    NDArray beta = pass.value(shift);
    if (!perField) {
      return ai.djl.nn.norm.LayerNorm.layerNorm(x, axis, gamma, beta, EPSILON).singletonOrThrow();
    }
    NDArray ones = x.getManager().ones(axis);
    NDArray zeros = x.getManager().zeros(axis);
    NDArray normal =
        ai.djl.nn.norm.LayerNorm.layerNorm(x, axis, ones, zeros, EPSILON).singletonOrThrow();
    return normal.mul(gamma).add(beta);
  }
}
