package io.fuxictr.dataset.feature;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Xxh64Test {

  /** The values that the library of the algorithm's author gives, version 0.8.3. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ''                                                              | EF46DB3751D8E999
          a                                                               | D24EC4F1A98C6E5B
          abc                                                             | 44BC2CF5AD770999
          12345                                                           | C6F2D2DD0AD64FB6
          täglich 日本                                                      | 396C684A9868677C
          0123456789abcdef0123456789abcdef                                | 642A94958E71E6C5
          Nobody inspects the spammish repetition                         | FBCEA83C8A378BF1
          0123456789abcdef0123456789abcdef01234567                        | 02595BF45A790442
          Call me Ishmael. Some years ago--never mind how long precisely- | 02A2E85470D6FD96
          """)
  void textsOfAnyLengthHaveThePublishedHash(String text, String expected) {
    assertThat("%016X".formatted(Xxh64.hash(text))).isEqualTo(expected);
  }
}
