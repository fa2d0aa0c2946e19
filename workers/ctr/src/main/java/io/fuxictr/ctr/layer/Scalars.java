package io.fuxictr.ctr.layer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;

/**
 * Arithmetic with a number on arrays that take gradients.
 *
 * <p>DJL turns a bare number into an array and frees it at once, while libtorch keeps it for the
 * backward pass. The arrays made here belong to the manager of the array they meet, and live as
 * long as the batch.
 */
public final class Scalars {
  private Scalars() {}

  /** Returns a number as a scalar beside an array. */
  public static NDArray of(NDArray beside, double number) {
    return beside.getManager().full(new Shape(), (float) number);
  }

  /** Returns x · number. */
  public static NDArray times(NDArray x, double number) {
    return x.mul(of(x, number));
  }

  /** Returns x + number. */
  public static NDArray plus(NDArray x, double number) {
    return x.add(of(x, number));
  }

  /** Returns number - x. */
  public static NDArray minus(double number, NDArray x) {
    return of(x, number).sub(x);
  }

  /** Returns x / number. */
  public static NDArray over(NDArray x, double number) {
    return x.div(of(x, number));
  }

  /** Returns the larger of x and a number, element by element. */
  public static NDArray atLeast(NDArray x, double number) {
    return x.maximum(of(x, number));
  }

  /** Returns x to a whole power of at least 1, by repeated products. */
  public static NDArray power(NDArray x, int exponent) {
    NDArray result = x;
    for (int i = 1; i < exponent; i++) {
      result = result.mul(x);
    }
    return result;
  }
}
