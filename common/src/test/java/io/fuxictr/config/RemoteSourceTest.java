package io.fuxictr.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fuxictr.config.RemoteSource.HostKeys;
import io.fuxictr.config.RemoteSource.Method;
import io.fuxictr.config.RemoteSource.Place;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RemoteSourceTest {
  private static final String SERVER = "servers: {server_21: {host: source, username: ann}}\n";

  @TempDir private Path home;
  private final List<String> warnings = new ArrayList<>();

  private WorkflowConfig load(String yaml, Map<String, String> environment) throws IOException {
    Path file = Files.writeString(home.resolve("config.yaml"), yaml);
    return WorkflowConfig.load(
        new ConfigInput(home, Optional.of(file), Map.of(), environment), warnings::add);
  }

  private RemoteSource remote(String yaml) throws IOException {
    return load(yaml, Map.of("HOME", "/home/ann")).remote().orElseThrow();
  }

  @Test
  void withoutAServerTheEmbeddedOnesStay() throws IOException {
    assertThat(load("", Map.of()).remote()).isEmpty();
    assertThat(load("servers:\n", Map.of()).remote()).isEmpty();
  }

  @Test
  void hostAndUserAreEnough() throws IOException {
    assertThat(remote(SERVER))
        .isEqualTo(
            new RemoteSource(
                new RemoteSource.Server(
                    "source",
                    22,
                    "ann",
                    Path.of("/home/ann/.ssh/id_rsa"),
                    Path.of("/home/ann/.ssh/known_hosts"),
                    HostKeys.STRICT),
                new RemoteSource.Staging("/tmp/fuxictr_staging", "/tmp/staging", Optional.empty()),
                new RemoteSource.Transfer(
                    Method.AUTO,
                    104_857_600,
                    10,
                    false,
                    true,
                    4,
                    Duration.ofMinutes(5),
                    OptionalLong.empty()),
                new RemoteSource.Export(Place.AUTO, List.of("spark-sql", "-f", "{sql_file}")),
                new RemoteSource.Load(Place.AUTO, false, List.of("hive", "-f", "{sql_file}"))));
    assertThat(warnings).isEmpty();
  }

  @Test
  void everyKeyActs() throws IOException {
    RemoteSource remote =
        remote(
            """
            servers:
              server_21:
                host: 10.0.0.21
                port: 2221
                username: svc.fuxictr
                key_path: ~/keys/source
                known_hosts: keys/known
                host_keys: accept-new
                role: data_source
            storage:
              server_21_staging: /data//exports/
              server_21_result_staging: /data/results
              hdfs_staging: hdfs://nn:8020/scratch
            transfer:
              method: rsync
              chunk_size: 1_048_576
              max_retries: 0
              compression: true
              verify_checksum: false
              parallel_workers: 2
              timeout: 60
              bandwidth_limit: 10M
            export:
              mode: hdfs
              command: [spark-sql, --master, 'local[*]', -f, '{sql_file}', '--out={output_dir}']
            transport:
              load_mode: local
              overwrite: true
              command: [beeline, -f, '{sql_file}']
            """);

    assertThat(remote)
        .isEqualTo(
            new RemoteSource(
                new RemoteSource.Server(
                    "10.0.0.21",
                    2221,
                    "svc.fuxictr",
                    Path.of("/home/ann/keys/source"),
                    home.resolve("keys/known"),
                    HostKeys.ACCEPT_NEW),
                new RemoteSource.Staging(
                    "/data/exports", "/data/results", Optional.of("hdfs://nn:8020/scratch")),
                new RemoteSource.Transfer(
                    Method.RSYNC,
                    1L << 20,
                    0,
                    true,
                    false,
                    2,
                    Duration.ofMinutes(1),
                    OptionalLong.of(10L << 20)),
                new RemoteSource.Export(
                    Place.HDFS,
                    List.of(
                        "spark-sql",
                        "--master",
                        "local[*]",
                        "-f",
                        "{sql_file}",
                        "--out={output_dir}")),
                new RemoteSource.Load(Place.LOCAL, true, List.of("beeline", "-f", "{sql_file}"))));
    assertThat(warnings).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "500K, 512000", "10M, 10485760", "1G, 1073741824", "2000000000, 2000000000"})
  void bandwidthIsBytesPerSecond(String text, long bytes) throws IOException {
    assertThat(remote(SERVER + "transfer: {bandwidth_limit: " + text + "}").transfer())
        .extracting(RemoteSource.Transfer::bandwidthLimit)
        .isEqualTo(OptionalLong.of(bytes));
  }

  @Test
  void nullIsNoLimit() throws IOException {
    assertThat(remote(SERVER + "transfer: {bandwidth_limit: null}").transfer().bandwidthLimit())
        .isEmpty();
  }

  @Nested
  class Environment {
    @Test
    void hostAndUserAreEnoughToo() throws IOException {
      WorkflowConfig config = load("", Map.of("SERVER_21_HOST", "source", "SERVER_21_USER", "ann"));

      assertThat(config.remote().orElseThrow().server().address()).isEqualTo("ann@source:22");
    }

    @Test
    void plainVariablesWinOverPrefixedOnesAndThoseOverTheFile() throws IOException {
      var prefixed =
          Map.of(
              "FUXICTR_SERVER_21_HOST", "second",
              "FUXICTR_SERVER_21_PORT", "2",
              "FUXICTR_SERVER_21_USER", "bob",
              "FUXICTR_SERVER_21_KEY_PATH", "/keys/second",
              "FUXICTR_SERVER_21_STAGING", "/second");
      var both = new HashMap<>(prefixed);
      both.putAll(
          Map.of(
              "SERVER_21_HOST", "third",
              "SERVER_21_PORT", "3",
              "SERVER_21_USER", "cid",
              "SERVER_21_KEY", "/keys/third",
              "SERVER_21_STAGING", "/third"));

      RemoteSource second = load(SERVER, prefixed).remote().orElseThrow();
      RemoteSource third = load(SERVER, both).remote().orElseThrow();

      assertThat(second.server().address()).isEqualTo("bob@second:2");
      assertThat(second.server().keyPath()).isEqualTo(Path.of("/keys/second"));
      assertThat(second.staging().exports()).isEqualTo("/second");
      assertThat(third.server().address()).isEqualTo("cid@third:3");
      assertThat(third.server().keyPath()).isEqualTo(Path.of("/keys/third"));
      assertThat(third.staging().exports()).isEqualTo("/third");
    }

    @Test
    void hostWithoutAUserSaysWhatIsMissing() {
      assertThatThrownBy(() -> load("", Map.of("SERVER_21_HOST", "source")))
          .hasMessageContaining(
              "servers.server_21.username: is missing; set it here or with the variable"
                  + " SERVER_21_USER");
    }

    @Test
    void wrongValueIsNotBlamedOnTheFile() {
      assertThatThrownBy(
              () ->
                  load(
                      "servers: {server_21: {host: source, username: ann, port: 22}}",
                      Map.of("SERVER_21_PORT", "ssh")))
          .hasMessageContaining("\n  servers.server_21.port: 'ssh' is not a whole number");
    }
  }

  @Nested
  class Wrong {
    private void assertProblem(String yaml, String problem) {
      assertThatThrownBy(() -> load(yaml, Map.of()))
          .isInstanceOf(InvalidConfigException.class)
          .hasMessageContaining("1 problem")
          .hasMessageContaining(problem);
    }

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        quoteCharacter = '`',
        value = {
          "host: 21.xxxxxx.com | '21.xxxxxx.com' is not a host but a placeholder",
          "host: -oProxyCommand=x | '-oProxyCommand=x' is not the name or address of a host",
          "username: your_username | 'your_username' is not a user but a placeholder",
          "username: a b | 'a b' is not a name of letters",
          "port: 0 | '0' is not a whole number from 1 to 65535",
          "host_keys: never | 'never' is not one of strict, accept-new",
          "password: hunter2 | a password does not belong here; log in with a key",
          "role: training | only the data source is reached over SSH",
        })
    void keyOfTheServer(String key, String problem) {
      String name = key.substring(0, key.indexOf(':'));
      String others =
          (name.equals("host") ? "" : "    host: source\n")
              + (name.equals("username") ? "" : "    username: ann\n");

      assertProblem(
          "servers:\n  server_21:\n    %s\n%s".formatted(key, others),
          "line 3, servers.server_21.%s: %s".formatted(name, problem));
    }

    @Test
    void passwordIsNotShown() {
      assertThatThrownBy(
              () ->
                  load("servers: {server_21: {host: a, username: b, password: hunter2}}", Map.of()))
          .hasMessageNotContaining("hunter2");
    }

    @Test
    void serverThatIsNotTheSource() {
      assertProblem(
          SERVER.replace("}}", "}, gpu_1: {host: b}}"),
          "line 1, servers.gpu_1: only one server, server_21, is the source of rows");
    }

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        quoteCharacter = '`',
        value = {
          "storage | server_21_staging: tmp/x | 'tmp/x' is not an absolute path",
          "storage | server_21_staging: / | '/' is not an absolute path",
          "storage | server_21_staging: /tmp/../etc | '/tmp/../etc' is not an absolute path",
          "storage | server_21_result_staging: \"/a\\tb\" | is not an absolute path",
          "storage | server_21_result_staging: /tmp/fuxictr_staging/x | must not be the same or"
              + " lie",
          "storage | server_21_result_staging: /tmp | must not be the same or lie in each other",
          "storage | hdfs_staging: scratch | 'scratch' is not an absolute path on HDFS",
          "storage | hdfs_staging: /a b | '/a b' is not an absolute path on HDFS",
          "storage | shared_dir: /mnt | there is no folder shared with the source server",
          "storage | temp_dir: /data/tmp | FUXICTR_JAVA_OPTS=-Djava.io.tmpdir",
          "storage | dashboard_data_root: /d | is about runs that the page starts itself",
          "storage | dashboard_processed_root: /d | is about runs that the page starts itself",
          "storage | dashboard_model_root: /d | is about runs that the page starts itself",
          "storage | dashboard_log_dir: /d | is about runs that the page starts itself",
          "storage | workflow_processed_root: /d | below fuxictr_paths.datasets_root",
          "storage | workflow_model_root: /d | below fuxictr_paths.model_root",
          "storage | workflow_log_root: /d | logs of tasks are kept in the database",
          "storage | workflow_log_dir: /d | logs of tasks are kept in the database",
          "storage | db_backup_dir: /d | makes no copies of its database",
          "transfer | method: scp | 'scp' is not one of auto, sftp, rsync",
          "transfer | chunk_size: 1000 | '1000' is not a number of bytes, at least 65536",
          "transfer | max_retries: -1 | '-1' is not a whole number from 0 to 1000",
          "transfer | compression: perhaps | 'perhaps' is not true or false",
          "transfer | verify_checksum: 2 | '2' is not true or false",
          "transfer | checksum_verify: true | is called verify_checksum",
          "transfer | parallel_workers: 0 | '0' is not a whole number from 1 to 32",
          "transfer | timeout: 5m | '5m' is not a whole number",
          "transfer | bandwidth_limit: fast | 'fast' is not a number of bytes per second",
          "transfer | bandwidth_limit: 0 | '0' is not a number of bytes per second above 0",
          "transfer | bandwidth_limit: 9999999999G | is not a number of bytes per second above 0",
          "export | mode: yarn | 'yarn' is not one of auto, hdfs, local",
          "export | command: spark-sql | expected a list",
          "export | command: [] | expected a list of a program and its arguments",
          "export | command: [spark-sql, -e] | needs an argument '{sql_file}'",
          "export | command: [-f, '{sql_file}'] | expected a list of a program and its arguments",
          "export | command: [x, '{sql_file}', '{out}'] | does not know {out}; there are",
          "transport | load_mode: yarn | 'yarn' is not one of auto, hdfs, local",
          "transport | overwrite: maybe | 'maybe' is not true or false",
          "transport | command: [hive, '{sql_file}', '{output_dir}'] | does not know {output_dir}",
        })
    void keyOfAnotherSection(String section, String key, String problem) {
      String name = key.substring(0, key.indexOf(':'));

      assertThatThrownBy(() -> load("%s%s:\n  %s\n".formatted(SERVER, section, key), Map.of()))
          .hasMessageContaining("line 3, %s.%s: ".formatted(section, name))
          .hasMessageContaining(problem);
    }

    @Test
    void bracesWithoutQuotesAreToldApart() {
      assertThatThrownBy(
              () -> load(SERVER + "export: {command: [spark-sql, -f, {sql_file}]}", Map.of()))
          .hasMessageContaining("text in braces needs quotes");
    }
  }

  @Nested
  class Warnings {
    @Test
    void oldFoldersAreNamed() throws IOException {
      load("storage: {staging_dir: /data/staging, checkpoint_dir: /data/checkpoints}", Map.of());

      assertThat(warnings)
          .hasSize(2)
          .anySatisfy(it -> assertThat(it).contains("line 1, storage.checkpoint_dir: ignored"))
          .anySatisfy(it -> assertThat(it).contains("line 1, storage.staging_dir: ignored"));
    }

    @Test
    void oldNameOfTheDatasetsStillActs() throws IOException {
      WorkflowConfig config = load("storage: {workflow_datasets_root: /old}", Map.of());

      assertThat(config.paths().datasetsRoot()).isEqualTo(Path.of("/old"));
      assertThat(warnings).singleElement().asString().contains("fuxictr_paths.datasets_root");
    }

    @Test
    void newNameOfTheDatasetsWins() throws IOException {
      WorkflowConfig config =
          load(
              """
              storage: {workflow_datasets_root: /old}
              fuxictr_paths: {datasets_root: /new}
              """,
              Map.of());

      assertThat(config.paths().datasetsRoot()).isEqualTo(Path.of("/new"));
      assertThat(warnings).singleElement().asString().contains("ignored");
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "storage: {server_21_staging: /x}",
          "transfer: {timeout: 1}",
          "export: {mode: local}",
          "transport: {overwrite: true}"
        })
    void settingWithoutAServerHasNoEffect(String yaml) throws IOException {
      load(yaml, Map.of());

      assertThat(warnings).singleElement().asString().contains("has no effect without a source");
    }

    @Test
    void variableWithoutAServerHasNoEffect() throws IOException {
      load("", Map.of("SERVER_21_STAGING", "/x"));

      assertThat(warnings).singleElement().asString().contains("storage: has no effect");
    }

    @Test
    void devicesOfTheSourceHaveNoEffect() throws IOException {
      load(SERVER.replace("}}", ", gpus: [0, 1]}}"), Map.of());

      assertThat(warnings).singleElement().asString().contains("server_21.gpus: has no effect");
    }

    @Test
    void unknownKeyIsNamed() throws IOException {
      load(SERVER + "transfer: {speed: 1}", Map.of());

      assertThat(warnings).singleElement().asString().contains("transfer.speed: unknown key");
    }
  }
}
