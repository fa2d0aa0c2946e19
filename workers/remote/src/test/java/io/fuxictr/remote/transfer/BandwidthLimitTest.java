package io.fuxictr.remote.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BandwidthLimitTest {

  /** 250 MB/s are one piece of 255 KiB per 1.04 ms. */
  @ParameterizedTest
  @CsvSource({"0, 3", "100, 3", "3000, 3", "5000, 5", "10000, 10", "16000, 16", "200000, 16"})
  void morePiecesAreUnderWayTheLongerAnAnswerTakes(long roundTripMicros, int pieces) {
    var unlimited = new BandwidthLimit(OptionalLong.empty(), 4);

    assertThat(unlimited.depth(TimeUnit.MICROSECONDS.toNanos(roundTripMicros))).isEqualTo(pieces);
  }

  @Test
  void noMoreThanHalfASecondOfALimitIsUnderWay() {
    var limited = new BandwidthLimit(OptionalLong.of(1 << 20), 4);

    int depth = limited.depth(TimeUnit.SECONDS.toNanos(1));

    assertThat((long) depth * limited.pieceBytes()).isLessThanOrEqualTo((1 << 20) / 2 / 4);
    assertThat(depth).isPositive();
  }
}
