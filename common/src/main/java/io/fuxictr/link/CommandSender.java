package io.fuxictr.link;

import io.fuxictr.message.TaskCommand;
import jakarta.jms.JMSContext;
import java.time.Duration;
import java.util.List;

/** Sends commands to the dispatcher, durably, on a session per call. */
public final class CommandSender {
  /** A question that nobody answers is asked again; the old one need not wait for ever. */
  private static final Duration PROBE_KEPT = Duration.ofMinutes(5);

  private final BrokerLink link;

  /** Creates a sender on a link, which stays the caller's. */
  public CommandSender(BrokerLink link) {
    this.link = link;
  }

  /**
   * Sends a command; when the call returns, the broker has it on disk. A start may be sent as often
   * as one likes: the broker takes one per task, creation time and attempt.
   *
   * @throws RuntimeException if the broker did not take it, or it is not known whether it did;
   *     sending again is safe
   */
  public void send(TaskCommand command) {
    send(List.of(command));
  }

  /**
   * Sends commands in their order, as {@link #send(TaskCommand)}.
   *
   * @throws RuntimeException if the broker did not take all of them, or it is not known whether it
   *     did
   */
  public void send(List<? extends TaskCommand> commands) {
    try (JMSContext session = link.automatic()) {
      var sender = new Sender(session);
      commands.forEach(command -> send(command, sender));
    }
  }

  private static void send(TaskCommand command, Sender sender) {
    switch (command) {
      case TaskCommand.Start start -> sender.commandOnce(start, key(start));
      case TaskCommand.Halt halt -> sender.command(halt, Duration.ZERO);
      case TaskCommand.Probe probe -> sender.commandWhile(probe, PROBE_KEPT);
    }
  }

  /** Names a start beyond one database, since a new one gives the same numbers again. */
  private static String key(TaskCommand.Start start) {
    return "start:%s:%d:%d"
        .formatted(start.task(), start.order().createdAt().toEpochMilli(), start.attempt());
  }
}
