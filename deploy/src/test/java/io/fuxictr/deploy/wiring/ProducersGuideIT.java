package io.fuxictr.deploy.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.fuxictr.message.Json;
import io.fuxictr.testing.FreePorts;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Every client of the producers' guide, word for word but for its ports. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ProducersGuideIT {
  private static final Path GUIDE = Path.of("docs", "producers-guide.md");
  private static final Pattern BLOCK = Pattern.compile("(?s)```(\\w+)\\n(.*?)```");

  private final List<Integer> ports = new ArrayList<>();
  private SmallPipeline pipeline;
  private Path folder;

  @BeforeAll
  void start(@TempDir Path home) throws Exception {
    folder = Files.createDirectories(home.resolve("client"));
    ports.addAll(FreePorts.find(4));
    Path config =
        Files.writeString(
            home.resolve("config.yaml"),
            "broker: {port: %d, amqp_port: %d, stomp_port: %d, mqtt_port: %d}\n"
                .formatted(ports.toArray()));
    pipeline =
        SmallPipeline.start(
            new ProgramOptions(
                home,
                Optional.of(config),
                OptionalInt.of(0),
                OptionalInt.of(0),
                OptionalInt.empty()));
    Files.writeString(folder.resolve("task.json"), block("json", "submission_key"));
  }

  @AfterAll
  void stop() {
    pipeline.close();
  }

  private String block(String language, String holding) throws IOException {
    Matcher blocks = BLOCK.matcher(Files.readString(GUIDE.toAbsolutePath()));
    while (blocks.find()) {
      if (blocks.group(1).equals(language) && blocks.group(2).contains(holding)) {
        return withOurPorts(blocks.group(2));
      }
    }
    throw new AssertionError("no block in %s with %s in the guide".formatted(language, holding));
  }

  private String withOurPorts(String text) {
    return text.replaceAll("\\b61616\\b", ports.get(0).toString())
        .replaceAll("\\b5672\\b", ports.get(1).toString())
        .replaceAll("\\b61613\\b", ports.get(2).toString())
        .replaceAll("\\b1883\\b", ports.get(3).toString())
        .replaceAll("\\b8001\\b", Integer.toString(pipeline.apiUri().getPort()));
  }

  private String run(String... command) throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
    builder
        .environment()
        .put(
            "FUXICTR_BROKER_PASSWORD_PRODUCER",
            Files.readString(pipeline.home().resolve("secrets/producer.password")).strip());
    Process process = builder.start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(said).isZero();
    return said;
  }

  private boolean works(String... command) throws InterruptedException {
    try {
      return new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(folder.resolve("probe.log").toFile())
              .start()
              .waitFor()
          == 0;
    } catch (IOException _) {
      return false;
    }
  }

  private String python(String module) throws InterruptedException {
    String found =
        List.of("python3", "/usr/bin/python3").stream()
            .filter(
                each -> {
                  try {
                    return works(each, "-c", "import " + module);
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    return false;
                  }
                })
            .findFirst()
            .orElse("");
    assumeThat(found).as("python3 with the module %s is not installed", module).isNotEmpty();
    return found;
  }

  private long task() throws IOException, InterruptedException {
    URI uri = pipeline.apiUri().resolve("/api/workflow/tasks?submission_key=nightly-2026-03-01");
    try (HttpClient client = HttpClient.newHttpClient()) {
      String list =
          client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString()).body();
      JsonNode found = Json.read("{\"list\":%s}".formatted(list)).path("list");
      return found.size() == 1 ? found.path(0).path("task_id").asLong() : 0;
    }
  }

  private void answeredWithTheTask(String said) throws IOException, InterruptedException {
    String answer = said.lines().filter(line -> line.startsWith("{")).findFirst().orElse("{}");
    assertThat(Json.read(answer).path("task_id").asLong()).as(said).isPositive().isEqualTo(task());
  }

  @Test
  void pythonOverAmqp() throws IOException, InterruptedException {
    answeredWithTheTask(run(python("proton"), "-c", block("python", "proton")));
  }

  @Test
  void pythonOverStomp() throws IOException, InterruptedException {
    answeredWithTheTask(run(python("stomp"), "-c", block("python", "stomp")));
  }

  @Test
  void javaOverCore() throws IOException, InterruptedException {
    Path source =
        Files.writeString(
            folder.resolve("Submit.java"), block("java", "ActiveMQConnectionFactory"));

    answeredWithTheTask(
        run(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            source.toString()));
  }

  @Test
  void shellOverMqtt() throws IOException, InterruptedException {
    assumeThat(works("mosquitto_pub", "--help") || works("sh", "-c", "command -v mosquitto_pub"))
        .as("mosquitto_pub is not installed")
        .isTrue();

    run("bash", "-e", "-c", block("bash", "mosquitto_pub"));

    await().atMost(Duration.ofSeconds(20)).until(() -> task() > 0);
  }
}
