package io.fuxictr.dispatcher;

import io.fuxictr.message.StageOrder;
import io.fuxictr.message.Stop;
import io.fuxictr.message.TaskCommand;
import io.fuxictr.message.TaskEvent;
import java.time.Duration;

/** One of the things that follow from a message. All steps of a message are one transaction. */
sealed interface Step {

  /**
   * Send an order to the workers.
   *
   * @param order the order
   */
  record Send(StageOrder order) implements Step {}

  /**
   * Tell what happened.
   *
   * @param event the event
   */
  record Tell(TaskEvent event) implements Step {}

  /**
   * Tell the workers to stop an attempt.
   *
   * @param stop which one
   */
  record Halt(Stop stop) implements Step {}

  /**
   * Come back to something.
   *
   * @param command what to do then
   * @param delay when
   */
  record Later(TaskCommand command, Duration delay) implements Step {}
}
