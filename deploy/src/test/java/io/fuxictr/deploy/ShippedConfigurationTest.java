package io.fuxictr.deploy;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import io.fuxictr.config.ConfigInput;
import io.fuxictr.config.WorkflowConfig;
import io.fuxictr.ctr.zoo.ModelRegistry;
import io.fuxictr.deploy.wiring.Programs;
import io.fuxictr.experiment.Experiment;
import io.fuxictr.experiment.ExperimentFiles;
import io.fuxictr.experiment.LabelColumn;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ShippedConfigurationTest {
  private static final Path DIST = Path.of("src", "main", "dist").toAbsolutePath();

  @TempDir private Path folder;

  @Test
  void exampleSaysWhatTheDefaultsAre() {
    assertThat(load(Optional.of(DIST.resolve("config.yaml")))).isEqualTo(load(Optional.empty()));
  }

  @Test
  void exampleHasNoKeyThatNobodyKnows() {
    var warnings = new ArrayList<String>();

    WorkflowConfig.load(input(Optional.of(DIST.resolve("config.yaml"))), warnings::add);

    assertThat(warnings).isEmpty();
  }

  @Test
  void serverOfTheExampleIsOneOnceItIsNoComment() throws IOException {
    String text = Files.readString(DIST.resolve("config.yaml"));
    int from = text.indexOf("# servers:");
    String section = text.substring(from, text.indexOf("\n\n", from));
    Path file =
        Files.writeString(
            folder.resolve("config.yaml"),
            text.replace(
                section, section.lines().map(it -> it.substring(2)).collect(joining("\n"))));
    Path other =
        Files.writeString(
            folder.resolve("other.yaml"),
            "servers: {server_21: {host: 21.example.com, username: fuxictr}}");
    var warnings = new ArrayList<String>();

    WorkflowConfig config = WorkflowConfig.load(input(Optional.of(file)), warnings::add);

    assertThat(config.remote()).isPresent().isEqualTo(load(Optional.of(other)).remote());
    assertThat(warnings).isEmpty();
  }

  @Test
  void brokerFileIsThePlanOfTheBroker() {
    assertThat(DIST.resolve("broker").resolve("broker.xml"))
        .content()
        .as("write it anew with: fuxictr-workflow broker-check --print")
        .isEqualTo(Programs.brokerXml());
  }

  private WorkflowConfig load(Optional<Path> file) {
    return WorkflowConfig.load(input(file));
  }

  private ConfigInput input(Optional<Path> file) {
    return new ConfigInput(folder, file, Map.of(), Map.of());
  }

  static List<Arguments> experiments() {
    ExperimentFiles shipped = files(Path.of("no", "users"));
    return shipped.models("anybody").stream()
        .flatMap(
            model ->
                shipped.experimentIds("anybody", model).stream().map(id -> Arguments.of(model, id)))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("experiments")
  void everyShippedExperimentResolves(String model, String id) {
    Experiment experiment = files().resolve("anybody", model, id);

    assertThat(experiment.modelClass()).isEqualTo(model);
    assertThat(experiment.labels())
        .extracting(LabelColumn::name)
        .isEqualTo(
            switch (ModelRegistry.card(model).kind()) {
              case SINGLE_OBJECTIVE -> List.of("label_apply");
              case MULTI_OBJECTIVE -> List.of("label_apply", "label_credit");
            });
    assertThat(experiment.values()).containsKeys("seed", "learning_rate", "monitor", "epochs");
  }

  @Test
  void everyModelHasAnExperimentOfItsNameForFullSizeData() {
    assertThat(files().models("anybody"))
        .containsExactlyInAnyOrderElementsOf(ModelRegistry.names());
    assertThat(ModelRegistry.names())
        .allSatisfy(
            model ->
                assertThat(files().experimentIds("anybody", model)).contains(model + "_default"));
  }

  @Test
  void aModelIsFoundUnderItsFolderToo() {
    assertThat(files().resolve("anybody", "multitask/MMoE", "MMoE_default").modelClass())
        .isEqualTo("MMoE");
  }

  @Test
  void baseIsNoExperiment() {
    assertThat(files().experimentIds("anybody", "MMoE"))
        .containsExactly("MMoE_default", "MMoE_with_UW", "MMoE_demo", "MMoE_test");
  }

  private ExperimentFiles files() {
    return files(folder.resolve("users"));
  }

  private static ExperimentFiles files(Path users) {
    return new ExperimentFiles(users, List.of(DIST.resolve("model_zoo")));
  }
}
