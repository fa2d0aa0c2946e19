package io.fuxictr.ctr.layer.convolution;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import io.fuxictr.ctr.layer.GradientCheck;
import io.fuxictr.ctr.layer.Layer;
import io.fuxictr.ctr.layer.Pass;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FieldConvolutionIT {
  private final GradientCheck check = new GradientCheck();

  @AfterEach
  void release() {
    check.close();
  }

  @Test
  void gradientsOfAConvolution() throws InterruptedException {
    FieldConvolution block = new FieldConvolution("conv", new FieldConvolution.Size(2, 3, 3, 1));
    NDList x = new NDList(check.values(4, 2, 5, 3));
    check.weights(block, x);

    check.inputs(block, x);
  }

  @Test
  void gradientsThroughPooling() throws InterruptedException {
    check.inputs(new Unweighted(x -> FieldPooling.largest(x, 3)), new NDList(apart(4, 2, 6, 3)));

    check.inputs(new Unweighted(x -> FieldPooling.windows(x, 2)), new NDList(apart(4, 2, 5, 3)));
  }

  @Test
  void theLargestKeepTheirOrder() {
    NDArray x = column(3, 9, 1, 7, 5);

    assertThat(FieldPooling.largest(x, 3).toFloatArray()).containsExactly(9, 7, 5);
  }

  @Test
  void windowsThatFitTakeTheLargestOfEach() {
    assertThat(FieldPooling.windows(column(3, 9, 1, 7), 2).toFloatArray()).containsExactly(9, 7);
  }

  @Test
  void windowsThatDoNotFitBeginBeforeTheFirst() {
    assertThat(FieldPooling.windows(column(3, 9, 1, 7, 5), 2).toFloatArray())
        .containsExactly(3, 9, 7);
    assertThat(FieldPooling.windows(column(3, 9, 1, 7), 3).toFloatArray()).containsExactly(9, 7);
    assertThat(FieldPooling.windows(column(-3, -9), 5).toFloatArray()).containsExactly(-3);
  }

  /** Returns numbers so far from each other that no small step changes which is the largest. */
  private NDArray apart(long... shape) {
    Shape dimensions = new Shape(shape);
    float[] numbers = new float[(int) dimensions.size()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = 0.05f * ((i * 37) % 101);
    }
    return check.memory().create(numbers, dimensions);
  }

  private NDArray column(float... values) {
    return check.memory().create(values, new Shape(1, 1, values.length, 1));
  }

  /** A function as a block. */
  private static final class Unweighted extends Layer {
    private final UnaryOperator<NDArray> function;

    private Unweighted(UnaryOperator<NDArray> function) {
      this.function = function;
    }

    @Override
    public NDArray apply(Pass pass, NDArray x) {
      return function.apply(x);
    }
  }
}
