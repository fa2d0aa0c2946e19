package io.fuxictr.web.store;

import io.fuxictr.task.TaskId;

/**
 * An event as browsers are told it.
 *
 * @param seq place among all events of the database; grows
 * @param task the task
 * @param attempt the attempt it belongs to
 * @param step wire name of the stage, or {@code workflow}
 * @param type {@code log}, {@code progress}, {@code metric}, {@code error}, {@code complete} or
 *     {@code status}
 * @param level gravity of a log line, empty for other types
 * @param data JSON object
 * @param at when it happened, as the API writes time
 */
public record StoredEvent(
    long seq,
    TaskId task,
    int attempt,
    String step,
    String type,
    String level,
    String data,
    String at) {

  /** Step of events that concern the task as a whole. */
  public static final String WORKFLOW = "workflow";

  /** Returns the JSON text that goes to browsers. */
  public String json() {
    return "{\"seq\":%d,\"type\":\"%s\",\"task_id\":%s,\"attempt\":%d,\"step\":\"%s\",\"data\":%s,\"timestamp\":\"%s\"}"
        .formatted(seq, type, task, attempt, step, data, at);
  }
}
