package io.fuxictr.ctr.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fuxictr.ctr.config.ModelConfigException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MetricTest {

  @Test
  void keepsTheNameAsItWasGiven() {
    assertThat(Metric.parse("metrics", "NDCG( k = 5 )").key()).isEqualTo("NDCG( k = 5 )");
    assertThat(Metric.parse("metrics", "Accuracy").key()).isEqualTo("Accuracy");
  }

  @Test
  void ranksMayBeNamedOrNot() {
    Measure five = new Measure.Grouped.Ndcg(5);

    assertThat(measure("NDCG(k=5)")).isEqualTo(measure("NDCG(5)")).isEqualTo(five);
    assertThat(measure("HitRate(3)")).isEqualTo(new Measure.Grouped.HitRate(3));
    assertThat(measure("MRR(k=2)")).isEqualTo(new Measure.Grouped.Mrr(2));
    assertThat(measure("MRR")).isEqualTo(new Measure.Grouped.Mrr(Integer.MAX_VALUE));
  }

  @Test
  void aCalibrationTableHasTenBucketsUnlessSaidOtherwise() {
    assertThat(measure("calibration")).isEqualTo(new Measure.Calibration(10));
    assertThat(measure("calibration(buckets=20)")).isEqualTo(measure("calibration(20)"));
    assertThat(measure("calibration(20)")).isEqualTo(new Measure.Calibration(20));
    assertThat(Metric.parse("metrics", "calibration").isNumber()).isFalse();
  }

  @Test
  void namesAddedToTheReferenceMayBeInAnyCase() {
    assertThat(measure("ks")).isEqualTo(measure("KS")).isEqualTo(Measure.Ranking.KS);
    assertThat(measure("F1")).isEqualTo(measure("f1"));
    assertThat(measure("pcoc")).isEqualTo(Measure.Pointwise.PCOC);
  }

  @Test
  void bothNamesOfLogLossAreKnown() {
    assertThat(measure("binary_crossentropy")).isEqualTo(measure("logloss"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "auc",
        "AUROC",
        "NDCG",
        "NDCG()",
        "NDCG(k=0)",
        "NDCG(k=-1)",
        "NDCG(k=5",
        "NDCG(n=5)",
        "NDCG(k=99999999999)",
        "NDCG(k=__import__('os'))",
        "HitRate",
        "AUC(k=5)",
        "calibration(k=5)",
        "MRR()",
        ""
      })
  void anythingElseIsRefusedWithAllThatIsAllowed(String name) {
    assertThatThrownBy(() -> Metric.parse("metrics", name))
        .isInstanceOf(ModelConfigException.class)
        .hasMessage(
            "Hyper-parameter metrics is '%s'; allowed: AUC, logloss, binary_crossentropy, gAUC, avgAUC, MRR, MRR(k=..), NDCG(k=..), HitRate(k=..), KS, accuracy, precision, recall, f1, MSE, MAE, RMSE, PCOC, calibration, calibration(buckets=..)"
                .formatted(name));
  }

  private static Measure measure(String name) {
    return Metric.parse("metrics", name).measure();
  }
}
