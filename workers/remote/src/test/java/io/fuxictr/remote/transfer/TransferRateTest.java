package io.fuxictr.remote.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class TransferRateTest {
  private static final long MEGABYTE = 1 << 20;

  private final AtomicLong now = new AtomicLong();
  private final TransferRate rate = new TransferRate(now::get);

  @Test
  void saysNothingOfSpeedBeforeItIsKnown() {
    assertThat(rate.text("Pulling files", 100 * MEGABYTE, 1000 * MEGABYTE))
        .isEqualTo("Pulling files: 100.0MB of 1000.0MB");
  }

  @Test
  void bytesThatWereThereBeforeAreNoSpeed() {
    at(0, 100);
    at(1, 110);

    assertThat(at(2, 120)).isEqualTo("Pulling files: 120.0MB of 1000.0MB, 10.0MB/s, 88 s left");
  }

  @Test
  void theLastTenSecondsCount() {
    at(0, 0);
    for (int second = 1; second <= 20; second++) {
      at(second, second);
    }
    for (int second = 21; second <= 31; second++) {
      at(second, 20 + 50 * (second - 20));
    }

    assertThat(at(32, 620)).endsWith(", 50.0MB/s, 7 s left");
  }

  @Test
  void aSlowOneIsToldInHours() {
    at(0, 0);

    assertThat(at(10, 1)).endsWith("102.4KB/s, 2 h left");
  }

  @Test
  void theEndNamesSizeTimeAndRate() {
    assertThat(TransferRate.complete(46_282 * MEGABYTE, 569.04))
        .isEqualTo("Transfer complete: 45.2GB in 569.0s (81.3MB/s)");
  }

  private String at(int second, long megabytes) {
    now.set(TimeUnit.SECONDS.toNanos(second));
    return rate.text("Pulling files", megabytes * MEGABYTE, 1000 * MEGABYTE);
  }
}
