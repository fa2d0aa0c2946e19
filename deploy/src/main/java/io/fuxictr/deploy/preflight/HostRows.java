package io.fuxictr.deploy.preflight;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.fuxictr.config.RemoteSource.Method;
import io.fuxictr.config.WorkflowConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** This host: Java, graphics processors, the program and what it stands on. */
final class HostRows implements Group {
  private static final int LEAST_JAVA = 25;
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Duration PATIENCE_WITH_TORCH = Duration.ofSeconds(90);
  private static final String NO_GPU =
      "no nvidia-smi on PATH: models are trained and applied on the CPU here";
  private static final ObjectMapper JSON = JsonMapper.builder().build();

  private final Setup setup;
  private Optional<JsonNode> probed = Optional.empty();

  HostRows(Setup setup) {
    this.setup = setup;
  }

  @Override
  public List<Check> checks() {
    return List.of(
        Check.of("B1", "Java", HostRows::java),
        Check.of("B2", "NVIDIA driver", this::driver),
        Check.of("B3", "CUDA of libtorch", this::cuda).needing("B2"),
        Check.of("B4", "libtorch sees the GPUs", this::devices).needing("B3"),
        Check.of("B11", "program", this::program),
        Check.of("B12", "libraries, rsync", this::dependencies),
        Check.of("E5", "GPUs and cores", this::inventory));
  }

  private static Finding java() {
    Runtime.Version version = Runtime.version();
    String found = "Java %s, %s".formatted(version, System.getProperty("java.home"));
    return version.feature() >= LEAST_JAVA
        ? Finding.pass(found)
        : Finding.fail(
            found, "install a JDK %d or newer and point JAVA_HOME at it".formatted(LEAST_JAVA));
  }

  private Finding driver() throws IOException, InterruptedException {
    Optional<Path> program = smi();
    if (program.isEmpty()) {
      return Finding.skip(NO_GPU);
    }
    LocalProgram.Said said = ask(program.get(), "index,name,driver_version");
    if (said.status() != 0 || said.output().isEmpty()) {
      return Finding.fail(
          "%s: status %d, %s".formatted(program.get(), said.status(), said.firstLine()),
          "repair the NVIDIA driver until nvidia-smi lists the GPUs");
    }
    return Finding.pass(String.join("; ", said.output()));
  }

  private Optional<Path> smi() {
    return LocalProgram.find("nvidia-smi", setup.variable("PATH"));
  }

  private static LocalProgram.Said ask(Path smi, String fields)
      throws IOException, InterruptedException {
    return LocalProgram.run(
        List.of(smi.toString(), "--query-gpu=" + fields, "--format=csv,noheader"), PATIENCE);
  }

  private Finding cuda() throws IOException, InterruptedException {
    JsonNode torch = torch();
    if (torch.path("error").isTextual()) {
      return Finding.fail(
          torch.path("error").asText(),
          "see 'GPU' in the operator's guide, docs/operators-guide.md");
    }
    return Finding.pass(torch.path("library").asText());
  }

  private Finding devices() throws IOException, InterruptedException {
    List<String> obstacles =
        StreamSupport.stream(torch().path("obstacles").spliterator(), false)
            .map(JsonNode::asText)
            .filter(text -> !text.isEmpty())
            .toList();
    int all = torch().path("obstacles").size();
    String seen = "%d of %d usable".formatted(all - obstacles.size(), all);
    return obstacles.isEmpty()
        ? Finding.pass(seen)
        : Finding.fail("%s: %s".formatted(seen, obstacles.getFirst()), "do what the message says");
  }

  /** Asks in another process, for libtorch never leaves one that it came into. */
  private JsonNode torch() throws IOException, InterruptedException {
    if (probed.isEmpty()) {
      var command = new ArrayList<>(setup.site().program());
      command.add("probe-gpus");
      command.add(Integer.toString(ask(smi().orElseThrow(), "index").output().size()));
      LocalProgram.Said said = LocalProgram.run(command, PATIENCE_WITH_TORCH);
      probed = Optional.of(answer(said));
    }
    return probed.get();
  }

  private static JsonNode answer(LocalProgram.Said said) throws JsonProcessingException {
    return said.status() == 0 && !said.output().isEmpty()
        ? JSON.readTree(said.output().getLast())
        : JSON.createObjectNode()
            .put(
                "error",
                "probing libtorch: status %d, %s".formatted(said.status(), said.firstLine()));
  }

  private Finding program() {
    String version = setup.site().version();
    return version.isBlank()
        ? Finding.fail("it does not know its version", "build it again")
        : Finding.pass("fuxictr-workflow %s in %s".formatted(version, setup.site().distribution()));
  }

  private Finding dependencies() throws IOException {
    List<Path> jars = jars();
    List<String> broken = jars.stream().flatMap(jar -> fault(jar).stream()).toList();
    if (!broken.isEmpty()) {
      return Finding.fail(
          "%d of %d jars cannot be read: %s"
              .formatted(broken.size(), jars.size(), broken.getFirst()),
          "install the distribution again");
    }
    String libraries =
        jars.isEmpty() ? "run from classes, without jars" : jars.size() + " jars can be read";
    Optional<Path> rsync = LocalProgram.find("rsync", setup.variable("PATH"));
    if (rsync.isPresent()) {
      return Finding.pass("%s; %s".formatted(libraries, rsync.get()));
    }
    Optional<Method> method =
        setup.config().flatMap(WorkflowConfig::remote).map(remote -> remote.transfer().method());
    return method.filter(it -> it == Method.RSYNC).isPresent()
        ? Finding.fail(
            libraries + "; no rsync on PATH, but transfer.method is rsync",
            "install rsync, or set transfer.method to auto")
        : Finding.pass(
            "%s; no rsync on PATH, and none is needed: files go over SFTP".formatted(libraries));
  }

  private List<Path> jars() throws IOException {
    Path folder = setup.site().distribution().resolve("lib");
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
    }
  }

  private static Optional<String> fault(Path jar) {
    try (var file = new JarFile(jar.toFile())) {
      return file.entries().hasMoreElements() ? Optional.empty() : Optional.of(jar + " is empty");
    } catch (IOException e) {
      return Optional.of("%s: %s".formatted(jar, e.getMessage()));
    }
  }

  private Finding inventory() throws IOException, InterruptedException {
    String cores = "%d cores".formatted(Runtime.getRuntime().availableProcessors());
    Optional<Path> program = smi();
    if (program.isEmpty()) {
      return Finding.pass("no GPU, %s".formatted(cores));
    }
    List<String> gpus = ask(program.get(), "name").output();
    return Finding.pass("%d GPUs (%s), %s".formatted(gpus.size(), String.join(", ", gpus), cores));
  }
}
