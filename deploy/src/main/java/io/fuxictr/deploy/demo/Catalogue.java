package io.fuxictr.deploy.demo;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * The values of a categorical or sequence column, each with what it says about the outcome.
 *
 * <p>Values come in families of equal size. Inside a family the n-th value is drawn with a
 * probability that falls as 1/n, which gives the long tail of real categories, and most of what a
 * value says it shares with its family, so that the tail can be learned too.
 */
final class Catalogue {
  private static final double OWN_SHARE = 0.2;

  private final String[] names;
  private final int families;
  private final double[] cumulative;
  private final double[] applyEffects;
  private final double[] creditEffects;

  /**
   * Creates a catalogue with effects of standard deviation about 1.
   *
   * @param prefix how its values begin
   * @param families number of families
   * @param perFamily values in each
   * @param random decides on the effects
   */
  Catalogue(String prefix, int families, int perFamily, SplittableRandom random) {
    this.families = families;
    cumulative = new double[perFamily];
    double sum = 0;
    for (int rank = 0; rank < perFamily; rank++) {
      sum += 1.0 / (rank + 1);
      cumulative[rank] = sum;
    }
    names = new String[families * perFamily];
    Arrays.setAll(names, value -> "%s%04d".formatted(prefix, value));
    applyEffects = effects(random);
    creditEffects = effects(random);
  }

  private double[] effects(SplittableRandom random) {
    var family = new double[families];
    Arrays.setAll(family, _ -> random.nextGaussian());
    var effects = new double[families * cumulative.length];
    Arrays.setAll(effects, i -> family[i % families] + OWN_SHARE * random.nextGaussian());
    return effects;
  }

  /** Returns the number of families. */
  int families() {
    return families;
  }

  /** Draws a value of a family. */
  int draw(int family, SplittableRandom random) {
    double point = random.nextDouble() * cumulative[cumulative.length - 1];
    int found = Arrays.binarySearch(cumulative, point);
    int rank = found >= 0 ? found : -found - 1;
    return rank * families + family;
  }

  /** Draws a value of any family. */
  int draw(SplittableRandom random) {
    return draw(random.nextInt(families), random);
  }

  /**
   * Draws different values, most of them of the families that somebody likes.
   *
   * @param count how many are wanted; fewer come when the same one is drawn too often
   * @param liked families
   * @param random decides
   */
  int[] drawSeveral(int count, int[] liked, SplittableRandom random) {
    var drawn = new int[count];
    Set<Integer> seen = HashSet.newHashSet(count);
    for (int tries = 0; seen.size() < count && tries < 4 * count; tries++) {
      int value =
          random.nextDouble() < 0.75
              ? draw(liked[random.nextInt(liked.length)], random)
              : draw(random);
      if (seen.add(value)) {
        drawn[seen.size() - 1] = value;
      }
    }
    return Arrays.copyOf(drawn, seen.size());
  }

  /** Returns a value as it stands in the column. */
  String name(int value) {
    return names[value];
  }

  /** Returns what a value adds to the log odds of an application. */
  double applyEffect(int value) {
    return applyEffects[value];
  }

  /** Returns what a value adds to the log odds of a credit once applied for. */
  double creditEffect(int value) {
    return creditEffects[value];
  }

  /** Returns what several values add on average to the log odds of an application. */
  double meanApplyEffect(int[] values) {
    return Arrays.stream(values).mapToDouble(this::applyEffect).average().orElse(0);
  }

  /** Returns what several values add on average to the log odds of a credit once applied for. */
  double meanCreditEffect(int[] values) {
    return Arrays.stream(values).mapToDouble(this::creditEffect).average().orElse(0);
  }
}
