package io.fuxictr.ctr.layer.convolution;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.convolutional.Conv2d;
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
 */
public final class FieldConvolution extends Layer {
  private static final Shape STEP = new Shape(1, 1);

  private final Weight weight;
  private final Weight bias;
  private final Shape padding;

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
    padding = new Shape(size.padding(), 0);
  }

  @Override
  public NDArray apply(Pass pass, NDArray x) {
    return Conv2d.conv2d(x, pass.value(weight), pass.value(bias), STEP, padding).singletonOrThrow();
  }
}
