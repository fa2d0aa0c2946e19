package io.fuxictr.worker.order;

import io.fuxictr.link.EventPublisher;
import io.fuxictr.message.TaskEvent;
import io.fuxictr.task.Attempt;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Tells the events of one delivery of an order.
 *
 * @param publisher where to
 * @param attempt what they are about
 * @param delivery first part of their ids
 * @param clock when they happen
 * @param count of events so far
 */
record Teller(
    EventPublisher publisher,
    Attempt attempt,
    String delivery,
    InstantSource clock,
    AtomicLong count) {

  Teller(EventPublisher publisher, Attempt attempt, String delivery, InstantSource clock) {
    this(publisher, attempt, delivery, clock, new AtomicLong());
  }

  void tell(TaskEvent.Body body) {
    publisher.publish(
        new TaskEvent(
            delivery + "-" + count.incrementAndGet(),
            attempt.task(),
            attempt.number(),
            Optional.of(attempt.stage()),
            clock.instant(),
            body));
  }
}
