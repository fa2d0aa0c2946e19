package io.fuxictr.remote;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SparkErrorsTest {

  @Test
  void reasonBeginsWhereSparkNamesIt() {
    String said =
        """
        Spark master: local[2], Application Id: local-1
        [PARSE_SYNTAX_ERROR] Syntax error at or near 'FORM'.(line 2, pos 9)
        """;

    assertThat(SparkErrors.reason(said)).startsWith("[PARSE_SYNTAX_ERROR] Syntax error at or near");
  }

  @Test
  void classOfAnExceptionIsAReason() {
    assertThat(SparkErrors.reason("a line\norg.apache.hadoop.security.AccessControlException: no"))
        .isEqualTo("org.apache.hadoop.security.AccessControlException: no");
  }

  @Test
  void longReasonIsCutOff() {
    assertThat(SparkErrors.reason("Error: " + "x".repeat(5000))).hasSize(1501).endsWith("…");
  }

  @Test
  void withoutAReasonTheEndIsTold() {
    assertThat(SparkErrors.reason("x".repeat(2000) + "\nkilled\n")).hasSize(801).endsWith("killed");
  }
}
