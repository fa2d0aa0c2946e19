package io.fuxictr.deploy.preflight;

import static org.assertj.core.api.Assertions.assertThat;

import io.fuxictr.deploy.preflight.Finding.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderRowsTest {
  private static final String[] ALL = {"B5", "B6", "B7", "B8", "B9", "B10", "B10a", "B15", "E3"};

  @TempDir private Path folder;

  private TestSite site() {
    return TestSite.in(folder.resolve("home"));
  }

  private Path make(String name) throws IOException {
    return Files.createDirectories(folder.resolve("home").resolve(name));
  }

  @Test
  void beforeTheFirstStartFoldersThatCanBeMadeAreWarnings() throws InterruptedException {
    List<Row> rows = site().rows("B7", "B10", "B10a", "E3");

    assertThat(rows)
        .extracting(row -> row.finding().verdict())
        .startsWith(Verdict.WARN, Verdict.WARN)
        .endsWith(Verdict.SKIP);
  }

  @Test
  void foldersThatAreThereAreGood() throws IOException, InterruptedException {
    make("model_zoo");
    make("datasets");

    assertThat(site().rows("B7", "B10", "B15", "E3"))
        .extracting(row -> row.finding().verdict())
        .containsOnly(Verdict.PASS);
  }

  @Test
  void nothingStaysBehind() throws IOException, InterruptedException {
    make("datasets");
    make("logs");

    site().rows(ALL);

    try (Stream<Path> files = Files.walk(folder.resolve("home"))) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("home", "datasets", "logs");
    }
  }

  @Test
  void folderBelowAFileCannotBeMade() throws IOException, InterruptedException {
    Path file = Files.writeString(make("x").resolve("file"), "");

    Finding found =
        site().configured("fuxictr_paths: {model_root: '%s/models'}".formatted(file)).row("B7");

    assertThat(found.verdict()).isEqualTo(Verdict.FAIL);
    assertThat(found.detail()).contains("cannot be made in " + file);
    assertThat(found.remedy()).isNotEmpty();
  }

  @Test
  void folderInsideAnotherIsToldWithBothKeys() throws InterruptedException {
    Finding found = site().configured("fuxictr_paths: {model_root: datasets/models}").row("B15");

    assertThat(found.verdict()).isEqualTo(Verdict.FAIL);
    assertThat(found.detail())
        .contains("fuxictr_paths.model_root", "lies in fuxictr_paths.datasets_root");
  }

  @Test
  void freeSpaceIsMeasured() throws IOException, InterruptedException {
    make("datasets");

    Finding little = site().configured("broker: {min_disk_free: 9000000000000000000}").row("B10a");

    assertThat(little.verdict()).isEqualTo(Verdict.FAIL);
    assertThat(little.detail()).contains("GiB free");
  }

  @Test
  void tableFileThatIsNotThereIsAWarningAndADataPathAFailure() throws InterruptedException {
    assertThat(site().row("B6").verdict()).isEqualTo(Verdict.WARN);
    assertThat(site().configured("source: {data_paths: [/no/such]}").row("B6").verdict())
        .isEqualTo(Verdict.FAIL);
    assertThat(
            site().configured("servers: {server_21: {host: a, username: b}}").row("B6").verdict())
        .isEqualTo(Verdict.SKIP);
  }

  @Test
  void whatTheProductDoesNotHaveIsSkippedWithAReason() throws InterruptedException {
    assertThat(site().rows("B5", "B8", "B9"))
        .allSatisfy(
            row -> {
              assertThat(row.finding().verdict()).isEqualTo(Verdict.SKIP);
              assertThat(row.finding().detail()).isNotBlank();
            });
  }
}
