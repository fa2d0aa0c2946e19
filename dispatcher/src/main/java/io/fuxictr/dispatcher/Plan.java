package io.fuxictr.dispatcher;

import io.fuxictr.link.Sender;
import io.fuxictr.message.Addresses;
import io.fuxictr.message.StageOrder;
import io.fuxictr.message.TaskCommand;
import io.fuxictr.message.TaskEvent;
import io.fuxictr.task.Attempt;
import io.fuxictr.task.TaskStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * What follows from the messages of one transaction, in their order, before any of it is sent. An
 * order in here is in no queue yet, so whoever looks for waiting orders has to look here too.
 *
 * <p>For one thread.
 */
final class Plan {
  private final Memory.Draft memory;
  private final Instant now;
  private final List<Step> steps = new ArrayList<>();

  /**
   * Creates an empty plan.
   *
   * @param now when all of its messages are worked on
   */
  Plan(Memory.Draft memory, Instant now) {
    this.memory = memory;
    this.now = now;
  }

  Memory.Draft memory() {
    return memory;
  }

  Instant now() {
    return now;
  }

  void add(List<Step> following) {
    for (Step step : following) {
      steps.add(step);
      switch (step) {
        case Step.Tell(TaskEvent event) -> remember(event);
        case Step.Later(TaskCommand command, var _) -> remember(command);
        case Step.Send _, Step.Halt _ -> {}
      }
    }
  }

  private void remember(TaskEvent event) {
    if (event.body() instanceof TaskEvent.TaskMoved moved && endsAttempt(moved)) {
      memory.ended(event.task(), event.attempt());
    }
  }

  /** A task that was paused goes on with another attempt. */
  private static boolean endsAttempt(TaskEvent.TaskMoved moved) {
    return moved.status().isFinal() || moved.status() == TaskStatus.PAUSED;
  }

  private void remember(TaskCommand command) {
    if (command instanceof TaskCommand.Start(StageOrder order)) {
      memory.rests(order);
    }
  }

  /** Takes back all orders of an attempt, and of earlier ones, that were to be sent. */
  List<StageOrder> takeBack(TaskCommand.Halt halt) {
    var taken = new ArrayList<StageOrder>();
    for (Iterator<Step> each = steps.iterator(); each.hasNext(); ) {
      if (each.next() instanceof Step.Send(StageOrder order)
          && order.attempt().task().equals(halt.task())
          && order.attempt().number() <= halt.attempt()) {
        taken.add(order);
        each.remove();
      }
    }
    return taken;
  }

  /** Returns the queue to which an order of an attempt is to be sent. */
  Optional<String> find(TaskCommand.Probe probe) {
    return steps.stream()
        .filter(Step.Send.class::isInstance)
        .map(step -> ((Step.Send) step).order().attempt())
        .filter(attempt -> attempt.task().equals(probe.task()))
        .filter(attempt -> attempt.number() == probe.attempt())
        .map(Attempt::stage)
        .map(Addresses::orders)
        .findFirst();
  }

  /** Sends everything, in order; with the commit it is out. */
  void send(Sender sender) {
    for (Step step : steps) {
      switch (step) {
        case Step.Send(StageOrder order) -> sender.order(order, now);
        case Step.Tell(TaskEvent event) -> sender.event(event);
        case Step.Halt(var stop) -> sender.stop(stop);
        case Step.Later(TaskCommand command, var delay) -> sender.command(command, delay);
      }
    }
  }
}
