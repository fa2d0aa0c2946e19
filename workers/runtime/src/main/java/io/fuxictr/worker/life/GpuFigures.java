package io.fuxictr.worker.life;

import io.fuxictr.message.WorkerBeat.Gpu;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the host's graphics processors do, as {@code nvidia-smi} says it.
 *
 * @param program the program; empty if the host has none
 */
record GpuFigures(Optional<Path> program) {
  private static final Logger log = LoggerFactory.getLogger(GpuFigures.class);
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final long MIB = 1L << 20;
  private static final int FIELDS = 5;

  /** Looks for the program where commands are. */
  static GpuFigures onPath() {
    String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
    return new GpuFigures(
        Arrays.stream(path.split(File.pathSeparator))
            .filter(folder -> !folder.isEmpty())
            .map(folder -> Path.of(folder, "nvidia-smi"))
            .filter(Files::isExecutable)
            .findFirst());
  }

  /** Returns all processors; none if there are none or they cannot be asked. */
  List<Gpu> read() {
    if (program.isEmpty()) {
      return List.of();
    }
    try {
      return parse(run(program.get()));
    } catch (IOException | NumberFormatException e) {
      log.debug("Asking {} for the GPUs", program.get(), e);
      return List.of();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return List.of();
    }
  }

  private static List<String> run(Path program) throws IOException, InterruptedException {
    Path output = Files.createTempFile("gpus-", ".csv");
    try {
      Process process =
          new ProcessBuilder(
                  program.toString(),
                  "--query-gpu=index,name,utilization.gpu,memory.used,memory.total",
                  "--format=csv,noheader,nounits")
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      try {
        if (!process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
          throw new IOException("no answer after " + PATIENCE);
        }
      } finally {
        process.destroyForcibly();
      }
      if (process.exitValue() != 0) {
        throw new IOException("exit code " + process.exitValue());
      }
      return Files.readAllLines(output, StandardCharsets.UTF_8);
    } finally {
      Files.deleteIfExists(output);
    }
  }

  /** Lines such as {@code 0, NVIDIA H100 80GB HBM3, 93, 40960, 81559}, memory in MiB. */
  static List<Gpu> parse(List<String> lines) {
    var gpus = new ArrayList<Gpu>();
    for (String line : lines) {
      String[] fields = line.split(",\\s*", -1);
      if (fields.length == FIELDS) {
        gpus.add(
            new Gpu(
                Integer.parseInt(fields[0].strip()),
                fields[1].strip(),
                number(fields[2]),
                number(fields[3]) * MIB,
                number(fields[4]) * MIB));
      }
    }
    return gpus;
  }

  /** Processors that do not tell a figure say so in words. */
  private static int number(String field) {
    String text = field.strip();
    return text.startsWith("[") ? 0 : Integer.parseInt(text);
  }
}
