package io.fuxictr.worker.order;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file that says who works in a task's folder. It keeps nobody out; it tells the one who was
 * given up by the broker, and does not know it yet, that a later delivery has taken over. It need
 * not outlast a loss of power, since its holder does not either.
 */
final class AttemptLock {
  private static final Logger log = LoggerFactory.getLogger(AttemptLock.class);

  private static final String NAME = "attempt.lock";

  private final Path folder;
  private final Path file;
  private final Holder holder;

  AttemptLock(Path folder, Holder holder) {
    this.folder = folder;
    this.file = folder.resolve(NAME);
    this.holder = holder;
  }

  /**
   * Takes the folder, from an earlier holder if there is one.
   *
   * @return the later holder that has it already; then nothing was changed
   */
  Optional<Holder> take() throws IOException {
    Optional<Holder> later = current().filter(found -> found.compareTo(holder) > 0);
    if (later.isEmpty()) {
      WholeFile.write(folder, NAME, holder.write());
    }
    return later;
  }

  /**
   * Returns whether the folder is still ours. An earlier holder that wrote its name after us, since
   * it had been asleep, is put out again.
   */
  boolean isHeld() throws IOException {
    Optional<Holder> found = current();
    if (found.filter(holder::equals).isPresent()) {
      return true;
    }
    if (found.filter(other -> other.compareTo(holder) >= 0).isPresent()) {
      return false;
    }
    WholeFile.write(folder, NAME, holder.write());
    return true;
  }

  /** Leaves the folder, so that an order which counts its deliveries anew can take it. */
  void release() throws IOException {
    if (current().filter(holder::equals).isPresent()) {
      Files.deleteIfExists(file);
    }
  }

  private Optional<Holder> current() throws IOException {
    try {
      return Optional.of(Holder.read(Files.readString(file)));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (RuntimeException | CharacterCodingException e) {
      log.warn("{} says nothing that can be understood and is ignored", file, e);
      return Optional.empty();
    }
  }
}
