package io.fuxictr.deploy.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.fuxictr.task.TaskStatus;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Follows the events of one task until the task ends, across lost connections.
 *
 * <p>Every stored event is handed over exactly once and in order: after a loss the stream is taken
 * up behind the last sequence number. An old event may tell of an earlier attempt's end, so it is
 * the task itself that is asked whether it has ended. For one thread.
 */
public final class TaskFollower {
  /** The server pings every 30 seconds; two missed ones mean that it is gone. */
  private static final Duration SILENCE = Duration.ofSeconds(75);

  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

  private final ApiClient api;
  private final long task;
  private final Consumer<JsonNode> sink;
  private long lastSeq;

  /**
   * Creates a follower that begins with the first event.
   *
   * @param api the server
   * @param task number of the task
   * @param sink takes each event
   */
  public TaskFollower(ApiClient api, long task, Consumer<JsonNode> sink) {
    this.api = api;
    this.task = task;
    this.sink = sink;
  }

  /**
   * Hands over events until the task has ended and all its events are through.
   *
   * @return how it ended
   * @throws ApiException if there is no such task
   */
  public TaskStatus follow() throws InterruptedException {
    var pause = FIRST_PAUSE;
    while (true) {
      try {
        Optional<TaskStatus> end = endOfTask();
        if (end.isPresent()) {
          return end.get();
        }
        if (listen()) {
          pause = FIRST_PAUSE;
        }
      } catch (ApiException e) {
        if (e.status() / 100 == 4) {
          throw e;
        }
      }
      TimeUnit.MILLISECONDS.sleep(pause.toMillis());
      pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : pause;
    }
  }

  /**
   * Hands over the events that are stored now.
   *
   * @throws ApiException if there is no such task
   */
  public void drain() throws InterruptedException {
    List<JsonNode> page = api.events(task, lastSeq);
    while (!page.isEmpty()) {
      page.forEach(this::accept);
      page = api.events(task, lastSeq);
    }
  }

  private Optional<TaskStatus> endOfTask() throws InterruptedException {
    var status = TaskStatus.ofWireName(api.task(task).path("status").asText());
    if (!status.isFinal()) {
      return Optional.empty();
    }
    drain();
    return Optional.of(status);
  }

  private void accept(JsonNode event) {
    long seq = event.path("seq").asLong(0);
    if (seq > lastSeq) {
      lastSeq = seq;
      sink.accept(event);
    }
  }

  /** Listens until the connection ends or a final status comes; returns whether anything came. */
  private boolean listen() throws InterruptedException {
    var inbox = new Inbox();
    WebSocket socket;
    try {
      socket =
          api.http()
              .newWebSocketBuilder()
              .connectTimeout(Duration.ofSeconds(10))
              .buildAsync(api.eventStream(task, lastSeq), inbox)
              .join();
    } catch (CompletionException e) {
      return false;
    }
    try {
      boolean heard = false;
      while (true) {
        Optional<Inbox.Item> item = inbox.next();
        if (item.isEmpty() || item.get() instanceof Inbox.Ended) {
          return heard;
        }
        heard = true;
        if (item.get() instanceof Inbox.Text text && endsStream(text.text())) {
          return true;
        }
      }
    } finally {
      socket.abort();
    }
  }

  private boolean endsStream(String text) {
    JsonNode event;
    try {
      event = ApiClient.parse(text);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("The event stream of task " + task + " is not JSON", e);
    }
    boolean fresh = event.path("seq").asLong(0) > lastSeq;
    accept(event);
    return fresh
        && event.path("type").asText().equals("status")
        && TaskStatus.ofWireName(event.path("data").path("status").asText()).isFinal();
  }

  /** What arrives on a WebSocket, put into a queue for the thread that follows. */
  private static final class Inbox implements WebSocket.Listener {
    /** Something that arrived. */
    sealed interface Item {}

    /** A whole message. */
    record Text(String text) implements Item {}

    /** A ping: the server is there and has nothing to tell. */
    record SignOfLife() implements Item {}

    /** The connection ended. */
    record Ended() implements Item {}

    private final BlockingQueue<Item> items = new LinkedBlockingQueue<>();
    private final StringBuilder partial = new StringBuilder();

    Optional<Item> next() throws InterruptedException {
      return Optional.ofNullable(items.poll(SILENCE.toSeconds(), TimeUnit.SECONDS));
    }

    @Override
    public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
      partial.append(data);
      if (last) {
        items.add(new Text(partial.toString()));
        partial.setLength(0);
      }
      return WebSocket.Listener.super.onText(socket, data, last);
    }

    @Override
    public CompletionStage<?> onPing(WebSocket socket, java.nio.ByteBuffer message) {
      items.add(new SignOfLife());
      return WebSocket.Listener.super.onPing(socket, message);
    }

    @Override
    public CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
      items.add(new Ended());
      return WebSocket.Listener.super.onClose(socket, status, reason);
    }

    @Override
    public void onError(WebSocket socket, Throwable error) {
      items.add(new Ended());
    }
  }
}
