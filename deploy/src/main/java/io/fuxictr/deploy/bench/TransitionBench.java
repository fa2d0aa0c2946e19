package io.fuxictr.deploy.bench;

import io.fuxictr.broker.BrokerUser;
import io.fuxictr.deploy.bench.Stopwatch.Rate;
import io.fuxictr.dispatcher.Dispatcher;
import io.fuxictr.dispatcher.DispatcherSettings;
import io.fuxictr.layout.StorageLayout;
import io.fuxictr.layout.StorageMarker;
import io.fuxictr.link.Batch;
import io.fuxictr.link.BrokerLink;
import io.fuxictr.link.CommandSender;
import io.fuxictr.link.EventPublisher;
import io.fuxictr.link.Source;
import io.fuxictr.link.TransactedLoop;
import io.fuxictr.message.Addresses;
import io.fuxictr.message.BeatCodec;
import io.fuxictr.message.EventCodec;
import io.fuxictr.message.StageOrder;
import io.fuxictr.message.StageOutcome;
import io.fuxictr.message.TaskCommand;
import io.fuxictr.message.TaskEvent;
import io.fuxictr.task.Attempt;
import io.fuxictr.task.Checkpoint;
import io.fuxictr.task.Overrides;
import io.fuxictr.task.Stage;
import io.fuxictr.task.Submission;
import io.fuxictr.task.TaskId;
import io.fuxictr.worker.StageContext;
import io.fuxictr.worker.StageResult;
import io.fuxictr.worker.StageWorker;
import io.fuxictr.worker.order.Worker;
import io.fuxictr.worker.order.WorkerSettings;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How fast tasks pass from stage to stage: one dispatcher and stages that do nothing, so that what
 * is left is the broker, its journal, the files of the attempts and us.
 */
final class TransitionBench {
  private static final Logger log = LoggerFactory.getLogger(TransitionBench.class);
  private static final int WORKERS_PER_STAGE = 4;

  /** Compiling takes a fifth of the processors until about as many tasks have passed. */
  private static final int LONGEST_WARM_UP = 4000;

  private static final int ONE_AT_A_TIME = 200;
  private static final Duration POLL = Duration.ofMillis(5);
  private static final Duration LINGER = Duration.ofMillis(20);
  private static final Instant DEADLINE = Instant.parse("2100-01-01T00:00:00Z");

  private final BenchHome home;
  private final int count;
  private final int warmUp;
  private final Deque<AutoCloseable> parts = new ArrayDeque<>();
  private final Map<Long, Long> returnedAt = new ConcurrentHashMap<>();
  private final ConcurrentLinkedQueue<Long> handovers = new ConcurrentLinkedQueue<>();
  private final AtomicInteger completed = new AtomicInteger();
  private long nextTask;

  /**
   * What was measured.
   *
   * @param ours all tasks at once
   * @param alone the same orders and outcomes go round through the same queues and nothing is done
   *     with them; no files, no events
   * @param p50 from the end of a stage to the start of the next one, one task at a time
   * @param p99 likewise
   */
  record Result(Rate ours, Rate alone, Duration p50, Duration p99) {}

  TransitionBench(BenchHome home, int count) {
    this.home = home;
    this.count = count;
    this.warmUp = Math.min(count, LONGEST_WARM_UP);
  }

  /** Measures; the home's broker must run, and nothing else. */
  Result run() throws InterruptedException {
    Rate alone = aloneWithTheBroker();
    try {
      CommandSender commands = startPipeline();
      var _ = allAtOnce(commands, warmUp);
      Rate ours = allAtOnce(commands, count);
      handovers.clear();
      for (int task = 0; task < ONE_AT_A_TIME; task++) {
        runOne(commands);
      }
      long[] sorted = handovers.stream().mapToLong(Long::longValue).sorted().toArray();
      return new Result(ours, alone, quantile(sorted, 0.5), quantile(sorted, 0.99));
    } finally {
      close();
    }
  }

  /** Lets orders of one stage and their outcomes go round. */
  private Rate aloneWithTheBroker() throws InterruptedException {
    var hops = new AtomicInteger();
    int wanted = count * Stage.ALL.size();
    StageOrder order = order(1, Stage.MONITOR);
    try (BrokerLink worker = home.link(BrokerUser.WORKER);
        BrokerLink dispatcher = home.link(BrokerUser.DISPATCHER)) {
      var loops = new ArrayDeque<TransactedLoop>();
      for (int i = 0; i < WORKERS_PER_STAGE * Stage.ALL.size(); i++) {
        loops.push(
            TransactedLoop.start(
                worker, Source.queue(Addresses.orders(Stage.MONITOR)), TransitionBench::answer));
      }
      loops.push(
          TransactedLoop.start(
              dispatcher,
              Dispatcher.commandsAndOutcomes(),
              batch -> {
                for (var _ : batch.messages()) {
                  hops.incrementAndGet();
                  batch.sender().order(order, Instant.now());
                }
              }));
      for (int task = 0; task < WORKERS_PER_STAGE * Stage.ALL.size(); task++) {
        // What it says does not matter: each sets one more message going round.
        new CommandSender(dispatcher).send(new TaskCommand.Cancel(new TaskId(1), 1, 0));
      }
      while (hops.get() < warmUp * Stage.ALL.size()) {
        Thread.sleep(POLL);
      }
      int first = hops.get();
      var stopwatch = new Stopwatch();
      while (hops.get() < first + wanted) {
        Thread.sleep(POLL);
      }
      Rate rate = stopwatch.rate(hops.get() - first);
      loops.forEach(TransactedLoop::close);
      return rate;
    }
  }

