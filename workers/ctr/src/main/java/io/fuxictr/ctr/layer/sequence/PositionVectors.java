package io.fuxictr.ctr.layer.sequence;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import io.fuxictr.ctr.layer.InitialValues;
import io.fuxictr.ctr.layer.Layer;
import io.fuxictr.ctr.layer.Pass;
import io.fuxictr.ctr.layer.Weight;
import io.fuxictr.ctr.layer.WeightRole;

/**
 * A trained vector beside each position: (B, N, d) to (B, N, d + p).
 *
 * <p>The vectors (N, p) start as sin(n / 10000^(2k/p)) in component 2k and the cosine of the same
 * in component 2k + 1.
 *
 * <p>Source: Vaswani et al., <a href="https://arxiv.org/abs/1706.03762">Attention Is All You
 * Need</a>, section 3.5. Departs from it: vectors are trained, and stand beside rather than being
 * added.
 */
public final class PositionVectors extends Layer {
  private final Weight vectors;

  /**
   * Makes the vectors.
   *
   * @param name its name in the reference
   * @param positions N
   * @param width p
   */
  public PositionVectors(String name, int positions, int width) {
    vectors = add(Weight.of(name, new Shape(positions, width), WeightRole.RAW, new Waves(width)));
  }

  @Override
  public NDArray apply(Pass pass, NDArray x) {
    NDArray values = pass.value(vectors).expandDims(0);
    Shape shape = new Shape(x.getShape().get(0), vectors.shape().get(0), vectors.shape().get(1));
    return NDArrays.concat(new NDList(x, values.broadcast(shape)), 2);
  }

  /**
   * Sines and cosines of falling frequency.
   *
   * @param width p
   */
  private record Waves(int width) implements InitialValues {
    @Override
    public Source source(Shape shape, long seed) {
      return new WaveSource(width);
    }
  }

  /** Counts through components and positions. */
  private static final class WaveSource implements InitialValues.Source {
    private static final double LONGEST = 10_000;

    private final int width;
    private long next;

    private WaveSource(int width) {
      this.width = width;
    }

    @Override
    public float next() {
      long position = next / width;
      int component = (int) (next % width);
      next++;
      int even = component - component % 2;
      double angle = position / Math.pow(LONGEST, (double) even / width);
      return (float) (component == even ? Math.sin(angle) : Math.cos(angle));
    }
  }
}
