package io.fuxictr.web.intake;

import io.fuxictr.link.Batch;
import io.fuxictr.link.BatchHandler;
import io.fuxictr.message.Addresses;
import io.fuxictr.message.BeatCodec;
import io.fuxictr.message.EventCodec;
import io.fuxictr.message.InvalidMessageException;
import io.fuxictr.message.TaskEvent;
import io.fuxictr.message.WorkerBeat;
import io.fuxictr.web.store.EventStore;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes events from the durable subscription into the database, batch by batch; signs of life of
 * workers, which come the same way, go to the board.
 *
 * <p>First the database commits, then the broker. Between the two the browsers hear of it: what is
 * committed has happened, and a batch that comes again afterwards is known and tells nobody
 * anything. When the database refuses, the batch stays with the broker and {@link #trouble} says
 * so.
 */
final class EventIntake implements BatchHandler {
  private static final Logger log = LoggerFactory.getLogger(EventIntake.class);

  private final EventStore events;
  private final WorkerBoard board;
  private final Runnable afterBatch;
  private volatile String trouble = "";

  EventIntake(EventStore events, WorkerBoard board, Runnable afterBatch) {
    this.events = events;
    this.board = board;
    this.afterBatch = afterBatch;
  }

  @Override
  public void handle(Batch batch) throws JMSException {
    var read = new ArrayList<TaskEvent>();
    for (Message message : batch.messages()) {
      if (BeatCodec.TYPE.equals(message.getStringProperty(Addresses.TYPE))) {
        beat(message).ifPresent(board::hear);
      } else {
        event(message).ifPresent(read::add);
      }
    }
    if (!read.isEmpty()) {
      append(read);
    }
    batch.afterCommit(afterBatch);
  }

  private void append(List<TaskEvent> read) {
    try {
      events.append(read);
      trouble = "";
    } catch (RuntimeException e) {
      trouble = String.valueOf(e.getMessage());
      throw e;
    }
  }

  private static Optional<TaskEvent> event(Message message) throws JMSException {
    try {
      return Optional.of(EventCodec.read(Batch.text(message)));
    } catch (InvalidMessageException e) {
      log.warn("Dropping an event that cannot be read: {}", e.getMessage());
      return Optional.empty();
    }
  }

  private static Optional<WorkerBeat> beat(Message message) throws JMSException {
    try {
      return Optional.of(BeatCodec.read(Batch.text(message)));
    } catch (InvalidMessageException e) {
      log.warn("Dropping a worker's sign of life that cannot be read: {}", e.getMessage());
      return Optional.empty();
    }
  }

  /** Returns why events cannot be stored at the moment; empty if they can. */
  Optional<String> trouble() {
    return Optional.of(trouble).filter(text -> !text.isEmpty());
  }
}
