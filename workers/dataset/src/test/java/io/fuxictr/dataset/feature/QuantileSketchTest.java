package io.fuxictr.dataset.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class QuantileSketchTest {

  @Test
  void fewValuesAreCutExactly() {
    var sketch = new QuantileSketch();
    for (double value : new double[] {10, 20, 30, 40}) {
      sketch.add(value);
    }

    // numpy.quantile([10, 20, 30, 40], [1/3, 2/3]), and a tenth of the way.
    assertThat(sketch.cuts(3)).containsExactly(new double[] {20, 30}, within(1e-12));
    assertThat(sketch.cuts(10)[0]).isCloseTo(13, within(1e-12));
    assertThat(sketch.cuts(1)).isEmpty();
    assertThat(new QuantileSketch().cuts(5)).isEmpty();
  }

  @Test
  void manyValuesAreCutWithinTheirBound() {
    int n = 3_000_000;
    double bound = (1 + Math.log(n / 65536.0) / Math.log(2)) / 131072;
    var sketch = new QuantileSketch();
    var values = new double[n];
    var random = new Random(7);
    for (int i = 0; i < n; i++) {
      values[i] = random.nextGaussian();
      sketch.add(values[i]);
    }
    Arrays.sort(values);

    double[] cuts = sketch.cuts(20);

    for (int k = 1; k < 20; k++) {
      int found = Arrays.binarySearch(values, cuts[k - 1]);
      double rank = (found >= 0 ? found : -found - 1) / (double) n;
      assertThat(rank).isCloseTo(k / 20.0, within(bound));
    }
  }
}
