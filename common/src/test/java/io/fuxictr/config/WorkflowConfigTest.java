package io.fuxictr.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkflowConfigTest {
  @TempDir private Path home;

  private WorkflowConfig load(String yaml, Map<String, String> options, Map<String, String> env)
      throws IOException {
    Path file = home.resolve("config.yaml");
    Files.writeString(file, yaml);
    return WorkflowConfig.load(new ConfigInput(home, Optional.of(file), options, env));
  }

  @Test
  void withoutAFileEverythingLiesBelowHomeAndListensOnLoopback() {
    WorkflowConfig config =
        WorkflowConfig.load(new ConfigInput(home, Optional.empty(), Map.of(), Map.of()));

    assertThat(config.api())
        .isEqualTo(new WorkflowConfig.Api("127.0.0.1", 8001, java.util.List.of()));
    assertThat(config.dashboard().port()).isEqualTo(8501);
    assertThat(config.paths().datasetsRoot()).isEqualTo(home.resolve("datasets"));
    assertThat(config.tasks().timeout()).isEqualTo(Duration.ofDays(1));
    assertThat(config.broker().url()).isEmpty();
  }

  @Test
  void optionWinsOverEnvironmentAndEnvironmentOverFile() throws IOException {
    String yaml = "api: {port: 1, host: 0.0.0.0}";

    assertThat(load(yaml, Map.of(), Map.of()).api().port()).isEqualTo(1);
    assertThat(load(yaml, Map.of(), Map.of("FUXICTR_WORKFLOW_PORT", "2")).api().port())
        .isEqualTo(2);
    assertThat(load(yaml, Map.of(), Map.of("FUXICTR_WORKFLOW_PORT", "2", "PORT", "3")).api().port())
        .isEqualTo(3);
    assertThat(load(yaml, Map.of("api.port", "4"), Map.of("PORT", "3")).api().port()).isEqualTo(4);
  }

  @Test
  void allProblemsComeOutAtOnceWithKeyAndLine() {
    assertThatThrownBy(
            () ->
                load(
                    """
                    api:
                      port: many
                    workflow:
                      task_timeout: 0
                      cleanup_staging: perhaps
                    features: {mode: magic}
                    servers:
                      server_21: {host: a}
                    source:
                      database: ${NOT_SET}/x
                    """,
                    Map.of(),
                    Map.of()))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessageContaining("config.yaml: 6 problems")
        .hasMessageContaining("line 2, api.port: 'many' is not a whole number from 0 to 65535")
        .hasMessageContaining("line 4, workflow.task_timeout: '0'")
        .hasMessageContaining("line 5, workflow.cleanup_staging: 'perhaps' is not true or false")
        .hasMessageContaining("line 6, features.mode: 'magic' is not one of auto, template, union")
        .hasMessageContaining("line 8, servers.server_21.username: is missing")
        .hasMessageContaining("line 10, source.database: the environment variable NOT_SET");
  }

  @Test
  void variablesHomeAndOldRelativePathsAreResolved() throws IOException {
    WorkflowConfig config =
        load(
            """
            source: {database: '${WHERE:-rows}/a.duckdb', data_paths: ['~/b', /c]}
            fuxictr_paths: {model_root: ../../../model_zoo}
            """,
            Map.of(),
            Map.of("HOME", "/home/ann"));

    assertThat(config.source().database()).isEqualTo(home.resolve("rows/a.duckdb"));
    assertThat(config.source().dataPaths()).containsExactly(Path.of("/home/ann/b"), Path.of("/c"));
    assertThat(config.paths().modelRoot()).isEqualTo(home.resolve("model_zoo"));
  }

  @Test
  void missingFileIsToldByName() {
    var input = new ConfigInput(home, Optional.of(home.resolve("gone.yaml")), Map.of(), Map.of());

    assertThatThrownBy(() -> WorkflowConfig.load(input))
        .hasMessageContaining("gone.yaml: there is no such file");
  }

  @Test
  void duplicateKeyIsToldWithItsLine() {
    assertThatThrownBy(() -> load("api: {port: 1}\napi: {port: 2}\n", Map.of(), Map.of()))
        .hasMessageContaining("line 2")
        .hasMessageContaining("duplicate key api");
  }

  @Test
  void emptyFileMeansDefaults() throws IOException {
    assertThat(load("# nothing\n", Map.of(), Map.of()).api().port()).isEqualTo(8001);
  }

  @Test
  void doorsForOthersAreShutAndNothingIsEncryptedUnlessSaid() throws IOException {
    assertThat(load("", Map.of(), Map.of()).broker().network())
        .isEqualTo(new BrokerNetwork(0, 0, 0, Optional.empty()));

    BrokerNetwork open =
        load(
                """
                broker:
                  amqp_port: 5672
                  stomp_port: 61613
                  mqtt_port: 1883
                  tls: {enabled: true, keystore: a.p12, truststore: /b.pem}
                """,
                Map.of(),
                Map.of())
            .broker()
            .network();

    assertThat(open.mqttPort()).isEqualTo(1883);
    assertThat(open.tls().orElseThrow().keystore()).contains(home.resolve("a.p12"));
    assertThat(open.tls().orElseThrow().truststore()).contains(Path.of("/b.pem"));
  }

  @Test
  void passwordInTheFileIsRefusedWithoutShowingIt() {
    assertThatThrownBy(
            () ->
                load(
                    "broker: {tls: {enabled: true, keystore_password: hunter2}}",
                    Map.of(),
                    Map.of()))
        .hasMessageContaining("broker.tls.keystore_password")
        .hasMessageContaining("keystore_password_file")
        .hasMessageNotContaining("hunter2");
  }
}
