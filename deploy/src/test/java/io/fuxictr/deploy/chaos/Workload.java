package io.fuxictr.deploy.chaos;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fuxictr.broker.BrokerUser;
import io.fuxictr.broker.BrokerUsers;
import io.fuxictr.deploy.client.ApiClient;
import io.fuxictr.deploy.client.ApiException;
import io.fuxictr.deploy.client.TaskFollower;
import io.fuxictr.message.Addresses;
import io.fuxictr.task.TaskStatus;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.JMSRuntimeException;
import jakarta.jms.TemporaryQueue;
import jakarta.jms.TextMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.qpid.jms.JmsConnectionFactory;

/**
 * Submits small tasks without end, over REST and over AMQP in turn, each until it is accepted, and
 * keeps a few of them under way.
 */
final class Workload implements AutoCloseable {
  private static final int UNDER_WAY = 4;
  private static final int FOLLOWED = 7;
  private static final Duration PATIENCE = Duration.ofSeconds(15);
  private static final Duration PAUSE = Duration.ofMillis(300);

  private final Fleet fleet;
  private final String password;
  private final AtomicInteger next = new AtomicInteger();
  private final Map<String, Long> accepted = new ConcurrentSkipListMap<>();
  private final Set<Long> cancelled = ConcurrentHashMap.newKeySet();
  private final Map<Long, List<Long>> followed = new ConcurrentHashMap<>();
  private final List<Thread> followers = new CopyOnWriteArrayList<>();
  private final List<String> contradictions = new CopyOnWriteArrayList<>();
  private final Thread rest =
      Thread.ofVirtual().name("rest").unstarted(() -> submit(this::overRest));
  private final Thread amqp =
      Thread.ofVirtual().name("amqp").unstarted(() -> submit(this::overAmqp));
  private volatile boolean open = true;

  /** One way to submit; empty if it is not known whether it was accepted. */
  private interface Way {
    Optional<Long> submit(String key) throws InterruptedException;
  }

  Workload(Fleet fleet) {
    this.fleet = fleet;
    this.password =
        new BrokerUsers(fleet.home().resolve("secrets"), Map.of()).password(BrokerUser.PRODUCER);
  }

  void start() {
    rest.start();
    amqp.start();
  }

