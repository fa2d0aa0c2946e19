package io.fuxictr.ctr.layer;

import ai.djl.ndarray.types.Shape;
import java.util.SplittableRandom;

/** The values a weight starts from. */
public sealed interface InitialValues {

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

  /** Normal with standard deviation √(2 / (fan in + fan out)); the piece is (out, in). */
  record XavierNormal() implements InitialValues {
    @Override
    public Source source(Shape shape, long seed) {
      SplittableRandom random = new SplittableRandom(seed);
      double deviation = Math.sqrt(2.0 / (shape.get(0) + shape.get(1)));
      return () -> (float) (deviation * random.nextGaussian());
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
      return new PaddedSource(shape.get(1), deviation, new SplittableRandom(seed));
    }
  }

  /** Counts through the padding row before it draws. */
  final class PaddedSource implements Source {
    private final double deviation;
    private final SplittableRandom random;
    private long padding;

    private PaddedSource(long padding, double deviation, SplittableRandom random) {
      this.padding = padding;
      this.deviation = deviation;
      this.random = random;
    }

    @Override
    public float next() {
      if (padding > 0) {
        padding--;
        return 0f;
      }
      return (float) (deviation * random.nextGaussian());
    }
  }
}
