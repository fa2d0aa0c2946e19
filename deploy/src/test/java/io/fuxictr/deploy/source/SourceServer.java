package io.fuxictr.deploy.source;

import io.fuxictr.remote.HostSettings;
import io.fuxictr.remote.testing.Testbed;
import java.io.IOException;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;

/** Tables and folders of a source server that belong to one test. */
public final class SourceServer implements AutoCloseable {
  private final Testbed testbed;
  private final String database = "it_" + UUID.randomUUID().toString().replace("-", "");
  private final String staging;
  private final String results;
  private final String scratch;

  private SourceServer(Testbed testbed) {
    this.testbed = testbed;
    this.staging = testbed.newFolder();
    this.results = testbed.newFolder();
    this.scratch = testbed.newHdfsFolder();
  }

  /**
   * Makes empty tables in a database of their own; skips the test if there is no server.
   *
   * @param tables tables of {@code ctr_demo} that they look like
   */
  public static SourceServer orSkip(List<String> tables) throws IOException, InterruptedException {
    var server = new SourceServer(Testbed.orSkip());
    var _ =
        server.testbed.spark(
            tables.stream()
                .map(
                    table -> "CREATE TABLE %s LIKE ctr_demo.%s;".formatted(server.of(table), table))
                .collect(
                    Collectors.joining(
                        "\n", "CREATE DATABASE %s;\n".formatted(server.database), "")));
    return server;
  }

  /** Returns the whole name of one of the tables. */
  public String of(String table) {
    return database + "." + table;
  }

  /** Returns the server. */
  public Testbed testbed() {
    return testbed;
  }

  /** Returns the folder for what comes from there. */
  public String staging() {
    return staging;
  }

  /** Returns the folder for what goes there. */
  public String results() {
    return results;
  }

  /** Returns the folder in HDFS. */
  public String scratch() {
    return scratch;
  }

  /** Returns the part of an installation's configuration that is about it. */
  public String configuration() {
    HostSettings host = testbed.hostSettings();
    return """
    servers:
      server_21:
        host: %s
        port: %d
        username: %s
        key_path: %s
        known_hosts: %s
    storage:
      server_21_staging: %s
      server_21_result_staging: %s
    """
        .formatted(
            host.host(), host.port(), host.user(), host.key(), host.knownHosts(), staging, results);
  }

  /** Returns what is left in either folder, if it was made at all. */
  public String leftovers() throws InterruptedException {
    return testbed.run(
        "sh",
        "-c",
        "for folder; do [ ! -d \"$folder\" ] || find \"$folder\" -mindepth 1; done",
        "sh",
        staging,
        results);
  }

  /** Drops the tables and deletes the folders. */
  @Override
  public void close() {
    try {
      var _ = testbed.spark("DROP DATABASE %s CASCADE;".formatted(database));
      testbed.run("rm", "-rf", staging, results);
      testbed.run("hdfs", "dfs", "-rm", "-r", "-f", "-skipTrash", scratch);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      testbed.close();
    }
  }
}
