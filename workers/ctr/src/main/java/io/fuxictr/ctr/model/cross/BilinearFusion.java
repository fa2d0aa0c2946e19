package io.fuxictr.ctr.model.cross;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import io.fuxictr.ctr.layer.InitialValues;
import io.fuxictr.ctr.layer.Pass;
import io.fuxictr.ctr.layer.Weight;
import io.fuxictr.ctr.layer.WeightRole;
import io.fuxictr.ctr.layer.WeightedBlock;
import io.fuxictr.ctr.layer.dense.LinearLayer;

/**
 * One number out of two vectors: x (B, X) and y (B, Y) to (B, 1).
 *
 * <p>u · x + v · y + b + c + Σ_k x_kᵀ W_k y_k, where x_k (X / K) and y_k (Y / K) are the k-th of K
 * equal pieces, one per head, and W (K, X / K, Y / K) is stored as one column.
 *
 * <p>Source: Mao et al., <a href="https://arxiv.org/abs/2304.00902">FinalMLP</a>, AAAI 2023,
 * section 3.3.
 */
final class BilinearFusion extends WeightedBlock {
  private static final int[] HEADS_AND_COMPONENTS = {0, 2};
  private static final String NAME = "fusion_module.";

  private final int heads;
  private final int xWidth;
  private final int yWidth;
  private final LinearLayer ofX;
  private final LinearLayer ofY;
  private final Weight bilinear;

  BilinearFusion(int xWidth, int yWidth, int heads) {
    this.heads = heads;
    this.xWidth = xWidth / heads;
    this.yWidth = yWidth / heads;
    bilinear =
        add(
            Weight.of(
                NAME + "w_xy",
                new Shape((long) heads * this.xWidth * this.yWidth, 1),
                WeightRole.RAW,
                new InitialValues.XavierNormal()));
    ofX = add("x", LinearLayer.of(NAME + "w_x", xWidth, 1));
    ofY = add("y", LinearLayer.of(NAME + "w_y", yWidth, 1));
  }

  NDArray fuse(Pass pass, NDArray x, NDArray y) {
    NDArray w = pass.value(bilinear).reshape(heads, xWidth, yWidth);
    NDArray products = byHead(x, xWidth).batchMatMul(w).mul(byHead(y, yWidth));
    NDArray crossed = products.sum(HEADS_AND_COMPONENTS).expandDims(1);
    return ofX.apply(pass, x).add(ofY.apply(pass, y)).add(crossed);
  }

  /** Splits into pieces: (B, K · W) to (K, B, W). */
  private NDArray byHead(NDArray x, int width) {
    return x.reshape(-1, heads, width).transpose(1, 0, 2);
  }

  @Override
  public NDList apply(Pass pass, NDList inputs) {
    return new NDList(fuse(pass, inputs.get(0), inputs.get(1)));
  }
}
