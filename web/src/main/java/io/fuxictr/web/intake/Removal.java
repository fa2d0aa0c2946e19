package io.fuxictr.web.intake;

import io.fuxictr.layout.StorageLayout;
import io.fuxictr.task.TaskId;
import io.fuxictr.web.intake.RefusedException.Reason;
import io.fuxictr.web.store.TaskQueries;
import io.fuxictr.web.store.TaskRow;
import io.fuxictr.web.store.TaskState;
import io.fuxictr.web.store.Timestamps;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Deletes tasks, and the files of their runs where that is asked for; models always stay. */
public final class Removal {
  private static final Logger log = LoggerFactory.getLogger(Removal.class);
  private static final Duration LOOK_AGAIN = Duration.ofMillis(100);

  private final SubmissionDesk desk;
  private final TaskQueries queries;
  private final StorageLayout layout;
  private final List<Path> staging;
  private final Duration patience;

  Removal(SubmissionDesk desk, TaskQueries queries, Intake.Places places, Duration patience) {
    this.desk = desk;
    this.queries = queries;
    this.layout = places.layout();
    this.staging = places.staging();
    this.patience = patience;
  }

  /** What becomes of the files of a run. */
  public enum Purge {
    /** They stay. */
    NOTHING,
    /** Dataset, merged configuration, checkpoints and what is staged of them go. */
    FILES
  }

  /**
   * Deletes a task; cancels it first, and waits for its worker, if it is on its way.
   *
   * @throws RefusedException if there is no such task, or its worker does not stop in time
   */
  public void delete(TaskId id, Purge purge) throws InterruptedException {
    TaskRow row = queries.find(id).orElseThrow(RefusedException::unknownTask);
    if (desk.state(id).isActive()) {
      desk.cancel(id);
      waitForEnd(id);
    }
    TaskState last = desk.delete(id);
    log.info("Task {} deleted, purged: {}", id, purge);
    if (purge == Purge.FILES) {
      purge(row, last);
    }
  }

  private void waitForEnd(TaskId id) throws InterruptedException {
    long end = System.nanoTime() + patience.toNanos();
    while (desk.state(id).isActive()) {
      if (System.nanoTime() > end) {
        throw new RefusedException(
            Reason.CONFLICT,
            "Task %s is being stopped, which takes longer than %d s; delete it when it is cancelled"
                .formatted(id, patience.toSeconds()));
      }
      Thread.sleep(LOOK_AGAIN);
    }
  }

  private void purge(TaskRow row, TaskState last) {
    last.datasetId()
        .map(layout::dataset)
        .filter(folder -> isDirectlyIn(layout.datasetsRoot(), folder))
        .ifPresent(Removal::deleteTree);
    for (Path root : staging) {
      last.datasetId()
          .map(root::resolve)
          .filter(folder -> isDirectlyIn(root, folder))
          .ifPresent(Removal::deleteTree);
    }
    String experiment = row.details().submission().experimentId();
    Path merged = layout.mergedConfig(experiment, row.id());
    if (isDirectlyIn(layout.mergedConfigRoot(), merged)) {
      deleteTree(merged);
      deleteTree(merged.resolveSibling(merged.getFileName() + ".yaml"));
    }
    deleteTree(layout.attemptFolder(row.id(), Timestamps.instant(row.times().createdAt())));
  }

  private static boolean isDirectlyIn(Path root, Path folder) {
    Path wanted = root.toAbsolutePath().normalize();
    return wanted.equals(folder.toAbsolutePath().normalize().getParent());
  }

  private static void deleteTree(Path root) {
    if (!Files.exists(root)) {
      return;
    }
    try {
      Files.walkFileTree(
          root,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                throws IOException {
              Files.delete(file);
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException e)
                throws IOException {
              if (e != null) {
                throw e;
              }
              Files.delete(folder);
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      log.warn("Purging {}: {}; delete what is left by hand", root, e.toString());
    }
  }
}
