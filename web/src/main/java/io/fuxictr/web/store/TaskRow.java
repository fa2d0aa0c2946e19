package io.fuxictr.web.store;

import io.fuxictr.task.TaskId;
import io.fuxictr.task.TaskStatus;
import java.util.Optional;

/**
 * A task as it is listed.
 *
 * @param id the task
 * @param details what its user wrote down
 * @param status where it stands
 * @param currentStep stages done
 * @param attempt current attempt, 0 if it was never started
 * @param draft whether it waits for somebody to start it
 * @param error why it failed, if it did
 * @param datasetId run dataset, once there is one
 * @param times when it moved, as the API writes time
 */
public record TaskRow(
    TaskId id,
    TaskDetails details,
    TaskStatus status,
    int currentStep,
    int attempt,
    boolean draft,
    Optional<String> error,
    Optional<String> datasetId,
    RowTimes times) {

  /**
   * When a task moved, as the API writes time.
   *
   * @param createdAt when it was accepted
   * @param updatedAt when anything about it last changed
   * @param startedAt when a worker first took it up
   * @param completedAt when it came to its end
   */
  public record RowTimes(
      String createdAt,
      String updatedAt,
      Optional<String> startedAt,
      Optional<String> completedAt) {}
}
