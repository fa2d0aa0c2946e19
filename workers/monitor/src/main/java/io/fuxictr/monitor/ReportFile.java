package io.fuxictr.monitor;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;

import io.fuxictr.message.Json;
import io.fuxictr.task.ErrorCode;
import io.fuxictr.worker.StageException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;

/** Writes the report: the file is there as a whole or not at all. */
final class ReportFile {

  private ReportFile() {}

  /**
   * Writes or replaces the file.
   *
   * @throws StageException if it cannot be written
   */
  static void write(Path file, Map<String, Object> report) {
    Path temporary = file.resolveSibling(file.getFileName() + ".tmp");
    try {
      try (FileChannel channel =
          FileChannel.open(
              temporary,
              StandardOpenOption.CREATE,
              StandardOpenOption.TRUNCATE_EXISTING,
              StandardOpenOption.WRITE)) {
        ByteBuffer bytes = StandardCharsets.UTF_8.encode(Json.writePretty(report) + "\n");
        while (bytes.hasRemaining()) {
          channel.write(bytes);
        }
        channel.force(true);
      }
      Files.move(temporary, file, ATOMIC_MOVE);
    } catch (IOException e) {
      boolean full = String.valueOf(e.getMessage()).contains("No space left");
      throw new StageException(
          full ? ErrorCode.DISK_FULL : ErrorCode.STORAGE,
          "Writing the report %s: %s".formatted(file, e),
          e);
    }
  }
}
