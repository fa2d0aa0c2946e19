package io.fuxictr.fetch;

import io.fuxictr.layout.StorageLayout;
import io.fuxictr.task.ErrorCode;
import io.fuxictr.worker.StageException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;

/**
 * Gives every run a name of its own, {@code {experiment_id}.{yyyyMMdd_HHmmss}}. Making the folder
 * is what takes the name, so that two workers on shared storage never get the same.
 */
final class DatasetIds {
  private static final DateTimeFormatter SECOND = DateTimeFormatter.ofPattern("yyyyMMdd_HHmmss");
  private static final int TRIES = 3600;

  private final StorageLayout layout;
  private final ZoneId zone;
  private final InstantSource clock;

  /** Creates a source of names. */
  DatasetIds(StorageLayout layout, ZoneId zone, InstantSource clock) {
    this.layout = layout;
    this.zone = zone;
    this.clock = clock;
  }

  /** Takes the name of the current second or, if that is taken, of the next that is free. */
  String take(String experimentId) {
    Instant second = clock.instant();
    for (int i = 0; i < TRIES; i++) {
      String id = experimentId + "." + SECOND.format(second.plusSeconds(i).atZone(zone));
      if (create(id)) {
        return id;
      }
    }
    throw new StageException(
        ErrorCode.STORAGE,
        "Naming a dataset in %s: all names from %s on are taken for an hour"
            .formatted(layout.datasetsRoot(), second));
  }

  private boolean create(String id) {
    try {
      Files.createDirectories(layout.datasetsRoot());
      Files.createDirectory(layout.dataset(id));
      return true;
    } catch (FileAlreadyExistsException _) {
      return false;
    } catch (IOException e) {
      throw new StageException(
          ErrorCode.STORAGE, "Creating %s: %s".formatted(layout.dataset(id), e), e);
    }
  }
}
