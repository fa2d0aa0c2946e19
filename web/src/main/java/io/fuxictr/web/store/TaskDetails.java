package io.fuxictr.web.store;

import io.fuxictr.task.Submission;
import java.util.Optional;

/**
 * What a user wrote down for a task.
 *
 * @param submission what the stages need to know
 * @param trainingServer kept for older clients, no stage asks for it
 * @param inferenceServer likewise
 */
public record TaskDetails(
    Submission submission, Optional<String> trainingServer, Optional<String> inferenceServer) {}
