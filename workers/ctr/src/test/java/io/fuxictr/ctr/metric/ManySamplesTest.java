package io.fuxictr.ctr.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.sun.management.ThreadMXBean;
import io.fuxictr.ctr.config.HyperParameters;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Ten million samples, with all metrics that need an order. */
class ManySamplesTest {
  private static final int ROWS = 10_000_000;
  private static final int BATCH = 10_000;
  private static final int USERS = 200_000;
  private static final int LEVELS = 1 << 16;
  private static final long MOST_BYTES_PER_ROW = 40;
  private static final double EXACT = 1e-12;

  private final SplittableRandom random = new SplittableRandom(5);
  private final float[] predictions = new float[BATCH];
  private final float[] labels = new float[BATCH];
  private final long[] users = new long[BATCH];
  private final long[][] histogram = new long[2][LEVELS];

  /** All that is allocated is an upper bound of what is held at any one time. */
  @Test
  void takeFortyBytesEachAndAreStillExact() {
    Map<String, Object> parameters =
        Map.of(
            "group_id",
            "user",
            "metrics",
            List.of("AUC", "KS", "logloss", "gAUC", "NDCG(k=5)", "calibration"));
    ScoreCollector scores =
        new ScoreCollector(MetricPlan.of(HyperParameters.of(parameters), List.of("y")));
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    long before = threads.getCurrentThreadAllocatedBytes();
    for (int from = 0; from < ROWS; from += BATCH) {
      nextBatch();
      scores.add(predictions, labels, users);
    }
    Evaluation evaluation = scores.evaluate();
    long bytes = threads.getCurrentThreadAllocatedBytes() - before;

    assertThat(bytes).isLessThan(MOST_BYTES_PER_ROW * ROWS);
    assertThat(evaluation.mean(Metric.AUC)).isCloseTo(areaByHistogram(), within(EXACT));
    assertThat(evaluation.mean(Metric.LOGLOSS)).isCloseTo(logLossByHistogram(), within(EXACT));
    assertThat(evaluation.objectives().getFirst().undefined()).isEmpty();
    assertThat(evaluation.objectives().getFirst().tables().get("calibration"))
        .hasSize(10)
        .allMatch(b -> b.rows() == ROWS / 10)
        .allMatch(b -> Math.abs(b.meanPrediction() - b.meanLabel()) < 0.01);
  }

  private void nextBatch() {
    for (int i = 0; i < BATCH; i++) {
      int level = random.nextInt(1, LEVELS);
      predictions[i] = (float) level / LEVELS;
      boolean positive = random.nextDouble() < predictions[i];
      labels[i] = positive ? 1 : 0;
      users[i] = random.nextInt(USERS) * 1_000_003L;
      histogram[positive ? 1 : 0][level]++;
    }
  }

  private double areaByHistogram() {
    double pairs = 0;
    long negatives = 0;
    long positives = 0;
    for (int level = 0; level < LEVELS; level++) {
      pairs += histogram[1][level] * (negatives + 0.5 * histogram[0][level]);
      negatives += histogram[0][level];
      positives += histogram[1][level];
    }
    return pairs / positives / negatives;
  }

  private double logLossByHistogram() {
    double sum = 0;
    for (int level = 1; level < LEVELS; level++) {
      double p = (double) level / LEVELS;
      sum -= histogram[1][level] * Math.log(p) + histogram[0][level] * Math.log(1 - p);
    }
    return sum / ROWS;
  }
}
