package io.fuxictr.deploy.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fuxictr.broker.BrokerUser;
import io.fuxictr.deploy.bench.BenchHome.Running;
import io.fuxictr.deploy.client.ApiClient;
import io.fuxictr.deploy.client.ApiException;
import io.fuxictr.link.BrokerLink;
import io.fuxictr.link.Source;
import io.fuxictr.link.SubmissionSender;
import io.fuxictr.link.TransactedLoop;
import io.fuxictr.message.Addresses;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** How fast submissions come in over the queue, and whether any is lost. */
final class SubmissionBench {
  private static final int PRODUCERS = 4;
  private static final int BATCH = 200;
  private static final Duration LINGER = Duration.ofMillis(20);
  private static final Duration POLL = Duration.ofMillis(20);
  private static final Duration LONGEST = Duration.ofMinutes(5);

  private final BenchHome home;
  private final int count;

  /**
   * What was measured.
   *
   * @param perSecondAlone durable messages per second with a reader that does nothing
   * @param perSecond submissions per second, from the first send to the last task in the database
   * @param sent submissions while the broker was killed
   * @param stored tasks of these afterwards
   */
  record Result(double perSecondAlone, double perSecond, int sent, int stored) {}

  /** Something that is waited for. */
  private interface Condition {
    boolean holds() throws InterruptedException;
  }

  SubmissionBench(BenchHome home, int count) {
    this.home = home;
    this.count = count;
  }

  /** Measures; the home's broker must not run yet. */
  Result run() throws InterruptedException {
    Running broker = home.start("broker");
    double alone = aloneWithTheBroker();
    home.start("web");
    try (var api = new ApiClient(URI.create("http://127.0.0.1:" + home.apiPort()))) {
      long start = System.nanoTime();
      produce("steady");
      await(() -> tasks(api) >= count);
      double perSecond = count / seconds(start);

      Thread producing = Thread.ofVirtual().start(() -> produce("killed"));
      await(() -> tasks(api) >= count + count / 4L);
      broker.kill();
      home.start("broker");
      producing.join();
      await(() -> tasks(api) >= 2L * count);
      return new Result(alone, perSecond, count, (int) tasks(api) - count);
    }
  }

  private double aloneWithTheBroker() throws InterruptedException {
    var received = new AtomicInteger();
    try (BrokerLink link = home.link(BrokerUser.WEB);
        TransactedLoop _ =
            TransactedLoop.start(
                link,
                Source.queue(Addresses.SUBMIT).batchesOf(BATCH, LINGER),
                batch -> received.addAndGet(batch.messages().size()))) {
      link.connect();
      long start = System.nanoTime();
      produce("alone");
      await(() -> received.get() >= count);
      return count / seconds(start);
    }
  }

  /** Sends all submissions from several sessions, each again until the broker has it. */
  private void produce(String name) {
    var next = new AtomicInteger();
    var producers = new ArrayList<Thread>();
    for (int producer = 0; producer < PRODUCERS; producer++) {
      producers.add(
          Thread.ofVirtual()
              .start(
                  () -> {
                    try (BrokerLink link = home.link(BrokerUser.PRODUCER);
                        var sender = new SubmissionSender(link)) {
                      for (int i = next.getAndIncrement(); i < count; i = next.getAndIncrement()) {
                        ObjectNode submission = submission("%s-%06d".formatted(name, i));
                        while (!sender.send(submission)) {
                          Thread.onSpinWait();
                        }
                      }
                    }
                  }));
    }
    for (Thread producer : producers) {
      try {
        producer.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static ObjectNode submission(String key) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("name", key)
        .put("submission_key", key)
        .put("user", "bench")
        .put("model", "MMoE")
        .put("experiment_id", "MMoE_default")
        .put("sample_sql", "SELECT * FROM events WHERE day BETWEEN '2026-01-01' AND '2026-03-31'")
        .put("infer_sql", "SELECT * FROM customers WHERE active")
        .put("hdfs_path", "/scratch/bench")
        .put("hive_table", "result.predictions");
  }

  private static long tasks(ApiClient api) throws InterruptedException {
    try {
      long all = 0;
      for (JsonNode each : api.stats().path("counts")) {
        all += each.asLong();
      }
      return all;
    } catch (ApiException e) {
      return 0;
    }
  }

  private static void await(Condition condition) throws InterruptedException {
    long start = System.nanoTime();
    while (!condition.holds()) {
      if (System.nanoTime() - start > LONGEST.toNanos()) {
        return;
      }
      Thread.sleep(POLL);
    }
  }

  private static double seconds(long startNanos) {
    return (System.nanoTime() - startNanos) / 1e9;
  }
}
