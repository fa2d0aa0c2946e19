package io.fuxictr.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MainTest {
  private static final String NOBODY = "http://127.0.0.1:9";

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... arguments) {
    return Main.commandLine(new PrintWriter(out, true), new PrintWriter(err, true))
        .execute(arguments);
  }

  @Test
  void helpNamesEverySubcommand() {
    assertThat(run("--help")).isZero();

    assertThat(out.toString())
        .contains("demo", "standalone", "broker", "dispatcher", "web", "worker")
        .contains("train", "evaluate", "predict", "build-dataset", "tune", "models")
        .contains("submit", "status", "logs", "cancel", "retry", "test", "preflight")
        .doesNotContain("probe-gpus");
  }

  @Test
  void versionIsTheBuildsOwn() {
    assertThat(run("--version")).isZero();

    assertThat(out.toString()).matches("fuxictr-workflow \\d+\\.\\d+\\.\\d+\\S* \\(Java .*\\)\\R");
  }

  @Nested
  class WrongUsage {
    @Test
    void noCommand() {
      assertThat(run()).isEqualTo(2);
      assertThat(err.toString()).startsWith("Name a command.");
    }

    @Test
    void unknownCommand() {
      assertThat(run("statsu")).isEqualTo(2);
      assertThat(err.toString()).contains("statsu", "status");
    }

    @Test
    void stageThatIsNone() {
      assertThat(run("worker", "deploy")).isEqualTo(2);
      assertThat(err.toString())
          .contains("unknown step 'deploy'; one of data_fetch, train, infer, transport, monitor");
    }

    @Test
    void taskThatIsNoNumber() {
      assertThat(run("cancel", "seven")).isEqualTo(2);
      assertThat(err.toString()).contains("'seven' is no task number");
    }

    @Test
    void dataWithoutLabels() {
      assertThat(run("demo", "--data", "rows.parquet")).isEqualTo(2);
      assertThat(err.toString()).startsWith("--data and --labels belong together");
    }
  }

  @Nested
  class Preflight {
    @TempDir private Path folder;

    private Path config(String text) throws IOException {
      return Files.writeString(folder.resolve("config.yaml"), text);
    }

    private int preflight(Path config, String... options) {
      var arguments = new ArrayList<>(List.of("preflight", "--home", folder.toString()));
      arguments.addAll(List.of("--config", config.toString()));
      arguments.addAll(List.of(options));
      return run(arguments.toArray(String[]::new));
    }

    @Test
    void sourceServerThatIsStoppedIsTheFirstLineWithARemedyBelowIt() throws IOException {
      Path config =
          config("servers: {server_21: {host: 127.0.0.1, port: 9, username: a, key_path: /no}}");

      assertThat(preflight(config, "--server")).isEqualTo(1);
      List<String> lines = out.toString().lines().toList();
      assertThat(lines.getFirst()).startsWith("A1    FAIL  SSH server answers");
      assertThat(lines.get(1)).contains("-> start the SSH server there");
      assertThat(lines.get(2)).matches("A2    SKIP  .* needs A1");
      assertThat(lines.getLast()).startsWith("12 rows: 0 passed, 0 with a warning, 2 failed");
    }

    @Test
    void rowsThatAreNamedAreLookedAtAlone() throws IOException {
      assertThat(preflight(config("api: {port: 8001}"), "--only", "B1,B11", "--json")).isZero();

      assertThat(out.toString())
          .startsWith("[{\"id\":\"B1\",\"title\":\"Java\",\"verdict\":\"PASS\",\"detail\":")
          .contains("\"id\":\"B11\"")
          .doesNotContain("\"B10\"");
    }

    @Test
    void webServerThatIsNotThereIsAFailure() throws IOException {
      assertThat(preflight(config("api: {port: 9}"), "--only", "S1,S2")).isEqualTo(1);

      assertThat(out.toString()).contains("S1    FAIL", "fuxictr-workflow web", "needs S1");
    }

    @Test
    void oneSocketAloneIsWrongUsage() throws IOException {
      assertThat(preflight(config("api: {}"), "--api", NOBODY)).isEqualTo(2);
    }
  }

  @Nested
  class Failure {
    @TempDir private Path folder;

    @Test
    void serverThatIsNotThere() {
      assertThat(run("status", "--api", NOBODY)).isEqualTo(1);
      assertThat(err.toString())
          .startsWith("fuxictr-workflow: Listing tasks: no answer from " + NOBODY)
          .hasLineCount(1);
    }

    @Test
    void addressThatIsNone() {
      assertThat(run("status", "--api", "localhost:8001")).isEqualTo(1);
      assertThat(err.toString()).contains("'localhost:8001' is no address").hasLineCount(1);
    }

    @Test
    void submissionThatIsNotJson() throws Exception {
      Path file = Files.writeString(folder.resolve("task.json"), "{\n  \"name\": demo\n}");

      assertThat(run("submit", file.toString(), "--api", NOBODY)).isEqualTo(1);
      assertThat(err.toString()).contains(file + ": line 2").hasLineCount(1);
    }

    @Test
    void configurationThatIsNotThere() {
      Path file = folder.resolve("none.yaml");

      assertThat(run("status", "--config", file.toString())).isEqualTo(1);
      assertThat(err.toString()).contains(file + ": there is no such file").hasLineCount(1);
    }

    @Test
    void brokenConfigurationTellsEveryProblem() throws Exception {
      Path file =
          Files.writeString(
              folder.resolve("config.yaml"), "api:\n  port: 99999\ndatabase:\n  path: [a]\n");

      assertThat(run("web", "--home", folder.toString(), "--config", file.toString())).isEqualTo(1);
      assertThat(err.toString()).contains("2 problems", "api.port", "line 2", "database.path");
    }

    @Test
    void homeThatIsAFile() throws Exception {
      Path file = Files.writeString(folder.resolve("home"), "");

      assertThat(run("broker", "--home", file.toString())).isEqualTo(1);
      assertThat(err.toString())
          .contains("Opening home " + file + ": it cannot be written to")
          .hasLineCount(1);
    }

    @Test
    void filesOfTheDemonstrationThatAreNotThere() {
      Path file = folder.resolve("none.parquet");

      assertThat(run("demo", "--data", file.toString(), "--labels", "a,b")).isEqualTo(1);
      assertThat(err.toString()).contains(file + ": there is no such file");
    }
  }
}