  private void submit(Way way) {
    try {
      while (open) {
        if (underWay() < UNDER_WAY) {
          accept("chaos-%05d".formatted(next.incrementAndGet()), way);
        }
        Thread.sleep(PAUSE);
      }
    } catch (IllegalStateException e) {
      contradictions.add(String.valueOf(e.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Submits until it is certain that the submission was accepted. */
  private void accept(String key, Way way) throws InterruptedException {
    Optional<Long> task = way.submit(key);
    while (task.isEmpty()) {
      Thread.sleep(PAUSE);
      task = way.submit(key);
    }
    long id = task.get();
    accepted.put(key, id);
    if (id % FOLLOWED == 0) {
      follow(id);
    }
  }

  private Optional<Long> overRest(String key) throws InterruptedException {
    try {
      return Optional.of(fleet.api().submit(submission(key)).path("task_id").asLong());
    } catch (ApiException e) {
      if (e.status() / 100 == 4) {
        throw new IllegalStateException("A good submission was refused: " + e.getMessage(), e);
      }
      return Optional.empty();
    }
  }

  private Optional<Long> overAmqp(String key) {
    var factory =
        new JmsConnectionFactory(
            BrokerUser.PRODUCER.login(),
            password,
            "amqp://127.0.0.1:%d?jms.connectTimeout=3000&jms.requestTimeout=5000&jms.sendTimeout=5000"
                .formatted(fleet.amqpPort()));
    try (JMSContext session = factory.createContext(JMSContext.AUTO_ACKNOWLEDGE)) {
      TemporaryQueue replies = session.createTemporaryQueue();
      JMSConsumer answers = session.createConsumer(replies);
      TextMessage message = session.createTextMessage(submission(key).toString());
      message.setJMSReplyTo(replies);
      session.createProducer().send(session.createQueue(Addresses.SUBMIT), message);
      String answer = answers.receiveBody(String.class, PATIENCE.toMillis());
      return answer == null ? Optional.empty() : Optional.of(task(answer));
    } catch (JMSRuntimeException | JMSException e) {
      return Optional.empty();
    }
  }

  private static long task(String answer) {
    try {
      JsonNode reply = ApiClient.parse(answer);
      if (!reply.path("task_id").isIntegralNumber()) {
        throw new IllegalStateException("A good submission was refused: " + answer);
      }
      return reply.path("task_id").asLong();
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("The answer to a submission is not JSON: " + answer, e);
    }
  }

  private static ObjectNode submission(String key) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("name", key)
        .put("submission_key", key)
        .put("user", "chaos")
        .put("model", "ShareBottom")
        .put("experiment_id", "chaos")
        .put("sample_sql", "SELECT * FROM sample")
        .put("infer_sql", "SELECT * FROM inference")
        .put("hdfs_path", "/scratch")
        .put("hive_table", "result." + key.replace('-', '_'));
  }

  private void follow(long task) {
    var numbers = new ArrayList<Long>();
    followed.put(task, numbers);
    followers.add(
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    new TaskFollower(
                            fleet.api(), task, event -> numbers.add(event.path("seq").asLong()))
                        .follow();
                  } catch (ApiException e) {
                    contradictions.add("task %d cannot be followed: %s".formatted(task, e));
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                }));
  }

  /** Returns how many tasks have not ended, as far as the web server says. */
  private int underWay() throws InterruptedException {
    try {
      int count = 0;
      for (JsonNode task : fleet.api().tasks(100)) {
        count += TaskStatus.ofWireName(task.path("status").asText()).isFinal() ? 0 : 1;
      }
      return count;
    } catch (ApiException e) {
      return 0;
    }
  }

  /**
   * Submits an accepted task once more, over both ways.
   *
   * @return whether both said the number that is known; empty if one did not answer
   */
  Optional<Boolean> submitAgain(String key) throws InterruptedException {
    Optional<Long> first = overRest(key);
    Optional<Long> second = overAmqp(key);
    if (first.isEmpty() || second.isEmpty()) {
      return Optional.empty();
    }
    Long known = accepted.get(key);
    boolean same = first.get().equals(known) && second.get().equals(known);
    if (!same) {
      contradictions.add(
          "%s is task %s, and then %s and %s".formatted(key, known, first.get(), second.get()));
    }
    return Optional.of(same);
  }

  /** Asks for the end of a task; returns whether the request was taken. */
  boolean cancel(long task) throws InterruptedException {
    try {
      var _ = fleet.api().cancel(task);
      cancelled.add(task);
      return true;
    } catch (ApiException e) {
      return false;
    }
  }

  /** Returns the numbers of accepted tasks by their keys. */
  Map<String, Long> accepted() {
    return Map.copyOf(accepted);
  }

  /** Returns the tasks whose end was asked for. */
  Set<Long> cancelled() {
    return Set.copyOf(cancelled);
  }

  /** Returns what the followers of some tasks were told, by task. */
  Map<Long, List<Long>> followed() {
    return Map.copyOf(followed);
  }

  /** Returns what was seen on the way that must not be. */
  List<String> contradictions() {
    return List.copyOf(contradictions);
  }

  /** Submits nothing more; waits for the answers that are out. */
  @Override
  public void close() {
    open = false;
    join(rest);
    join(amqp);
  }

  /** Waits until those who follow tasks have heard of their ends. */
  void awaitFollowers(Duration patience) throws InterruptedException {
    long end = System.nanoTime() + patience.toNanos();
    for (Thread follower : followers) {
      Duration left = Duration.ofNanos(Math.max(1, end - System.nanoTime()));
      if (!follower.join(left)) {
        contradictions.add("a follower did not come to the end of its task");
      }
    }
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
