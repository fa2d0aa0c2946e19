package io.fuxictr.dataset.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fuxictr.dataset.build.SplitRule.Order;
import io.fuxictr.dataset.part.DatasetException;
import org.junit.jupiter.api.Test;

class SplitPlanTest {

  @Test
  void testRowsAreTheLastAndValidationRowsThoseBefore() {
    var plan = SplitPlan.of(new SplitRule(Order.SEQUENTIAL, 0.2, 3, 0), 10);

    assertThat(plan.rows(Split.TRAIN, 0, 10)).containsExactly(0, 1, 2, 3, 4);
    assertThat(plan.rows(Split.VALID, 0, 10)).containsExactly(5, 6);
    assertThat(plan.rows(Split.TEST, 0, 10)).containsExactly(7, 8, 9);
    assertThat(plan.rows(Split.VALID, 4, 2)).containsExactly(1);
  }

  @Test
  void fractionsAreCutOff() {
    var plan = SplitPlan.of(new SplitRule(Order.SEQUENTIAL, 0.19, 0.19, 0), 10);

    assertThat(plan.count(Split.TRAIN)).isEqualTo(8);
    assertThat(plan.count(Split.VALID)).isEqualTo(1);
    assertThat(plan.count(Split.TEST)).isEqualTo(1);
  }

  @Test
  void randomRowsAreTheEndsOfNumpysOrder() {
    var plan = SplitPlan.of(new SplitRule(Order.RANDOM, 2, 3, 42), 10);

    // NumPy's order for seed 42: 8 1 5 0 7, 2 9, 4 3 6.
    assertThat(plan.rows(Split.TRAIN, 0, 10)).containsExactly(0, 1, 5, 7, 8);
    assertThat(plan.rows(Split.VALID, 0, 10)).containsExactly(2, 9);
    assertThat(plan.rows(Split.TEST, 0, 10)).containsExactly(3, 4, 6);
  }

  @Test
  void negativeSizesAreRefused() {
    assertThatThrownBy(() -> new SplitRule(Order.RANDOM, -0.1, 0, 0))
        .isInstanceOf(DatasetException.class)
        .hasMessageContaining("valid_size is -0.1");
  }
}
