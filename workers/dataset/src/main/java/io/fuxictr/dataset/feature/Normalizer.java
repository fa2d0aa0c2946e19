package io.fuxictr.dataset.feature;

/**
 * A fitted scale: {@code (x - shift) / divisor}.
 *
 * @param scaling how it was fitted
 * @param shift mean, or minimum
 * @param divisor standard deviation, or range; 1 where the column does not vary
 */
public record Normalizer(Scaling scaling, double shift, double divisor) {

  /** Brings a number to the scale. */
  public double apply(double value) {
    return (value - shift) / divisor;
  }
}
