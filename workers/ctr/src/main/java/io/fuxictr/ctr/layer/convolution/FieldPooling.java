package io.fuxictr.ctr.layer.convolution;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.pooling.Pool;

/** Largest values along the fields of (B, C, H, d), component by component. */
public final class FieldPooling {
  private static final int FIELDS = 2;

  private FieldPooling() {}

  /**
   * Returns the k largest values in the order in which they stand: (B, C, k, d).
   *
   * <p>Source: Kalchbrenner et al., <a href="https://arxiv.org/abs/1404.2188">A Convolutional
   * Neural Network for Modelling Sentences</a>, 2014, section 3.2.
   */
  public static NDArray largest(NDArray x, int k) {
    NDArray places = x.topK(k, FIELDS, true, true).get(1).sort(FIELDS);
    return x.gather(places, FIELDS);
  }

  /**
   * Returns the largest of every s neighbours: (B, C, ⌈H / s⌉, d).
   *
   * <p>Where s does not divide H, the first window begins min(r, s - r) places before the first
   * field, r being the rest; the last window ends behind the last field.
   */
  public static NDArray windows(NDArray x, int s) {
    Shape window = new Shape(s, 1);
    return Pool.maxPool2d(filled(x, s), window, window, new Shape(0, 0), false);
  }

  /** Returns the number of windows of s over H fields. */
  public static int windows(int fields, int s) {
    return Math.ceilDiv(fields, s);
  }

  private static NDArray filled(NDArray x, int s) {
    int rest = (int) (x.getShape().get(FIELDS) % s);
    if (rest == 0) {
      return x;
    }
    int before = Math.min(rest, s - rest);
    int behind = s - rest - before;
    NDList parts = new NDList(nothing(x, before), x);
    if (behind > 0) {
      parts.add(nothing(x, behind));
    }
    return NDArrays.concat(parts, FIELDS);
  }

  private static NDArray nothing(NDArray x, int rows) {
    Shape shape = x.getShape();
    return x.getManager()
        .full(new Shape(shape.get(0), shape.get(1), rows, shape.get(3)), Float.NEGATIVE_INFINITY);
  }
}
