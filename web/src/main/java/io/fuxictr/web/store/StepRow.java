package io.fuxictr.web.store;

import io.fuxictr.task.Stage;
import java.util.Optional;

/**
 * A stage as it is listed.
 *
 * @param id number of the row
 * @param stage the stage
 * @param status wire name of its status
 * @param startedAt when a worker last took it up, as the API writes time
 * @param completedAt when it ended
 * @param error why it failed, if it did
 * @param retryCount how often it failed
 */
public record StepRow(
    long id,
    Stage stage,
    String status,
    Optional<String> startedAt,
    Optional<String> completedAt,
    Optional<String> error,
    long retryCount) {}
