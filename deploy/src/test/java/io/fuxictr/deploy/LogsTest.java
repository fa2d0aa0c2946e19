package io.fuxictr.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class LogsTest {
  private static final Path FILE = Path.of("/logs/workflow.log");

  @Test
  void processWithAllProgramsWritesTheFileItself() {
    assertThat(Logs.file(FILE, "")).isEqualTo(FILE);
  }

  @Test
  void programWritesAFileOfItsOwnBesideIt() {
    assertThat(Logs.file(FILE, "worker-train"))
        .isEqualTo(Path.of("/logs/workflow-worker-train.log"));
    assertThat(Logs.file(Path.of("/logs/all"), "web")).isEqualTo(Path.of("/logs/all-web.log"));
  }
}
