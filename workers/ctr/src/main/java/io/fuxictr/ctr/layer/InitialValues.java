package io.fuxictr.ctr.layer;

import ai.djl.ndarray.types.Shape;
import java.util.SplittableRandom;

/** The values a weight starts from: those below, or any function of shape and seed. */
@FunctionalInterface
public interface InitialValues {

  /** Returns a generator of consecutive values of one piece. */
  Source source(Shape shape, long seed);

  /** Yields the values of a piece in their order. */
  @FunctionalInterface
  interface Source {

    /** Returns the next value. */
    float next();
  }

  /**
   * The same value everywhere.
   *
   * @param value it
   */
  record Constant(float value) implements InitialValues {
    @Override
    public Source source(Shape shape, long seed) {
      return () -> value;
    }
  }

  /**
   * Normal around zero.
   *
   * @param deviation standard deviation
   */
  record Normal(double deviation) implements InitialValues {
    @Override
    public Source source(Shape shape, long seed) {
      SplittableRandom random = new SplittableRandom(seed);
      return () -> (float) (deviation * random.nextGaussian());
    }
  }

  /**
   * Uniform between two bounds.
   *
   * @param least lower bound
   * @param most upper bound
   */
  record Uniform(double least, double most) implements InitialValues {
    @Override
    public Source source(Shape shape, long seed) {
      SplittableRandom random = new SplittableRandom(seed);
      return () -> (float) random.nextDouble(least, most);
    }
  }

  /**
   * Normal with standard deviation √(2 / (fan in + fan out)).
   *
   * <p>For a piece (n₀, n₁, n₂, …) fan in is n₁ · n₂ · …, fan out n₀ · n₂ · …; a piece of one
   * dimension counts as (n₀, 1).
   *
   * <p>Source: Glorot, Bengio, <a href="https://proceedings.mlr.press/v9/glorot10a.html">
   * Understanding the difficulty of training deep feedforward neural networks</a>, 2010.
   */
  record XavierNormal() implements InitialValues {
    @Override
    public Source source(Shape shape, long seed) {
      return new Normal(Math.sqrt(2.0 / fans(shape))).source(shape, seed);
    }
  }

  /** Uniform with the same deviation as {@link XavierNormal}. */
  record XavierUniform() implements InitialValues {
    @Override
    public Source source(Shape shape, long seed) {
      double bound = Math.sqrt(6.0 / fans(shape));
      return new Uniform(-bound, bound).source(shape, seed);
    }
  }

  /** One on the diagonal of a square matrix, zero elsewhere. */
  record Identity() implements InitialValues {
    @Override
    public Source source(Shape shape, long seed) {
      return new DiagonalSource(shape.get(1));
    }
  }

  /**
   * Normal, but zero in the first row, which is padding.
   *
   * @param deviation standard deviation
   */
  record PaddedNormal(double deviation) implements InitialValues {
    @Override
    public Source source(Shape shape, long seed) {
      return new PaddedSource(shape.get(1), new Normal(deviation).source(shape, seed));
    }
  }

  private static double fans(Shape shape) {
    double receptive = 1;
    for (int axis = 2; axis < shape.dimension(); axis++) {
      receptive *= shape.get(axis);
    }
    double in = shape.dimension() < 2 ? 1 : shape.get(1);
    return receptive * (in + shape.get(0));
  }

  /** Counts from one place of the diagonal to the next. */
  final class DiagonalSource implements Source {
    private final long step;
    private long position;

    private DiagonalSource(long columns) {
      step = columns + 1;
    }

    @Override
    public float next() {
      return position++ % step == 0 ? 1f : 0f;
    }
  }

  /** Counts through the padding row before it draws. */
  final class PaddedSource implements Source {
    private final Source drawn;
    private long padding;

    private PaddedSource(long padding, Source drawn) {
      this.padding = padding;
      this.drawn = drawn;
    }

    @Override
    public float next() {
      if (padding > 0) {
        padding--;
        return 0f;
      }
      return drawn.next();
    }
  }
}
