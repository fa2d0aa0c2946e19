package io.fuxictr.ctr.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class CalibrationTest {
  private static final double EXACT = 1e-12;

  @Test
  void bucketsHoldEqualCountsFromLowToHigh() {
    Scored samples =
        Scored.of(new float[] {0.75f, 0.125f, 0.5f, 0.25f, 0.875f, 0.375f}, 1, 0, 1, 0, 1, 1);

    assertThat(table(samples, "calibration(3)"))
        .containsExactly(
            new CalibrationBucket(2, 0.1875, 0),
            new CalibrationBucket(2, 0.4375, 1),
            new CalibrationBucket(2, 0.8125, 1));
  }

  @Test
  void thereAreTenAndTheirSizesDifferByOneAtMost() {
    Scored samples = Scored.random(1234, 1);
    Scored known = samples.known();

    List<CalibrationBucket> table = table(samples, "calibration");

    int least = known.labels().length / 10;
    assertThat(table).hasSize(10).allMatch(b -> b.rows() == least || b.rows() == least + 1);
    assertThat(table.stream().mapToLong(CalibrationBucket::rows).sum())
        .isEqualTo(known.labels().length);
    assertThat(table)
        .isSortedAccordingTo((a, b) -> Double.compare(a.meanPrediction(), b.meanPrediction()));
  }

  @Test
  void addsUpToAllPredictionsAndLabels() {
    Scored samples = Scored.random(1234, 2);
    Scored known = samples.known();
    double predictions = 0;
    double labels = 0;
    for (int i = 0; i < known.labels().length; i++) {
      predictions += known.predictions()[i];
      labels += known.labels()[i];
    }

    List<CalibrationBucket> table = table(samples, "calibration(7)");

    assertThat(table.stream().mapToDouble(b -> b.rows() * b.meanPrediction()).sum())
        .isCloseTo(predictions, within(predictions * EXACT));
    assertThat(table.stream().mapToDouble(b -> b.rows() * b.meanLabel()).sum())
        .isCloseTo(labels, within(labels * EXACT));
  }

  @Test
  void tiesShareTheirMeanLabelWhateverTheOrderOfRows() {
    float[] equal = {0.5f, 0.5f, 0.5f, 0.5f};

    assertThat(table(Scored.of(equal, 0, 0, 1, 1), "calibration(2)"))
        .containsExactly(new CalibrationBucket(2, 0.5, 0.5), new CalibrationBucket(2, 0.5, 0.5));
    Scored samples = Scored.random(500, 3);
    assertThat(table(samples.shuffled(5), "calibration")).isEqualTo(table(samples, "calibration"));
  }

  @Test
  void thereAreNoMoreBucketsThanSamples() {
    assertThat(table(Scored.of(new float[] {0.25f, 0.5f}, 1, 0), "calibration"))
        .containsExactly(new CalibrationBucket(1, 0.25, 1), new CalibrationBucket(1, 0.5, 0));
  }

  @Test
  void labelsOfRegressionAreAveraged() {
    Scored samples = Scored.of(new float[] {-2f, 3f, -1f, 5f}, -4, 2.5f, 1, 7);

    assertThat(samples.objective("calibration(2)", Objective.Kind.REAL).tables())
        .containsEntry(
            "calibration(2)",
            List.of(new CalibrationBucket(2, -1.5, -1.5), new CalibrationBucket(2, 4, 4.75)));
  }

  @Test
  void withoutSamplesThereIsNoTable() {
    ObjectiveEvaluation none =
        Scored.of(new float[] {0.5f}, -1).objective("calibration", Objective.Kind.BINARY);

    assertThat(none.tables()).isEmpty();
    assertThat(none.undefined()).containsEntry("calibration", "no label is known");
  }

  private static List<CalibrationBucket> table(Scored samples, String metric) {
    return samples
        .objective(metric, Objective.Kind.BINARY)
        .tables()
        .getOrDefault(metric, List.of());
  }
}
