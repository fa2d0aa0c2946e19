package io.fuxictr.ctr.metric;

/** Whole numbers in the order of floats, which sort faster and can be packed. */
final class FloatOrder {
  private FloatOrder() {}

  /** Returns the place of a value that is not NaN; both zeros have the same. */
  static int of(float value) {
    return flipped(Float.floatToRawIntBits(value + 0f));
  }

  /** Returns the value at a place. */
  static float valueAt(int place) {
    return Float.intBitsToFloat(flipped(place));
  }

  /** Turns the negative half around: the bits of floats are a sign and a magnitude. */
  private static int flipped(int bits) {
    return bits >= 0 ? bits : Integer.MIN_VALUE - bits;
  }
}
