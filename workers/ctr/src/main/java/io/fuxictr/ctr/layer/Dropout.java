package io.fuxictr.ctr.layer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The numbers left out of one training step.
 *
 * <p>Which they are follows from seed and step alone: a step that is repeated after an interruption
 * leaves out the same ones. Eight of them are decided by one random number of 64 bits, a byte each,
 * so that rates are rounded to 1/256; what is kept is scaled by the rate really used.
 */
public final class Dropout {
  private static final int LEVELS = 256;

  private long state;

  private Dropout(long state) {
    this.state = state;
  }

  /**
   * Starts the draws of a step.
   *
   * @param step steps done in the whole training before this one
   */
  public static Dropout of(long seed, long step) {
    return new Dropout(mix(mix(seed) + step));
  }

  /** Leaves numbers out with a probability. */
  NDArray leaveOut(NDArray x, double rate) {
    int dropped = (int) Math.min(LEVELS - 1, Math.round(rate * LEVELS));
    if (dropped == 0) {
      return x;
    }
    NDArray kept = x.getManager().create(draw(x.size()), x.getShape(), DataType.UINT8).gte(dropped);
    double scale = (double) LEVELS / (LEVELS - dropped);
    return x.mul(Scalars.times(kept.toType(DataType.FLOAT32, false), scale));
  }

  private ByteBuffer draw(long size) {
    int longs = Math.toIntExact((size + Long.BYTES - 1) / Long.BYTES);
    ByteBuffer bytes = ByteBuffer.allocateDirect(longs * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < longs; i++) {
      state += 0x9E3779B97F4A7C15L;
      bytes.putLong(i * Long.BYTES, mix(state));
    }
    return bytes.limit(Math.toIntExact(size));
  }

  private static long mix(long value) {
    long mixed = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
    return mixed ^ (mixed >>> 31);
  }
}
