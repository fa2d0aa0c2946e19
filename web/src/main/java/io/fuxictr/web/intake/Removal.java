package io.fuxictr.web.intake;

import io.fuxictr.layout.StorageLayout;
import io.fuxictr.task.TaskId;
import io.fuxictr.web.intake.RefusedException.Reason;
import io.fuxictr.web.store.TaskQueries;
import io.fuxictr.web.store.TaskRow;
import io.fuxictr.web.store.TaskState;
import io.fuxictr.web.store.Timestamps;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Deletes tasks, and the files of their runs where that is asked for; models always stay. */
public final class Removal {
  private static final Logger log = LoggerFactory.getLogger(Removal.class);
  private static final Duration LOOK_AGAIN = Duration.ofMillis(100);

  private final SubmissionDesk desk;
  private final TaskQueries queries;
  private final StorageLayout layout;
  private final List<StagedFiles> staging;
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

  private void deleteStaged(String datasetId) throws InterruptedException {
    for (StagedFiles place : staging) {
      try {
        place.delete(datasetId);
      } catch (IOException e) {
        log.warn("Purging {}: {}; delete what is left by hand", datasetId, e.getMessage());
      }
    }
  }

  private void purge(TaskRow row, TaskState last) throws InterruptedException {
    last.datasetId()
        .map(layout::dataset)
        .filter(folder -> FileTree.isDirectlyIn(layout.datasetsRoot(), folder))
        .ifPresent(Removal::delete);
    if (last.datasetId().isPresent()) {
      deleteStaged(last.datasetId().get());
    }
    String experiment = row.details().submission().experimentId();
    Path merged = layout.mergedConfig(experiment, row.id());
    if (FileTree.isDirectlyIn(layout.mergedConfigRoot(), merged)) {
      delete(merged);
      delete(merged.resolveSibling(merged.getFileName() + ".yaml"));
    }
    delete(layout.attemptFolder(row.id(), Timestamps.instant(row.times().createdAt())));
  }

  private static void delete(Path tree) {
    try {
      FileTree.delete(tree);
    } catch (IOException e) {
      log.warn("Purging {}: {}; delete what is left by hand", tree, e.toString());
    }
  }
}
