package io.fuxictr.ctr.metric;

/**
 * What can be computed of predictions p and labels y of one objective.
 *
 * <p>Equal predictions are ties in {@link Ranking}, {@link Grouped.Auc} and {@link Calibration},
 * whose results do not depend on the order of the samples. Where every sample needs a rank of its
 * own (MRR, NDCG, HitRate), equal predictions are ranked in the order of their rows.
 */
public sealed interface Measure {

  /** Returns whether labels have to be 0 or 1. */
  boolean binaryOnly();

  /** A sum over the samples, one by one. */
  enum Pointwise implements Measure {
    /** The mean of -(y ln p + (1 - y) ln(1 - p)), p clipped to [ε, 1 - ε], ε = 2⁻⁵². */
    LOGLOSS(true),
    /** The share of samples whose p is on the side of the threshold where y is. */
    ACCURACY(true),
    /** The share of positives among the samples with p above the threshold; 0 without such. */
    PRECISION(true),
    /** The share of positives that have p above the threshold; 0 without positives. */
    RECALL(true),
    /** The harmonic mean of precision and recall; 0 if both are 0. */
    F1(true),
    /** The mean of (p - y)². */
    MSE(false),
    /** The mean of |p - y|. */
    MAE(false),
    /** The root of the mean of (p - y)². */
    RMSE(false),
    /** Predicted over actual: Σp / Σy. */
    PCOC(false);

    private final boolean binaryOnly;

    Pointwise(boolean binaryOnly) {
      this.binaryOnly = binaryOnly;
    }

    @Override
    public boolean binaryOnly() {
      return binaryOnly;
    }
  }

  /** A figure of the ROC curve over all samples. */
  enum Ranking implements Measure {
    /** The probability that a positive is above a negative, ties counting half. */
    AUC,
    /** Kolmogorov and Smirnov: the greatest difference of true and false positive rate. */
    KS;

    @Override
    public boolean binaryOnly() {
      return true;
    }
  }

  /**
   * Mean prediction against mean label, in buckets of equal count by prediction.
   *
   * <p>Samples of equal prediction share their mean label, so that a bucket may end among them.
   *
   * @param buckets how many, at least 1
   */
  record Calibration(int buckets) implements Measure {
    @Override
    public boolean binaryOnly() {
      return false;
    }
  }

  /** What a group counts in a mean. */
  enum GroupWeight {
    /** As many times as it has rows. */
    ROWS,
    /** The same as every other. */
    EQUAL
  }

  /**
   * A weighted mean, over groups of samples, of how well each group is ranked.
   *
   * <p>Groups without a positive count 0 in all but the AUC, which leaves them out.
   */
  sealed interface Grouped extends Measure {

    /** Returns what a group counts in the mean; 0 leaves it out. */
    double weight(RankedGroup group);

    /** Returns how well a group with a weight above 0 is ranked. */
    double value(RankedGroup group);

    @Override
    default boolean binaryOnly() {
      return true;
    }

    /**
     * The mean AUC of the groups that have both classes.
     *
     * <p>Source of gAUC: Zhu et al., <a href="https://arxiv.org/abs/1703.02091">Optimized Cost per
     * Click in Taobao Display Advertising</a>, KDD 2017.
     *
     * @param each what a group counts
     */
    record Auc(GroupWeight each) implements Grouped {
      @Override
      public double weight(RankedGroup group) {
        if (!group.hasBothClasses()) {
          return 0;
        }
        return switch (each) {
          case ROWS -> group.size();
          case EQUAL -> 1;
        };
      }

      @Override
      public double value(RankedGroup group) {
        return group.auc();
      }
    }

    /**
     * The mean over all groups of Σ(y / r) / Σy, with ranks r counting from 1: the reciprocal rank
     * if a group has one positive, the mean of all their reciprocal ranks if it has more.
     *
     * @param k ranks that count in the upper sum
     */
    record Mrr(int k) implements Grouped {
      @Override
      public double weight(RankedGroup group) {
        return 1;
      }

      @Override
      public double value(RankedGroup group) {
        double sum = 0;
        for (int i = 0; i < Math.min(k, group.size()); i++) {
          sum += group.isPositive(i) ? 1.0 / (i + 1) : 0;
        }
        return sum / (group.positives() + RankedGroup.NOT_ZERO);
      }
    }

    /**
     * The mean over all groups of DCG / IDCG, with gain 2^y - 1 and discount log₂(r + 1).
     *
     * <p>Source: Järvelin and Kekäläinen, <a href="https://doi.org/10.1145/582415.582418">Cumulated
     * gain-based evaluation of IR techniques</a>, 2002. Departs from it: discounts from the first
     * rank on, as is usual today.
     *
     * @param k ranks that count
     */
    record Ndcg(int k) implements Grouped {
      private static final double LN_2 = Math.log(2);

      @Override
      public double weight(RankedGroup group) {
        return 1;
      }

      @Override
      public double value(RankedGroup group) {
        double gain = 0;
        double ideal = 0;
        for (int i = 0; i < Math.min(k, group.size()); i++) {
          double share = LN_2 / Math.log(i + 2);
          gain += group.isPositive(i) ? share : 0;
          ideal += i < group.positives() ? share : 0;
        }
        return gain / (ideal + RankedGroup.NOT_ZERO);
      }
    }

    /**
     * The share, among all groups, of those with a positive in their first k ranks.
     *
     * @param k ranks that count
     */
    record HitRate(int k) implements Grouped {
      @Override
      public double weight(RankedGroup group) {
        return 1;
      }

      @Override
      public double value(RankedGroup group) {
        for (int i = 0; i < Math.min(k, group.size()); i++) {
          if (group.isPositive(i)) {
            return 1;
          }
        }
        return 0;
      }
    }
  }
}
