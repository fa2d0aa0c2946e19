package io.fuxictr.remote.testing;

import io.fuxictr.remote.Command;
import io.fuxictr.remote.HostSettings;
import io.fuxictr.remote.RemoteHost;
import io.fuxictr.remote.RemoteWatch;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Assumptions;

/**
 * A server with sshd, Spark, Hive and HDFS, and the tables of {@code ctr_demo}. It is there if the
 * environment variable {@code TESTBED_ENV} names a file with its settings; without it the tests
 * that need it are skipped.
 */
public final class Testbed implements AutoCloseable {
  /** The variable that names the file. */
  public static final String VARIABLE = "TESTBED_ENV";

  private final Map<String, String> settings;
  private final RemoteHost host;

  private Testbed(Map<String, String> settings) {
    this.settings = settings;
    this.host = new RemoteHost(hostSettings());
  }

  /** Returns it; skips the test if there is none. */
  public static Testbed orSkip() throws IOException {
    Optional<Path> file = Optional.ofNullable(System.getenv(VARIABLE)).map(Path::of);
    Assumptions.assumeTrue(
        file.isPresent() && Files.exists(file.get()),
        "no source server: %s does not name the settings of one".formatted(VARIABLE));
    try (var lines = Files.lines(file.orElseThrow())) {
      return new Testbed(
          lines
              .map(line -> line.split("=", 2))
              .filter(pair -> pair.length == 2)
              .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1])));
    }
  }

  /** Returns one of its settings. */
  public String setting(String name) {
    return Optional.ofNullable(settings.get(name)).orElseThrow();
  }

  /** Returns how it is reached, with one try. */
  public HostSettings hostSettings() {
    return HostSettings.of(
            setting("TESTBED_SSH_HOST"),
            Integer.parseInt(setting("TESTBED_SSH_PORT")),
            setting("TESTBED_SSH_USER"),
            Path.of(setting("TESTBED_SSH_KEY")),
            Path.of(setting("TESTBED_SSH_KNOWN_HOSTS")))
        .trying(1);
  }

  /**
   * Returns how it is reached through another port of this host.
   *
   * @param folder where the server's keys are written down for that port
   */
  public HostSettings hostSettings(int port, Path folder) throws IOException {
    HostSettings direct = hostSettings();
    Path knownHosts = folder.resolve("known_hosts-" + port);
    Files.writeString(
        knownHosts,
        Files.readString(direct.knownHosts())
            .replace("]:%d".formatted(direct.port()), "]:%d".formatted(port)));
    return HostSettings.of(direct.host(), port, direct.user(), direct.key(), knownHosts);
  }

  /** Returns the server. */
  public RemoteHost host() {
    return host;
  }

  /** Returns a folder of the server that nothing else uses; it does not exist. */
  public String newFolder() {
    return "%s/%s".formatted(setting("TESTBED_REMOTE_DIR"), UUID.randomUUID());
  }

  /** Returns a folder of HDFS that nothing else uses; it does not exist. */
  public String newHdfsFolder() {
    return "/tmp/fuxictr-test/" + UUID.randomUUID();
  }

  /** Runs statements with Spark; returns the rows, columns separated by tabs. */
  public String spark(String sql) throws InterruptedException {
    String file = "%s/%s.sql".formatted(setting("TESTBED_REMOTE_DIR"), UUID.randomUUID());
    host.write(file, sql.getBytes(StandardCharsets.UTF_8), RemoteWatch.NONE);
    try {
      String program = setting("TESTBED_WARM").equals("0") ? "spark-sql" : "spark-sql-warm";
      return host.run(Command.of(program, "-S", "-f", file), RemoteWatch.NONE)
          .orFail("Running " + sql)
          .text();
    } finally {
      run("rm", "-f", file);
    }
  }

  /** Runs a command that must succeed; returns what it said. */
  public String run(String... command) throws InterruptedException {
    return host.run(Command.of(command), RemoteWatch.NONE).orFail("Running a command").text();
  }

  /** Returns the command lines of the server's processes that hold a text. */
  public String processes(String text) throws InterruptedException {
    return host.run(
            Command.script(
                "ps -eo pid=,args= | grep -F -- \"$1\" | grep -v -e 'sh -c' -e 'grep -F'", text),
            RemoteWatch.NONE)
        .text();
  }

  @Override
  public void close() {
    host.close();
  }
}
