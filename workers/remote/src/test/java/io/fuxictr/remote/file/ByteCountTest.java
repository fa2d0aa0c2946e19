package io.fuxictr.remote.file;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ByteCountTest {

  @ParameterizedTest
  @CsvSource({
    "0, 0B",
    "1023, 1023B",
    "1024, 1.0KB",
    "1572864, 1.5MB",
    "48533195981, 45.2GB",
    "1125899906842624, 1024.0TB"
  })
  void namesSizesWithOneDecimal(long bytes, String text) {
    assertThat(ByteCount.text(bytes)).isEqualTo(text);
  }
}
