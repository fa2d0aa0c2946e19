package io.fuxictr.ctr.layer.embedding;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.fuxictr.ctr.engine.TorchEngine;
import org.junit.jupiter.api.Test;

class LookupIT {
  private static final long TWO_COLUMNS_OF_ALL_BITS = 2L << 32;

  @Test
  void rowsOfALargeTableLieBeyondWhatAnIntCanHold() {
    try (NDManager memory = TorchEngine.start().memory(ai.djl.Device.cpu())) {
      NDArray ids = memory.create(new int[] {3, -1, Integer.MIN_VALUE, 5}, new Shape(2, 2));

      NDArray rows =
          new Lookup(new int[] {0, 1}, new long[] {0, 1L << 32}, 2)
              .rowsOf(TWO_COLUMNS_OF_ALL_BITS, ids);

      assertThat(rows.getDataType()).isEqualTo(DataType.INT64);
      assertThat(rows.toLongArray()).containsExactly(3, (1L << 33) - 1, 1L << 31, (1L << 32) + 5);
    }
  }

  @Test
  void rowsOfASmallTableAreInts() {
    try (NDManager memory = TorchEngine.start().memory(ai.djl.Device.cpu())) {
      NDArray ids = memory.create(new int[] {3, 1, 2, 5}, new Shape(2, 2));

      NDArray rows = new Lookup(new int[] {1}, new long[] {10}, 2).rowsOf(20, ids);

      assertThat(rows.toIntArray()).containsExactly(11, 15);
    }
  }
}
