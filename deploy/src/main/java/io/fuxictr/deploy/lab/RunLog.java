package io.fuxictr.deploy.lab;

import io.fuxictr.deploy.text.WorkProgress;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;

/**
 * The log of an experiment: a file that every run adds to, and what the user sees meanwhile.
 *
 * <p>Lines of the file have the form and the words of FuxiCTR's, so that programs that read those
 * read these: {@code 2026-01-31 12:00:00,123 P4711 INFO Start training: 12 batches/epoch}.
 */
final class RunLog implements AutoCloseable {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss,SSS");

  private final Path file;
  private final BufferedWriter writer;
  private final WorkProgress progress;
  private final InstantSource clock;
  private final ZoneId zone = ZoneId.systemDefault();

  private RunLog(Path file, BufferedWriter writer, WorkProgress progress, InstantSource clock) {
    this.file = file;
    this.writer = writer;
    this.progress = progress;
    this.clock = clock;
  }

  /** Opens the file, made if needed, at its end. */
  static RunLog open(Path file, WorkProgress progress, InstantSource clock) {
    try {
      Files.createDirectories(file.toAbsolutePath().resolveSibling(""));
      return new RunLog(
          file,
          Files.newBufferedWriter(
              file, StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND),
          progress,
          clock);
    } catch (IOException e) {
      throw new UncheckedIOException("Opening the log %s: %s".formatted(file, e), e);
    }
  }

  /** Says something to the user, and keeps it. */
  void say(String message) {
    keep(message);
    progress.line(message);
  }

  /** Keeps something that is too long for the user's screen. */
  void keep(String message) {
    try {
      writer.write(
          "%s P%d INFO %s%n"
              .formatted(
                  TIME.format(clock.instant().atZone(zone)),
                  ProcessHandle.current().pid(),
                  message));
      writer.flush();
    } catch (IOException e) {
      throw new UncheckedIOException("Writing the log %s: %s".formatted(file, e), e);
    }
  }

  /** Shows how far a piece of work has come. */
  void step(String work, long done, long total, String message) {
    progress.step(work, done, Math.max(total, 1), message);
  }

  @Override
  public void close() {
    progress.end();
    try {
      writer.close();
    } catch (IOException e) {
      throw new UncheckedIOException("Closing the log %s: %s".formatted(file, e), e);
    }
  }
}
