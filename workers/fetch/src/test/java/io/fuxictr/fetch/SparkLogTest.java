package io.fuxictr.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import io.fuxictr.message.TaskEvent.Level;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SparkLogTest {

  @Test
  void barOfAStageIsItsProgress() {
    assertThat(SparkLog.progress("[Stage 3:=======>          (7 + 2) / 20]"))
        .contains(new SparkLog.StageProgress(3, 7, 20));
  }

  @Test
  void lastOfSeveralBarsCounts() {
    assertThat(SparkLog.progress("[Stage 3:==>(7 + 2) / 20][Stage 4:>   (0 + 0) / 5]"))
        .contains(new SparkLog.StageProgress(4, 0, 5));
  }

  @Test
  void otherLinesAreNoProgress() {
    assertThat(SparkLog.progress("26/11/27 10:00:00 INFO Stage 3 (7 + 2) / 20")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "26/11/27 10:00:00 INFO SparkContext: Running, INFO",
    "26/11/27 10:00:00 WARN Utils: slow, WARNING",
    "26/11/27 10:00:00 ERROR Executor: broken, ERROR",
    "Picked up JAVA_TOOL_OPTIONS, WARNING"
  })
  void linesKeepTheirLevelAndOthersAreWarnings(String line, Level level) {
    assertThat(SparkLog.level(line)).isEqualTo(level);
  }
}
