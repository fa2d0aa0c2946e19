package io.fuxictr.dispatcher;

import io.fuxictr.message.EventCodec;
import io.fuxictr.message.StageOrder;
import io.fuxictr.message.TaskEvent;
import io.fuxictr.message.TaskEvent.Body;
import io.fuxictr.task.Attempt;
import java.time.Instant;
import java.util.Optional;

/**
 * Makes the dispatcher's events. The same fact about the same order has the same id whenever it is
 * told, so that a message which comes twice tells nothing new.
 *
 * @param order what the events are about
 * @param now when they happen
 */
record Telling(StageOrder order, Instant now) {

  Step ofStage(Body body) {
    return tell(Optional.of(order.attempt()), body);
  }

  Step ofTask(Body body) {
    return tell(Optional.empty(), body);
  }

  private Step tell(Optional<Attempt> about, Body body) {
    Attempt attempt = order.attempt();
    return new Step.Tell(
        new TaskEvent(
            name(order) + "-" + EventCodec.type(body),
            attempt.task(),
            attempt.number(),
            about.map(Attempt::stage),
            now,
            body));
  }

  /** Returns what an order is called beyond one database: task, creation, attempt, stage, retry. */
  static String name(StageOrder order) {
    Attempt attempt = order.attempt();
    return "%s.%d-%d-%s-%d"
        .formatted(
            attempt.task(),
            order.createdAt().toEpochMilli(),
            attempt.number(),
            attempt.stage().wireName(),
            order.retries());
  }
}
