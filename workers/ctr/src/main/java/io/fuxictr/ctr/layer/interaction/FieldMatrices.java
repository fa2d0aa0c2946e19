package io.fuxictr.ctr.layer.interaction;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import io.fuxictr.ctr.layer.InitialValues;
import io.fuxictr.ctr.layer.Layer;
import io.fuxictr.ctr.layer.Pass;
import io.fuxictr.ctr.layer.Weight;
import io.fuxictr.ctr.layer.WeightRole;

/** A matrix for each field: y_f = W_f x_f, (B, F, d) to (B, F, d), with W (F, d, d). */
public final class FieldMatrices extends Layer {
  private final Weight matrices;

  /** Makes the matrices; Xavier normal over all of them. */
  public FieldMatrices(String name, int fields, int dim) {
    matrices =
        add(
            Weight.of(
                name,
                new Shape(fields, dim, dim),
                WeightRole.RAW,
                new InitialValues.XavierNormal()));
  }

  @Override
  public NDArray apply(Pass pass, NDArray x) {
    NDArray byField = x.transpose(1, 0, 2);
    NDArray products = byField.batchMatMul(pass.value(matrices).transpose(0, 2, 1));
    return products.transpose(1, 0, 2);
  }
}
