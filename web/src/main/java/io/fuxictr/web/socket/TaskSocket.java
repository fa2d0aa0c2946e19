package io.fuxictr.web.socket;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fuxictr.message.Json;
import io.fuxictr.task.TaskId;
import io.fuxictr.web.socket.TaskSockets.Request;
import io.fuxictr.web.store.EventStore;
import io.fuxictr.web.store.StoredEvent;
import io.fuxictr.web.store.TaskQueries;
import io.fuxictr.web.store.TaskRow;
import io.fuxictr.web.store.Timestamps;
import io.helidon.common.buffers.BufferData;
import io.helidon.websocket.WsListener;
import io.helidon.websocket.WsSession;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One browser that watches one task.
 *
 * <p>The socket joins the hub before it reads the past, so that what happens meanwhile waits in its
 * outbox; numbers that it has sent already it skips. Only its own thread writes, since a write may
 * block and two writers would mix their frames. Interrupting that thread ends the connection: a
 * blocked write breaks the socket, a waiting thread says goodbye.
 */
final class TaskSocket implements WsListener {

  /** Close code: no such task. */
  static final int UNKNOWN_TASK = 4404;

  /** Close code: try again later. */
  static final int TOO_SLOW = 1013;

  private static final int GOING_AWAY = 1001;
  private static final int NORMAL = 1000;
  private static final int OUTBOX = 10_000;
  private static final int LAST_EVENTS = 500;
  private static final int PAGE = 500;
  private static final int LONGEST_TEXT = 64;
  private static final Logger log = LoggerFactory.getLogger(TaskSocket.class);

  /** Something to be written. */
  private sealed interface Item {
    /** An event. */
    record News(StoredEvent event) implements Item {}

    /** An answer to a ping of the client, in words. */
    record TextPong() implements Item {}

    /** An answer to a ping frame. */
    record Pong(BufferData payload) implements Item {}

    /** The end. */
    record Close(int code, String reason) implements Item {}
  }

  private final TaskSockets hub;
  private final EventStore events;
  private final TaskQueries tasks;
  private final Request request;
  private final Duration pingInterval;
  private final BlockingQueue<Item> outbox = new ArrayBlockingQueue<>(OUTBOX);
  private final StringBuilder text = new StringBuilder();
  private volatile boolean tooSlow;
  private volatile long heardAt = System.nanoTime();
  private volatile Thread writer = Thread.ofVirtual().unstarted(() -> {});
  private long lastSent;
  private long pingedAt = System.nanoTime();

  TaskSocket(
      TaskSockets hub,
      EventStore events,
      TaskQueries tasks,
      Request request,
      Duration pingInterval) {
    this.hub = hub;
    this.events = events;
    this.tasks = tasks;
    this.request = request;
    this.pingInterval = pingInterval;
  }

  @Override
  public void onOpen(WsSession session) {
    Optional<TaskId> task = request.task().filter(id -> tasks.find(id).isPresent());
    if (task.isEmpty()) {
      session.close(UNKNOWN_TASK, "no such task");
      return;
    }
    TaskId id = task.get();
    hub.add(this, id);
    writer = Thread.ofVirtual().name("socket-" + id).start(() -> write(session, id));
    Thread.ofVirtual().name("socket-watch-" + id).start(this::watch);
  }

  /** Hands over an event; gives the client up when it is too far behind. */
  void offer(StoredEvent event) {
    if (!outbox.offer(new Item.News(event))) {
      tooSlow = true;
    }
  }

  void goAway() {
    if (!outbox.offer(new Item.Close(GOING_AWAY, "the server stops"))) {
      writer.interrupt();
    }
  }

  private void write(WsSession session, TaskId task) {
    try {
      session.send(status(task), true);
      replay(session, task);
      follow(session);
    } catch (InterruptedException e) {
      session.close(GOING_AWAY, "no answer to pings");
    } catch (RuntimeException e) {
      log.debug("Socket of task {} lost", task, e);
    } finally {
      hub.remove(this, task);
    }
  }

  private String status(TaskId task) {
    ObjectNode data = Json.object();
    Optional<TaskRow> row = tasks.find(task);
    data.put("status", row.map(known -> known.status().wireName()).orElse("deleted"));
    data.put("current_step", row.map(TaskRow::currentStep).orElse(0));
    ObjectNode steps = data.putObject("steps");
    tasks.steps(task).forEach(step -> steps.put(step.stage().wireName(), step.status()));
    ObjectNode message =
        Json.object()
            .put("type", "status")
            .put("task_id", task.value())
            .put("step", StoredEvent.WORKFLOW);
    message.set("data", data);
    return Json.write(message.put("timestamp", Timestamps.text(Instant.now())));
  }

  private void replay(WsSession session, TaskId task) {
    lastSent = request.afterSeq().orElseGet(() -> events.lastFrom(task, LAST_EVENTS));
    List<StoredEvent> page;
    do {
      page = events.replay(task, lastSent, PAGE);
      page.forEach(event -> send(session, event));
    } while (page.size() == PAGE && !tooSlow);
  }

  private void follow(WsSession session) throws InterruptedException {
    while (!tooSlow) {
      Item item = outbox.poll(pingInterval.toNanos(), TimeUnit.NANOSECONDS);
      switch (item) {
        case null -> {}
        case Item.News(StoredEvent event) -> send(session, event);
        case Item.TextPong _ -> session.send("{\"type\":\"pong\"}", true);
        case Item.Pong(BufferData payload) -> session.pong(payload);
        case Item.Close(int code, String reason) -> {
          session.close(code, reason);
          return;
        }
      }
      pingIfDue(session);
    }
    session.close(TOO_SLOW, "too far behind; come back with after_seq");
  }

  private void send(WsSession session, StoredEvent event) {
    if (event.seq() > lastSent) {
      session.send(event.json(), true);
      lastSent = event.seq();
      pingIfDue(session);
    }
  }

  /** Pings between events too: who only listens is heard of by nothing else. */
  private void pingIfDue(WsSession session) {
    if (System.nanoTime() - pingedAt >= pingInterval.toNanos()) {
      session.ping(BufferData.create(new byte[0]));
      pingedAt = System.nanoTime();
    }
  }

  /** Cuts the connection when nothing was heard for two intervals. */
  private void watch() {
    Thread watched = writer;
    try {
      while (!watched.join(pingInterval)) {
        if (System.nanoTime() - heardAt > 2 * pingInterval.toNanos() + pingInterval.toNanos() / 2) {
          watched.interrupt();
          return;
        }
      }
    } catch (InterruptedException e) {
      watched.interrupt();
    }
  }

  @Override
  public void onMessage(WsSession session, String part, boolean last) {
    heardAt = System.nanoTime();
    if (text.length() + part.length() <= LONGEST_TEXT) {
      text.append(part);
    }
    if (last) {
      if (text.toString().strip().equals("ping")) {
        var _ = outbox.offer(new Item.TextPong());
      }
      text.setLength(0);
    }
  }

  @Override
  public void onPing(WsSession session, BufferData buffer) {
    heardAt = System.nanoTime();
    var _ = outbox.offer(new Item.Pong(BufferData.create(buffer.readBytes())));
  }

  @Override
  public void onPong(WsSession session, BufferData buffer) {
    heardAt = System.nanoTime();
  }

  @Override
  public void onClose(WsSession session, int status, String reason) {
    if (!outbox.offer(new Item.Close(NORMAL, "bye"))) {
      writer.interrupt();
    }
  }

  @Override
  public void onError(WsSession session, Throwable t) {
    log.debug("Socket of task {} broke", request.task(), t);
    writer.interrupt();
  }
}
