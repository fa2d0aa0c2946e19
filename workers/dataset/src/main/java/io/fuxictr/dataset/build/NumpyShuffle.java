package io.fuxictr.dataset.build;

/**
 * The order in which {@code numpy.random.seed(seed); numpy.random.shuffle(arange(n))} leaves the
 * numbers from 0 to n-1.
 */
final class NumpyShuffle {

  private NumpyShuffle() {}

  static int[] ids(int count, long seed) {
    var ids = new int[count];
    for (int i = 0; i < count; i++) {
      ids[i] = i;
    }
    var random = new MersenneTwister((int) seed);
    for (int i = count - 1; i > 0; i--) {
      int j = below(random, i);
      int id = ids[i];
      ids[i] = ids[j];
      ids[j] = id;
    }
    return ids;
  }

  /** Draws from 0 to {@code most}: bits are masked, and drawn again while they are too many. */
  private static int below(MersenneTwister random, int most) {
    int mask = -1 >>> Integer.numberOfLeadingZeros(most);
    int drawn = random.next() & mask;
    while (drawn > most) {
      drawn = random.next() & mask;
    }
    return drawn;
  }
}
