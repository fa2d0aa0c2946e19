package io.fuxictr.ctr.layer.convolution;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import io.fuxictr.ctr.layer.InitialValues;
import io.fuxictr.ctr.layer.Layer;
import io.fuxictr.ctr.layer.Pass;
import io.fuxictr.ctr.layer.Weight;
import io.fuxictr.ctr.layer.WeightRole;

/**
 * Slides a kernel over neighbouring fields, component by component: (B, C, H, d) to (B, O, H', d).
 *
 * <p>y_{o,h,·} = b_o + Σ_{c,i} W_{o,c,i} x_{c,h+i-p,·}, W (O, C, k, 1), b (O), with p rows of zeros
 * on both sides, so that H' = H + 2 p - k + 1.
 *
 * <p>Computed as one matrix product W (O, k C) · X (B, k C, H' d), X being the k shifted copies of
 * x. libtorch's own convolution hands small ones to oneDNN, whose gradient by x was seen to be
 * wrong, and different each time, on processors with AVX2 and above (libtorch 2.7.1, oneDNN 3.7.1).
 */
public final class FieldConvolution extends Layer {
  private static final int CHANNELS = 1;
  private static final int FIELDS = 2;

  private final Weight weight;
  private final Weight bias;
  private final Size size;

  /**
   * How wide a convolution is.
   *
   * @param inputs channels C
   * @param outputs channels O
   * @param height fields k that the kernel covers
   * @param padding rows of zeros p on both sides
   */
  public record Size(int inputs, int outputs, int height, int padding) {}

  /**
   * Makes a layer: W and b uniform within ±1/√(C k).
   *
   * @param name its name in the reference
   */
  public FieldConvolution(String name, Size size) {
    double bound = 1 / Math.sqrt((double) size.inputs() * size.height());
    InitialValues start = new InitialValues.Uniform(-bound, bound);
    Shape kernel = new Shape(size.outputs(), size.inputs(), size.height(), 1);
    weight = add(Weight.of(name + ".weight", kernel, WeightRole.NET, start));
    bias = add(Weight.of(name + ".bias", new Shape(size.outputs()), WeightRole.NET, start));
    this.size = size;
  }

  @Override
  public NDArray apply(Pass pass, NDArray x) {
    NDArray rows = padded(x);
    long batch = x.getShape().get(0);
    long width = x.getShape().get(3);
    long height = rows.getShape().get(FIELDS) - size.height() + 1;
    NDList shifted = new NDList();
    for (int i = 0; i < size.height(); i++) {
      shifted.add(rows.get(new NDIndex(":, :, {}:{}, :", i, i + height)));
    }
    long inputs = (long) size.height() * size.inputs();
    NDArray windows = NDArrays.concat(shifted, CHANNELS).reshape(batch, inputs, height * width);
    NDArray kernel =
        pass.value(weight)
            .reshape(size.outputs(), size.inputs(), size.height())
            .transpose(0, 2, 1)
            .reshape(size.outputs(), inputs);
    return kernel
        .matMul(windows)
        .reshape(batch, size.outputs(), height, width)
        .add(pass.value(bias).reshape(1, size.outputs(), 1, 1));
  }

  private NDArray padded(NDArray x) {
    if (size.padding() == 0) {
      return x;
    }
    Shape shape = x.getShape();
    NDArray zeros =
        x.getManager()
            .zeros(new Shape(shape.get(0), shape.get(CHANNELS), size.padding(), shape.get(3)));
    return NDArrays.concat(new NDList(zeros, x, zeros), FIELDS);
  }
}