  private static void answer(Batch batch) {
    batch
        .sender()
        .outcome(
            new StageOutcome.Succeeded(order(1, Stage.MONITOR), Checkpoint.EMPTY, Map.of(), false));
  }

  private CommandSender startPipeline() {
    var layout =
        new StorageLayout(
            home.folder().resolve("datasets"),
            home.folder().resolve("models"),
            home.folder().resolve("configurations"));
    var _ = new StorageMarker(layout).ensure();
    parts.push(
        Dispatcher.start(
            link(BrokerUser.DISPATCHER), InstantSource.system(), DispatcherSettings.DEFAULTS));
    for (Stage stage : Stage.ALL) {
      for (int i = 0; i < WORKERS_PER_STAGE; i++) {
        BrokerLink link = link(BrokerUser.WORKER);
        var publisher = new EventPublisher(link);
        parts.push(publisher);
        parts.push(
            Worker.start(
                new Idle(stage),
                layout,
                link,
                publisher,
                WorkerSettings.named(stage.wireName() + i, "localhost"),
                InstantSource.system()));
      }
    }
    BrokerLink web = link(BrokerUser.WEB);
    parts.push(
        TransactedLoop.start(
            web,
            Source.queue(Addresses.EVENTS + "::" + Addresses.EVENTS_FOR_WEB).batchesOf(500, LINGER),
            this::count));
    return new CommandSender(web);
  }

  private BrokerLink link(BrokerUser user) {
    BrokerLink link = home.link(user);
    parts.push(link);
    link.connect();
    return link;
  }

  private void count(Batch batch) {
    for (String text : batch.texts()) {
      if (!BeatCodec.isBeat(text)
          && EventCodec.read(text).body() instanceof TaskEvent.TaskMoved moved
          && moved.status().isFinal()) {
        completed.incrementAndGet();
      }
    }
  }

  /** A stage that does nothing but note the time. */
  private final class Idle implements StageWorker {
    private final Stage stage;

    Idle(Stage stage) {
      this.stage = stage;
    }

    @Override
    public Stage stage() {
      return stage;
    }

    @Override
    public StageResult run(StageContext context) {
      long task = context.attempt().task().value();
      Long before = returnedAt.remove(task);
      if (before != null) {
        handovers.add(System.nanoTime() - before);
      }
      if (stage != Stage.MONITOR) {
        returnedAt.put(task, System.nanoTime());
      }
      return StageResult.done(Checkpoint.EMPTY.with("total_rows", 1L), Map.of());
    }
  }

  private void runOne(CommandSender commands) throws InterruptedException {
    int before = completed.get();
    commands.send(new TaskCommand.Start(order(++nextTask, Stage.DATA_FETCH)));
    while (completed.get() == before) {
      Thread.sleep(POLL);
    }
  }

  private Rate allAtOnce(CommandSender commands, int tasks) throws InterruptedException {
    int before = completed.get();
    List<TaskCommand.Start> starts =
        LongStream.rangeClosed(nextTask + 1, nextTask + tasks)
            .mapToObj(task -> new TaskCommand.Start(order(task, Stage.DATA_FETCH)))
            .toList();
    nextTask += tasks;
    var stopwatch = new Stopwatch();
    Thread sending = Thread.ofVirtual().start(() -> commands.send(starts));
    while (completed.get() < before + tasks) {
      Thread.sleep(POLL);
    }
    sending.join();
    return stopwatch.rate(tasks * Stage.ALL.size());
  }

  private static StageOrder order(long task, Stage stage) {
    return new StageOrder(
        new Attempt(new TaskId(task), stage, 1),
        new Submission(
            "bench",
            "bench",
            "MMoE",
            "MMoE_default",
            "SELECT * FROM events WHERE day BETWEEN '2026-01-01' AND '2026-03-31'",
            "SELECT * FROM customers WHERE active",
            "/scratch/bench",
            "result.predictions",
            Overrides.NONE,
            Map.of(),
            Map.of(),
            Submission.DEFAULT_PRIORITY),
        Map.of(),
        Instant.EPOCH,
        DEADLINE,
        0,
        "");
  }

  private static Duration quantile(long[] sorted, double share) {
    int index = (int) Math.ceil(share * sorted.length) - 1;
    return Duration.ofNanos(sorted.length == 0 ? 0 : sorted[Math.max(0, index)]);
  }

  private void close() {
    while (!parts.isEmpty()) {
      try {
        parts.pop().close();
      } catch (Exception e) { // the others still have to be closed
        log.warn("Closing what was measured", e);
      }
    }
  }
}
