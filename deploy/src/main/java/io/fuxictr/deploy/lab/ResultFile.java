package io.fuxictr.deploy.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The file that every finished experiment adds a line to.
 *
 * @param path where it lies
 */
record ResultFile(Path path) {

  /** Adds a line; several processes may do so at once. */
  void append(String line) {
    try {
      Files.createDirectories(path.toAbsolutePath().resolveSibling(""));
      try (FileChannel channel =
              FileChannel.open(
                  path,
                  StandardOpenOption.CREATE,
                  StandardOpenOption.READ,
                  StandardOpenOption.WRITE);
          var _ = channel.lock()) {
        channel.position(channel.size());
        ByteBuffer bytes = ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
          channel.write(bytes);
        }
        channel.force(true);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Noting the result in %s: %s".formatted(path, e), e);
    }
  }

  /** Returns the last result of each experiment. */
  Map<String, ResultLine> read() {
    var results = new LinkedHashMap<String, ResultLine>();
    if (Files.notExists(path)) {
      return results;
    }
    try {
      for (String line : Files.readAllLines(path)) {
        ResultLine.parse(line).ifPresent(result -> results.put(result.expid(), result));
      }
      return results;
    } catch (IOException e) {
      throw new UncheckedIOException("Reading the results in %s: %s".formatted(path, e), e);
    }
  }
}
