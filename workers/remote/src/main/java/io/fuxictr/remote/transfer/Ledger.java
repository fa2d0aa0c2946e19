package io.fuxictr.remote.transfer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.fuxictr.remote.file.FileException;
import io.fuxictr.remote.file.Manifest.Entry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Which ranges of which files have been written, with a checksum each: one line of JSON per range,
 * in a file beside the data. A line that was cut off, or makes no sense, is passed over.
 *
 * <p>Lines survive the end of the process. They are not forced to disk: a range whose line was lost
 * by a power cut is carried again, and one whose bytes were lost does not match its checksum.
 * Thread-safe.
 */
final class Ledger implements AutoCloseable {
  private static final JsonMapper MAPPER = new JsonMapper();

  private final Path file;
  private final FileChannel channel;
  private final Map<Key, Long> known;

  /** Guards the writing of lines. */
  private final ReentrantLock lock = new ReentrantLock();

  /** One range of one content; a file of the same name with other bytes has other keys. */
  private record Key(String path, String sha256, long bytes, long offset, long length) {

    static Key of(Chunk chunk) {
      Entry entry = chunk.file().entry();
      return new Key(entry.path(), entry.sha256(), entry.bytes(), chunk.offset(), chunk.length());
    }
  }

  private Ledger(Path file, FileChannel channel, Map<Key, Long> known) {
    this.file = file;
    this.channel = channel;
    this.known = known;
  }

  /**
   * Reads what an earlier run wrote, and opens the file for more.
   *
   * @throws FileException if the file cannot be read or written
   */
  static Ledger open(Path file) {
    try {
      Map<Key, Long> known = Files.exists(file) ? read(file) : Map.of();
      FileChannel channel =
          FileChannel.open(
              file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
      var ledger = new Ledger(file, channel, known);
      // Whatever was cut off before must not spoil the next line.
      ledger.append("\n");
      return ledger;
    } catch (IOException e) {
      throw LocalFailure.of("Opening the ledger %s".formatted(file), e);
    }
  }

  private static Map<Key, Long> read(Path file) throws IOException {
    var known = new HashMap<Key, Long>();
    String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    for (String line : text.split("\n", -1)) {
      parse(line, known);
    }
    return known;
  }

  private static void parse(String line, Map<Key, Long> known) {
    try {
      JsonNode json = MAPPER.readTree(line);
      if (json.hasNonNull("crc32c")) {
        known.put(
            new Key(
                json.path("path").asText(),
                json.path("sha256").asText(),
                json.path("bytes").asLong(),
                json.path("offset").asLong(),
                json.path("length").asLong()),
            json.path("crc32c").asLong());
      }
    } catch (JsonProcessingException _) {
      // Cut off in the middle: that range is carried again.
    }
  }

  /** Returns the checksum (CRC-32C) of a range that an earlier run has written. */
  OptionalLong crc(Chunk chunk) {
    Long crc = known.get(Key.of(chunk));
    return crc == null ? OptionalLong.empty() : OptionalLong.of(crc);
  }

  /**
   * Takes note that a range has been written.
   *
   * @throws FileException if it cannot be
   */
  void written(Chunk chunk) {
    Entry entry = chunk.file().entry();
    String line =
        MAPPER
            .createObjectNode()
            .put("path", entry.path())
            .put("sha256", entry.sha256())
            .put("bytes", entry.bytes())
            .put("offset", chunk.offset())
            .put("length", chunk.length())
            .put("crc32c", chunk.crc())
            .toString();
    try {
      append(line + "\n");
    } catch (IOException e) {
      throw LocalFailure.of("Writing the ledger %s".formatted(file), e);
    }
  }

  private void append(String text) throws IOException {
    ByteBuffer bytes = StandardCharsets.UTF_8.encode(text);
    lock.lock();
    try {
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Deletes the file: all that it knows of is done. */
  void delete() {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw LocalFailure.of("Deleting the ledger %s".formatted(file), e);
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw LocalFailure.of("Closing the ledger %s".formatted(file), e);
    }
  }
}
