package io.fuxictr.deploy.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fuxictr.broker.BrokerUser;
import io.fuxictr.deploy.bench.BenchHome.Running;
import io.fuxictr.deploy.bench.Stopwatch.Rate;
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
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/**
 * How fast submissions come in over the queue, and whether any is lost. Producers have a connection
 * each and wait until the broker has on disk what they sent.
 */
final class SubmissionBench {
  private static final Driver ONE_BY_ONE = new Driver(32, 1);
  private static final Driver TOGETHER = new Driver(8, 20);
  private static final int LONGEST_WARM_UP = 4000;
  private static final int BATCH = 200;
  private static final Duration LINGER = Duration.ofMillis(20);
  private static final Duration POLL = Duration.ofMillis(50);
  private static final Duration LONGEST = Duration.ofMinutes(5);

  private final BenchHome home;
  private final int count;
  private final int warmUp;

  /**
   * How submissions are sent.
   *
   * @param producers how many at once
   * @param together how many each sends before it waits for the broker
   */
  private record Driver(int producers, int together) {}

  /**
   * What one way of sending brings.
   *
   * @param ours from the first send to the last task in the database
   * @param alone the same messages, with a reader that does nothing
   */
  record Comparison(Rate ours, Rate alone) {}

  /**
   * What was measured.
   *
   * @param oneByOne many producers that wait for each message
   * @param together few producers that send some in a transaction
   * @param sent submissions while the broker was killed
   * @param stored tasks of these afterwards
   */
  record Result(Comparison oneByOne, Comparison together, int sent, int stored) {}

  /** Something that is waited for. */
  private interface Condition {
    boolean holds() throws InterruptedException;
  }

  SubmissionBench(BenchHome home, int count) {
    this.home = home;
    this.count = count;
    this.warmUp = Math.min(count, LONGEST_WARM_UP);
  }

  /** Measures; the home's broker must not run yet. */
  Result run() throws InterruptedException {
    Running broker = home.start("broker");
    var received = new AtomicInteger();
    Rate aloneOneByOne;
    Rate aloneTogether;
    try (BrokerLink link = home.link(BrokerUser.WEB);
        TransactedLoop _ =
            TransactedLoop.start(
                link,
                Source.queue(Addresses.SUBMIT).batchesOf(BATCH, LINGER),
                batch -> received.addAndGet(batch.messages().size()))) {
      link.connect();
      var _ = measure("warm", warmUp, ONE_BY_ONE, received::get);
      aloneOneByOne = measure("one-by-one", count, ONE_BY_ONE, received::get);
      aloneTogether = measure("together", count, TOGETHER, received::get);
    }
    home.start("web");
    try (var api = new ApiClient(URI.create("http://127.0.0.1:" + home.apiPort()))) {
      var _ = measure("warm", warmUp, ONE_BY_ONE, () -> tasks(api));
      Rate oneByOne = measure("one-by-one", count, ONE_BY_ONE, () -> tasks(api));
      Rate together = measure("together", count, TOGETHER, () -> tasks(api));
      return new Result(
          new Comparison(oneByOne, aloneOneByOne),
          new Comparison(together, aloneTogether),
          count,
          killing(broker, api));
    }
  }

  /** Something that counts what has arrived. */
  private interface Counter {
    long count() throws InterruptedException;
  }

  private Rate measure(String name, int howMany, Driver driver, Counter arrived)
      throws InterruptedException {
    long before = arrived.count();
    var stopwatch = new Stopwatch();
    produce(name, howMany, driver);
    await(() -> arrived.count() >= before + howMany);
    return stopwatch.rate(howMany);
  }

  /** Kills the broker while submissions come in; returns how many of them became tasks. */
  private int killing(Running broker, ApiClient api) throws InterruptedException {
    long before = tasks(api);
    Thread producing = Thread.ofVirtual().start(() -> produce("killed", count, ONE_BY_ONE));
    await(() -> tasks(api) >= before + count / 4L);
    broker.kill();
    home.start("broker");
    producing.join();
    await(() -> tasks(api) >= before + count);
    return Math.toIntExact(tasks(api) - before);
  }

  /** Sends so many submissions, each until the broker has it. */
  private void produce(String name, int howMany, Driver driver) {
    var next = new AtomicInteger();
    var producers = new ArrayList<Thread>();
    for (int producer = 0; producer < driver.producers(); producer++) {
      producers.add(Thread.ofVirtual().start(() -> produce(name, howMany, driver, next)));
    }
    for (Thread producer : producers) {
      try {
        producer.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void produce(String name, int howMany, Driver driver, AtomicInteger next) {
    int together = driver.together();
    try (BrokerLink link = home.link(BrokerUser.PRODUCER);
        var sender = new SubmissionSender(link)) {
      for (int i = next.getAndAdd(together); i < howMany; i = next.getAndAdd(together)) {
        List<ObjectNode> submissions =
            IntStream.range(i, Math.min(howMany, i + together))
                .mapToObj(number -> submission("%s-%06d".formatted(name, number)))
                .toList();
        while (!sender.send(submissions)) {
          Thread.onSpinWait();
        }
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
}
