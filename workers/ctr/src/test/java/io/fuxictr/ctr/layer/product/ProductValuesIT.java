package io.fuxictr.ctr.layer.product;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import io.fuxictr.ctr.layer.GradientCheck;
import io.fuxictr.ctr.layer.product.HolographicPairs.Product;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Compares products with the sums that define them. */
class ProductValuesIT {
  private static final int FIELDS = 5;

  private final GradientCheck arrays = new GradientCheck();

  @AfterEach
  void release() {
    arrays.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 4, 5})
  void combinationSumsAreSumsOverAllCombinations(int order) {
    NDArray x = arrays.values(1, FIELDS, 1);
    float[] e = x.toFloatArray();
    double expected = 0;
    for (int chosen = 0; chosen < 1 << FIELDS; chosen++) {
      if (Integer.bitCount(chosen) == order) {
        expected += product(e, chosen);
      }
    }

    assertThat((double) CombinationSums.of(order, x).getFloat()).isCloseTo(expected, within(1e-5));
  }

  private static double product(float[] e, int chosen) {
    double product = 1;
    for (int f = 0; f < e.length; f++) {
      product *= (chosen >> f & 1) == 1 ? e[f] : 1;
    }
    return product;
  }

  @ParameterizedTest
  @CsvSource({
    "CONVOLUTION, 4",
    "CONVOLUTION, 5",
    "CORRELATION, 4",
    "CORRELATION, 5",
    "CORRELATION, 1"
  })
  void circularProductsAreSumsOverTurnedComponents(Product product, int dim) {
    NDArray x = arrays.values(1, 2, dim);
    float[] e = x.toFloatArray();
    float[] actual = new HolographicPairs(2, dim, product).products(x).toFloatArray();

    for (int n = 0; n < dim; n++) {
      double expected = 0;
      for (int m = 0; m < dim; m++) {
        int turned = Math.floorMod(product == Product.CONVOLUTION ? n - m : n + m, dim);
        expected += e[m] * e[dim + turned];
      }
      assertThat((double) actual[n]).isCloseTo(expected, within(1e-5));
    }
  }
}
