package io.fuxictr.deploy.preflight;

import static org.assertj.core.api.Assertions.assertThat;

import io.fuxictr.deploy.preflight.Finding.Verdict;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostRowsTest {
  @TempDir private Path folder;

  private TestSite site() {
    return TestSite.in(folder.resolve("home"));
  }

  private static List<Verdict> verdicts(List<Row> rows) {
    return rows.stream().map(row -> row.finding().verdict()).toList();
  }

  @Test
  void javaAndProgramAreNamed() throws InterruptedException {
    List<Row> rows = site().rows("B1", "B11");

    assertThat(verdicts(rows)).containsOnly(Verdict.PASS);
    assertThat(rows.getFirst().finding().detail()).contains(Runtime.version().toString());
    assertThat(rows.getLast().finding().detail()).startsWith("fuxictr-workflow 1.2.3 in ");
  }

  @Test
  void hostWithoutGpuSkipsWhatIsAboutGpus() throws InterruptedException {
    List<Row> rows = site().rows("B2", "B3", "B4", "E5");

    assertThat(verdicts(rows))
        .containsExactly(Verdict.SKIP, Verdict.SKIP, Verdict.SKIP, Verdict.PASS);
    assertThat(rows.getLast().finding().detail()).startsWith("no GPU, ");
  }

  @Nested
  class WithGpus {
    private TestSite site(String smi, String probe) {
      Path bin = folder.resolve("bin");
      TestSite.script(bin.resolve("nvidia-smi"), smi);
      Path program = TestSite.script(folder.resolve("program"), probe);
      return HostRowsTest.this.site().with(Map.of("PATH", bin.toString())).startedBy(program);
    }

    @Test
    void eachIsListedAndTried() throws InterruptedException {
      List<Row> rows =
          site(
                  "echo '0, H100, 580'; echo '1, H100, 580'",
                  "echo a warning; echo \"{\\\"library\\\":\\\"libtorch $1 $2\\\","
                      + "\\\"obstacles\\\":[\\\"\\\",\\\"\\\"]}\"")
              .rows("B2", "B3", "B4", "E5");

      assertThat(verdicts(rows)).containsOnly(Verdict.PASS);
      assertThat(rows)
          .extracting(row -> row.finding().detail())
          .startsWith("0, H100, 580; 1, H100, 580", "libtorch probe-gpus 2", "2 of 2 usable");
    }

    @Test
    void obstacleOfOneIsTold() throws InterruptedException {
      Finding found =
          site("echo 0", "echo '{\"library\":\"x\",\"obstacles\":[\"built for the CPU\"]}'")
              .row("B4");

      assertThat(found.verdict()).isEqualTo(Verdict.FAIL);
      assertThat(found.detail()).isEqualTo("0 of 1 usable: built for the CPU");
    }

    @Test
    void libraryThatDoesNotLoadIsTold() throws InterruptedException {
      List<Row> rows = site("echo 0", "echo '{\"error\":\"does not load\"}'").rows("B3", "B4");

      assertThat(verdicts(rows)).containsExactly(Verdict.FAIL, Verdict.SKIP);
      assertThat(rows.getFirst().finding().detail()).isEqualTo("does not load");
    }

    @Test
    void driverThatFailsIsTold() throws InterruptedException {
      Finding found = site("echo driver mismatch; exit 18", "true").row("B2");

      assertThat(found.verdict()).isEqualTo(Verdict.FAIL);
      assertThat(found.detail()).contains("status 18, driver mismatch");
    }
  }

  @Nested
  class Rsync {
    private static final String REMOTE =
        "servers: {server_21: {host: source, username: ann}}\ntransfer: {method: %s}\n";

    @Test
    void isMissedOnlyWhereItIsAskedFor() throws InterruptedException {
      assertThat(site().configured(REMOTE.formatted("rsync")).row("B12").verdict())
          .isEqualTo(Verdict.FAIL);
      assertThat(site().configured(REMOTE.formatted("sftp")).row("B12").verdict())
          .isEqualTo(Verdict.PASS);
    }

    @Test
    void isFoundOnThePath() throws InterruptedException {
      Path rsync = TestSite.script(folder.resolve("bin").resolve("rsync"), "true");

      assertThat(site().with(Map.of("PATH", folder.resolve("bin").toString())).row("B12").detail())
          .contains(rsync.toString());
    }
  }
}
