package io.fuxictr.layout;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;

/**
 * The file that tells one storage from all others: a random id, directly in the datasets folder.
 * Who does not find it there looks at an empty mount point, or at another disk.
 */
public final class StorageMarker {
  /** Name of the file. */
  public static final String NAME = ".storage_id";

  private final Path file;

  /** Looks at a storage. */
  public StorageMarker(StorageLayout layout) {
    this.file = layout.datasetsRoot().resolve(NAME);
  }

  /** Returns where the file is, or should be. */
  public Path file() {
    return file;
  }

  /**
   * Returns the id of the storage that is there; empty if it bears none.
   *
   * @throws UncheckedIOException if that cannot be found out
   */
  public Optional<String> read() {
    try {
      return Optional.of(Files.readString(file).strip()).filter(id -> !id.isEmpty());
    } catch (NoSuchFileException _) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException("Reading %s: %s".formatted(file, e), e);
    }
  }

  /**
   * Returns the id of the storage that is there; gives it one if it bears none. Of two who do so at
   * once, both get the id of the first.
   *
   * @throws UncheckedIOException if it cannot be written
   */
  public String ensure() {
    Optional<String> known = read();
    if (known.isPresent()) {
      return known.get();
    }
    String id = UUID.randomUUID().toString();
    Path beside = file.resolveSibling(NAME + "." + id + ".tmp");
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      Files.writeString(beside, id + "\n", StandardCharsets.UTF_8);
      publish(beside);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "Writing %s: %s; is the datasets folder mounted and writable?".formatted(file, e), e);
    }
    return read()
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "%s is empty; delete it and start again".formatted(file)));
  }

  /** A link fails where a move would replace what somebody else was first to write. */
  private void publish(Path beside) throws IOException {
    try {
      Files.createLink(file, beside);
    } catch (FileAlreadyExistsException _) {
      // the other one's id holds
    } catch (UnsupportedOperationException _) {
      Files.move(beside, file);
    } finally {
      Files.deleteIfExists(beside);
    }
  }
}
