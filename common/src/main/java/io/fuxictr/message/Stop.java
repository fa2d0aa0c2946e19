package io.fuxictr.message;

import io.fuxictr.task.TaskId;

/**
 * Tells whichever worker holds an attempt to stop it.
 *
 * @param task the task
 * @param attempt the attempt; later ones are not meant
 */
public record Stop(TaskId task, int attempt) {}
