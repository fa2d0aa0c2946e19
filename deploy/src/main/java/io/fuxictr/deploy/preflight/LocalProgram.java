package io.fuxictr.deploy.preflight;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Programs of this host. */
final class LocalProgram {
  private LocalProgram() {}

  /**
   * What a program said.
   *
   * @param status its exit status
   * @param output lines of both of its outputs
   */
  record Said(int status, List<String> output) {
    String firstLine() {
      return output.isEmpty() ? "it says nothing" : output.getFirst();
    }
  }

  /**
   * Returns where a program is.
   *
   * @param path folders, as in the variable PATH
   */
  static Optional<Path> find(String name, String path) {
    return Arrays.stream(path.split(File.pathSeparator, -1))
        .filter(folder -> !folder.isEmpty())
        .map(folder -> Path.of(folder, name))
        .filter(Files::isExecutable)
        .filter(Files::isRegularFile)
        .findFirst();
  }

  /**
   * Runs a program to its end.
   *
   * @throws IOException if it cannot be started or does not end in time
   */
  static Said run(List<String> command, Duration patience)
      throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try (var output = process.inputReader(StandardCharsets.UTF_8)) {
      process.getOutputStream().close();
      Thread guard = Thread.ofVirtual().name("preflight-guard").start(() -> end(process, patience));
      List<String> lines = output.lines().map(String::strip).filter(it -> !it.isEmpty()).toList();
      int status = process.waitFor();
      guard.interrupt();
      guard.join();
      return new Said(status, lines);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    } finally {
      process.destroyForcibly();
    }
  }

  private static void end(Process process, Duration patience) {
    try {
      if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
