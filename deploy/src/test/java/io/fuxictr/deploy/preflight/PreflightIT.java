package io.fuxictr.deploy.preflight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.fuxictr.deploy.preflight.Finding.Verdict;
import io.fuxictr.remote.Command;
import io.fuxictr.remote.HostSettings;
import io.fuxictr.remote.RemoteHost;
import io.fuxictr.remote.RemoteWatch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The rows about the source server, against one: TESTBED_ENV names the file with its settings. */
class PreflightIT {
  private static final String[] ALL = {
    "A1", "A2", "A3", "A4", "A5", "A6", "A7", "A8", "A9", "A10", "Q2", "Q3"
  };
  private static final String VARIABLE = "TESTBED_ENV";

  @TempDir private Path folder;

  private final Map<String, String> testbed = new HashMap<>();
  private String staging = "";
  private Optional<RemoteHost> host = Optional.empty();

  @BeforeEach
  void login() throws IOException, InterruptedException {
    String file = Optional.ofNullable(System.getenv(VARIABLE)).orElse("");
    assumeTrue(!file.isEmpty(), VARIABLE + " names no source server");
    for (String line : Files.readAllLines(Path.of(file))) {
      String[] pair = line.split("=", 2);
      testbed.put(pair[0], pair[1]);
    }
    staging = "%s/preflight-%s".formatted(value("REMOTE_DIR"), UUID.randomUUID());
    host =
        Optional.of(
            new RemoteHost(
                HostSettings.of(
                    value("SSH_HOST"),
                    Integer.parseInt(value("SSH_PORT")),
                    value("SSH_USER"),
                    Path.of(value("SSH_KEY")),
                    Path.of(value("SSH_KNOWN_HOSTS")))));
    there("mkdir", "-m", "755", staging);
  }

  @AfterEach
  void clear() throws InterruptedException {
    if (host.isPresent()) {
      there("rm", "-rf", staging);
      host.get().close();
    }
  }

  private String value(String name) {
    return testbed.getOrDefault("TESTBED_" + name, "");
  }

  private String there(String... command) throws InterruptedException {
    return host.orElseThrow()
        .run(Command.of(command), RemoteWatch.NONE)
        .orFail("Preparing the staging folder")
        .text();
  }

  private TestSite site(Map<String, String> changes) {
    var server = new HashMap<String, String>();
    server.put("host", value("SSH_HOST"));
    server.put("port", value("SSH_PORT"));
    server.put("username", value("SSH_USER"));
    server.put("key_path", value("SSH_KEY"));
    server.put("known_hosts", value("SSH_KNOWN_HOSTS"));
    server.putAll(changes);
    return TestSite.in(folder.resolve("home"))
        .configured(
            """
            servers: {server_21: %s}
            storage: {server_21_staging: %s}
            """
                .formatted(server.toString().replace("=", ": "), staging));
  }

  private static Finding of(List<Row> rows, String id) {
    return rows.stream()
        .filter(row -> row.id().equals(id))
        .findFirst()
        .map(Row::finding)
        .orElseThrow();
  }

  @Test
  void serverThatIsWellHasNoFailureAndKeepsNoFile() throws InterruptedException {
    List<Row> rows = site(Map.of()).rows(ALL);

    assertThat(rows).extracting(Row::id).containsExactly(ALL);
    assertThat(rows)
        .filteredOn(row -> !row.id().equals("A8"))
        .allSatisfy(row -> assertThat(row.finding().verdict()).isEqualTo(Verdict.PASS));
    assertThat(of(rows, "A1").detail()).contains("SSH-2.0-");
    assertThat(of(rows, "A5").detail()).contains("databases: ").contains("default");
    assertThat(of(rows, "A8").detail()).contains("GiB free in " + staging);
    assertThat(of(rows, "Q2").detail()).isEqualTo("Connection OK");
    assertThat(there("ls", "-A", staging)).isEmpty();
  }

  @Test
  void stagingThatIsMissingIsToldWithTheCommandThatMakesIt() throws InterruptedException {
    there("rmdir", staging);

    List<Row> rows = site(Map.of()).rows("A6", "A7", "A8", "Q3");

    assertThat(of(rows, "A6").verdict()).isEqualTo(Verdict.FAIL);
    assertThat(of(rows, "A6").remedy()).contains("mkdir -p -m 755 " + staging);
    assertThat(rows.subList(1, 4))
        .allSatisfy(row -> assertThat(row.finding()).isEqualTo(Finding.skip("needs A6")));
  }

  @Test
  void stagingThatAnybodyMayWriteToIsAWarning() throws InterruptedException {
    there("chmod", "777", staging);

    assertThat(site(Map.of()).row("A7").verdict()).isEqualTo(Verdict.WARN);
  }

  @Test
  void hostWhoseKeyIsNotKnownIsNotSpokenTo() throws InterruptedException {
    String nobody = folder.resolve("known_hosts").toString();

    List<Row> rows = site(Map.of("known_hosts", nobody)).rows("A1", "A9", "A2");

    assertThat(rows.getFirst().finding().verdict()).isEqualTo(Verdict.FAIL);
    assertThat(rows.getFirst().finding().detail()).contains("host key").contains("SHA256:");
    assertThat(rows.getFirst().finding().remedy()).contains("ssh-keyscan");
    assertThat(of(rows, "A2")).isEqualTo(Finding.skip("needs A1"));
  }

  @Test
  void keyThatTheServerDoesNotKnowIsToldWithTheCommandThatLetsItKnow()
      throws IOException, InterruptedException {
    String key = folder.resolve("stranger").toString();
    LocalProgram.Said said =
        LocalProgram.run(
            List.of("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key),
            Duration.ofSeconds(20));
    assertThat(said.status()).isZero();

    List<Row> rows = site(Map.of("key_path", key)).rows("A1", "A9", "A2");

    assertThat(of(rows, "A1").verdict()).isEqualTo(Verdict.WARN);
    assertThat(of(rows, "A9").verdict()).isEqualTo(Verdict.FAIL);
    assertThat(of(rows, "A9").detail()).contains("authentication failed");
    assertThat(of(rows, "A9").remedy()).contains("ssh-copy-id -i " + key);
    assertThat(of(rows, "A2")).isEqualTo(Finding.skip("needs A9"));
  }

  @Test
  void keyThatOthersMayReadIsNotUsed() throws IOException, InterruptedException {
    Path key = Files.copy(Path.of(value("SSH_KEY")), folder.resolve("open"));
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r--r--"));

    List<Row> rows = site(Map.of("key_path", key.toString())).rows("A1", "A9", "A10");

    assertThat(of(rows, "A9").verdict()).isEqualTo(Verdict.FAIL);
    assertThat(of(rows, "A10").verdict()).isEqualTo(Verdict.FAIL);
    assertThat(of(rows, "A10").remedy()).isEqualTo("chmod 600 " + key);
  }

  @Test
  void programThatIsNotThereIsNamed() throws InterruptedException {
    TestSite site = site(Map.of());
    TestSite other =
        site.configured(site.yaml() + "export: {command: [no-such-sql, -f, '{sql_file}']}\n");

    List<Row> rows = other.rows("A2", "A5");

    assertThat(of(rows, "A2").verdict()).isEqualTo(Verdict.FAIL);
    assertThat(of(rows, "A2").detail()).contains("no-such-sql --version: exit status 127");
    assertThat(of(rows, "A5")).isEqualTo(Finding.skip("needs A2"));
  }
}
