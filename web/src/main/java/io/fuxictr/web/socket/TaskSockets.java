package io.fuxictr.web.socket;

import io.fuxictr.task.TaskId;
import io.fuxictr.web.store.EventStore;
import io.fuxictr.web.store.StoredEvent;
import io.fuxictr.web.store.TaskQueries;
import io.helidon.common.parameters.Parameters;
import io.helidon.common.uri.UriQuery;
import io.helidon.http.HeaderNames;
import io.helidon.http.Headers;
import io.helidon.http.HttpPrologue;
import io.helidon.websocket.WsListener;
import io.helidon.websocket.WsUpgradeException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiPredicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** All open sockets, by task. Hears every new event once, in order, and hands it on. */
public final class TaskSockets implements AutoCloseable {

  /** Route of the sockets, as the server's router understands it. */
  public static final String PATH = "/api/workflow/tasks/{id}/logs";

  private static final Pattern ID = Pattern.compile("/api/workflow/tasks/([^/]+)/logs/?");
  private static final int LONGEST_NUMBER = 18;

  private final EventStore events;
  private final TaskQueries tasks;
  private final BiPredicate<Optional<String>, Optional<String>> origins;
  private final Duration pingInterval;
  private final Map<TaskId, Set<TaskSocket>> sockets = new ConcurrentHashMap<>();

  /**
   * Creates the hub.
   *
   * @param origins whether a page of an origin may connect, given the origin and the host asked for
   * @param pingInterval time between two pings; who misses two is cut off
   */
  public TaskSockets(
      EventStore events,
      TaskQueries tasks,
      BiPredicate<Optional<String>, Optional<String>> origins,
      Duration pingInterval) {
    this.events = events;
    this.tasks = tasks;
    this.origins = origins;
    this.pingInterval = pingInterval;
  }

  /** Tells open sockets what happened. Never waits. */
  public void tell(List<StoredEvent> news) {
    for (StoredEvent event : news) {
      sockets.getOrDefault(event.task(), Set.of()).forEach(socket -> socket.offer(event));
    }
  }

  /** Returns the listener of a new connection. */
  public WsListener listener() {
    return new Upgrade();
  }

  /** Returns how many sockets are open. */
  public int open() {
    return sockets.values().stream().mapToInt(Set::size).sum();
  }

  void add(TaskSocket socket, TaskId task) {
    sockets.compute(
        task,
        (_, known) -> {
          Set<TaskSocket> all = known == null ? ConcurrentHashMap.newKeySet() : known;
          all.add(socket);
          return all;
        });
  }

  void remove(TaskSocket socket, TaskId task) {
    sockets.computeIfPresent(
        task,
        (_, all) -> {
          all.remove(socket);
          return all.isEmpty() ? null : all;
        });
  }

  /** Says goodbye to all browsers. */
  @Override
  public void close() {
    sockets.values().forEach(all -> all.forEach(TaskSocket::goAway));
  }

  /** What a client asked for when it connected. */
  record Request(Optional<TaskId> task, Optional<Long> afterSeq) {}

  static Request request(String path, Parameters query) {
    Matcher matcher = ID.matcher(path);
    Optional<TaskId> task =
        matcher.matches()
            ? number(matcher.group(1)).filter(id -> id > 0).map(TaskId::new)
            : Optional.empty();
    return new Request(task, query.first("after_seq").asOptional().flatMap(TaskSockets::number));
  }

  private static Optional<Long> number(String text) {
    boolean digits = text.chars().allMatch(Character::isDigit);
    return !text.isEmpty() && digits && text.length() <= LONGEST_NUMBER
        ? Optional.of(Long.parseLong(text))
        : Optional.empty();
  }

  /** Reads the address of a connection, then lets its {@link TaskSocket} do the rest. */
  private final class Upgrade extends DelegatingListener {

    @Override
    public Optional<Headers> onHttpUpgrade(HttpPrologue prologue, Headers headers)
        throws WsUpgradeException {
      Optional<String> origin = headers.first(HeaderNames.ORIGIN);
      if (!origins.test(origin, headers.first(HeaderNames.HOST))) {
        throw new WsUpgradeException("pages of " + origin.orElse("") + " may not connect");
      }
      UriQuery query = prologue.query();
      Request request = request(prologue.uriPath().path(), query);
      delegateTo(new TaskSocket(TaskSockets.this, events, tasks, request, pingInterval));
      return Optional.empty();
    }
  }
}
