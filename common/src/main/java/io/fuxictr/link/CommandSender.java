package io.fuxictr.link;

import io.fuxictr.message.TaskCommand;
import jakarta.jms.JMSContext;
import java.time.Duration;

/** Sends commands to the dispatcher, each on a session of its own, durably. */
public final class CommandSender {
  private final BrokerLink link;

  /** Creates a sender on a link, which stays the caller's. */
  public CommandSender(BrokerLink link) {
    this.link = link;
  }

  /**
   * Sends a command; when the call returns, the broker has it on disk. A start may be sent as often
   * as one likes: the broker takes one per task and attempt.
   *
   * @throws RuntimeException if the broker did not take it, or it is not known whether it did;
   *     sending again is safe
   */
  public void send(TaskCommand command) {
    try (JMSContext session = link.automatic()) {
      var sender = new Sender(session);
      switch (command) {
        case TaskCommand.Start start -> sender.commandOnce(start, key(start));
        case TaskCommand.Cancel cancel -> sender.command(cancel, Duration.ZERO);
      }
    }
  }

  private static String key(TaskCommand.Start start) {
    var attempt = start.order().attempt();
    return "start:%s:%d".formatted(attempt.task(), attempt.number());
  }
}
