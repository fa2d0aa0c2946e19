package io.fuxictr.deploy.chaos;

import io.fuxictr.broker.BrokerUser;
import io.fuxictr.broker.BrokerUsers;
import io.fuxictr.deploy.chaos.Journal.Line;
import io.fuxictr.deploy.chaos.Journal.Work;
import io.fuxictr.deploy.client.ApiException;
import io.fuxictr.deploy.wiring.OperatorDesk;
import io.fuxictr.link.BrokerAddress;
import io.fuxictr.link.BrokerLink;
import io.fuxictr.message.Addresses;
import io.fuxictr.task.Stage;
import io.fuxictr.task.TaskStatus;
import io.fuxictr.testing.TcpProxy;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSRuntimeException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Does faults to a fleet, and waits for what has to follow from each. */
final class Faults {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Duration TO_FIND_A_VICTIM = Duration.ofSeconds(10);
  private static final Duration POLL = Duration.ofMillis(20);
  private static final Duration FULL = Duration.ofSeconds(5);
  private static final Duration LOCKED = Duration.ofSeconds(8);
  private static final Pattern DISPATCHED =
      Pattern.compile("Starting task|, attempt \\d+ (succeeded|failed|cancelled)");
  private static final Pattern TASK = Pattern.compile("task (\\d+),");

  private final Fleet fleet;
  private final Workload workload;
  private final Optional<SmallDisk> disk;
  private final Random random;
  private final Set<String> taken = ConcurrentHashMap.newKeySet();
  private final AtomicInteger poisons = new AtomicInteger();

  Faults(Fleet fleet, Workload workload, Optional<SmallDisk> disk, Random random) {
    this.fleet = fleet;
    this.workload = workload;
    this.disk = disk;
    this.random = random;
  }

  /** Returns how many messages were sent that have to end in {@code workflow.rejected}. */
  int poisons() {
    return poisons.get();
  }

  /**
   * Does one fault and waits for the end of its consequences.
   *
   * @return empty if there was nothing that it could be done to
   */
  Optional<Trial> inject(Fault fault) throws InterruptedException {
    return switch (fault) {
      case KILLED_WORKER, KILLED_WORKER_NONE_FREE ->
          atWork(fault, this::isReplaceable, Unit::kill, _ -> {});
      case KILLED_TRANSPORT -> atWork(fault, this::isAlone, Unit::kill, _ -> {});
      case STOPPED_WORKER -> atWork(fault, this::isReplaceable, Unit::terminate, _ -> {});
      case FROZEN_WORKER -> atWork(fault, this::isReplaceable, Unit::freeze, Unit::thaw);
      case SILENT_NETWORK ->
          atWork(
              fault,
              this::isReplaceable,
              unit -> fleet.network(unit).fallSilent(),
              unit -> fleet.network(unit).speak());
      case CUT_CONNECTION -> cutConnection();
      case KILLED_DISPATCHER -> killDispatcher();
      case KILLED_WEB -> killWeb();
      case KILLED_BROKER -> killBroker();
      case POISON_ORDER -> poison(fault, BrokerUser.DISPATCHER, Addresses.orders(pick(Stage.ALL)));
      case POISON_SUBMISSION -> poison(fault, BrokerUser.PRODUCER, Addresses.SUBMIT);
      case DOUBLE_SUBMISSION -> submitAgain();
      case CANCELLED_TASK -> cancelTask();
      case FULL_DISK -> fillDisk();
      case LOCKED_DATABASE -> lockDatabase();
    };
  }

  private <T> T pick(List<T> all) {
    return all.get(random.nextInt(all.size()));
  }

  private static Duration since(long startNanos) {
    return Duration.ofNanos(System.nanoTime() - startNanos);
  }

  /** Something that is asked again and again. */
  private interface Question {
    boolean isTrue() throws InterruptedException;
  }

  /** Waits until every program is back and has its queue, so that a fault has the machine alone. */
  void awaitAllUp() throws InterruptedException {
    var _ = await(() -> fleet.isComplete() && fleet.isHealthy());
  }

  private static boolean await(Question question) throws InterruptedException {
    long start = System.nanoTime();
    while (!question.isTrue()) {
      if (since(start).compareTo(PATIENCE) > 0) {
        return false;
      }
      Thread.sleep(POLL);
    }
    return true;
  }

  private static Optional<Trial> timed(Fault fault, long startNanos, boolean recovered) {
    return Optional.of(
        recovered
            ? Trial.recovered(fault, since(startNanos))
            : Trial.lost(fault, "not over after " + PATIENCE));
  }

  /** What is done to a unit. */
  private interface Deed {
    void to(Unit unit);
  }

  /** Whether a fault can be done to a unit at work. */
  private interface Suitable {
    boolean test(Unit victim, List<Unit> spared);
  }

  private Optional<Trial> atWork(Fault fault, Suitable suitable, Deed deed, Deed undo)
      throws InterruptedException {
    Optional<Unit> found = claim(unit -> isAtWork(unit) && suitable.test(unit, colleagues(unit)));
    if (found.isEmpty()) {
      return Optional.empty();
    }
    Unit victim = found.get();
    // Nothing may happen to those who are to take over.
    List<Unit> spared = colleagues(victim).stream().filter(this::reserve).toList();
    try {
      if (!suitable.test(victim, spared)) {
        return Optional.empty();
      }
      Optional<Work> work = fleet.journal().held(victim.name());
      if (work.isEmpty()) {
        return Optional.empty();
      }
      long start = System.nanoTime();
      deed.to(victim);
      Optional<Line> end =
          fleet
              .journal()
              .await(
                  line -> isElsewhere(line, work.get(), start) || isAnswered(line, work.get()),
                  work.get().sinceNanos(),
                  PATIENCE);
      undo.to(victim);
      Fault done =
          fault == Fault.KILLED_WORKER && end.isPresent() && !isOneFree(spared, start, end.get())
              ? Fault.KILLED_WORKER_NONE_FREE
              : fault;
      return Optional.of(outcome(done, work.get(), end, start));
    } finally {
      taken.remove(victim.name());
      spared.forEach(unit -> taken.remove(unit.name()));
    }
  }

  private Trial outcome(Fault fault, Work work, Optional<Line> end, long start) {
    if (end.isEmpty()) {
      return workload.cancelled().contains(task(work.attempt()))
          ? Trial.harmless(fault, "the task was cancelled meanwhile")
          : Trial.lost(fault, "%s ran nowhere within %s".formatted(work.attempt(), PATIENCE));
    }
    return isElsewhere(end.get(), work, start)
        ? Trial.recovered(fault, Duration.ofNanos(end.get().atNanos() - start))
        : Trial.harmless(fault, "the outcome was out already");
  }

  /** Returns whether one of several free workers took no other order than the lost one. */
  private boolean isOneFree(List<Unit> workers, long start, Line end) {
    return workers.stream()
        .anyMatch(
            unit ->
                fleet
                    .journal()
                    .last(
                        line ->
                            line.unit().equals(unit.name())
                                && line.atNanos() >= start
                                && line.atNanos() < end.atNanos()
                                && line.taken().isPresent())
                    .isEmpty());
  }

  private static boolean isElsewhere(Line line, Work work, long start) {
    return line.atNanos() >= start
        && line.pid() != work.pid()
        && line.taken().filter(work.attempt()::equals).isPresent();
  }

  private static boolean isAnswered(Line line, Work work) {
    return line.unit().startsWith("dispatcher")
        && line.text().contains(work.attempt() + " ")
        && DISPATCHED.matcher(line.text()).find();
  }

  private static long task(String attempt) {
    var matcher = TASK.matcher(attempt);
    return matcher.find() ? Long.parseLong(matcher.group(1)) : 0;
  }

  /** Looks for a unit that is at work, until one is found, and keeps others from it. */
  private Optional<Unit> claim(Predicate<Unit> suitable) throws InterruptedException {
    long start = System.nanoTime();
    while (since(start).compareTo(TO_FIND_A_VICTIM) < 0) {
      var units = new ArrayList<>(fleet.clients());
      Collections.shuffle(units, random);
      for (Unit unit : units) {
        if (suitable.test(unit) && taken.add(unit.name())) {
          return Optional.of(unit);
        }
      }
      Thread.sleep(POLL);
    }
    return Optional.empty();
  }

  private boolean reserve(Unit unit) {
    return taken.add(unit.name());
  }

  private boolean isAtWork(Unit unit) {
    return !taken.contains(unit.name()) && fleet.journal().held(unit.name()).isPresent();
  }

  private boolean isReplaceable(Unit victim, List<Unit> spared) {
    return isWorker(victim) && spared.stream().anyMatch(this::isFree);
  }

  private boolean isAlone(Unit victim, List<Unit> spared) {
    return isWorker(victim) && spared.isEmpty() && colleagues(victim).isEmpty();
  }

  private List<Unit> colleagues(Unit unit) {
    return Stage.ALL.stream()
        .map(fleet::workers)
        .filter(workers -> workers.contains(unit))
        .flatMap(List::stream)
        .filter(other -> !other.equals(unit))
        .toList();
  }

  private boolean isWorker(Unit unit) {
    return Stage.ALL.stream().map(fleet::workers).anyMatch(workers -> workers.contains(unit));
  }

  /** A worker that has taken up orders before in this process, and has none now. */
  private boolean isFree(Unit unit) {
    return unit.isAlive()
        && fleet.journal().held(unit.name()).isEmpty()
        && fleet
            .journal()
            .last(line -> line.unit().equals(unit.name()) && line.text().contains("Connect"))
            .filter(line -> line.pid() == unit.pid() && !line.text().contains("lost"))
            .isPresent();
  }

  private Optional<Trial> cutConnection() throws InterruptedException {
    Unit unit = pick(fleet.clients());
    TcpProxy network = fleet.network(unit);
    if (!taken.add(unit.name())) {
      return Optional.empty();
    }
    try {
      int before = network.accepted();
      long start = System.nanoTime();
      network.cut();
      return timed(Fault.CUT_CONNECTION, start, await(() -> network.accepted() > before));
    } finally {
      taken.remove(unit.name());
    }
  }

  private Optional<Trial> killDispatcher() throws InterruptedException {
    Optional<Unit> active =
        fleet
            .journal()
            .last(line -> isDispatch(line))
            .flatMap(
                line ->
                    fleet.dispatchers().stream()
                        .filter(unit -> unit.pid() == line.pid())
                        .findFirst());
    if (active.isEmpty() || !taken.add(active.get().name())) {
      return Optional.empty();
    }
    Unit victim = active.get();
    try {
      long pid = victim.pid();
      long start = System.nanoTime();
      victim.kill();
      Optional<Line> other =
          fleet.journal().await(line -> isDispatch(line) && line.pid() != pid, start, PATIENCE);
      return Optional.of(
          other
              .map(
                  line ->
                      Trial.recovered(
                          Fault.KILLED_DISPATCHER, Duration.ofNanos(line.atNanos() - start)))
              .orElseGet(() -> Trial.lost(Fault.KILLED_DISPATCHER, "nothing dispatched since")));
    } finally {
      taken.remove(victim.name());
    }
  }

  private static boolean isDispatch(Line line) {
    return line.unit().startsWith("dispatcher") && DISPATCHED.matcher(line.text()).find();
  }

  private Optional<Trial> killWeb() throws InterruptedException {
    if (!taken.add(fleet.web().name())) {
      return Optional.empty();
    }
    try {
      long start = System.nanoTime();
      fleet.web().kill();
      return timed(Fault.KILLED_WEB, start, await(fleet::isHealthy));
    } finally {
      taken.remove(fleet.web().name());
    }
  }

  private Optional<Trial> killBroker() throws InterruptedException {
    long start = System.nanoTime();
    fleet.broker().kill();
    Optional<Line> up =
        fleet.journal().await(line -> line.text().contains("Broker is ready"), start, PATIENCE);
    if (up.isEmpty()) {
      return Optional.of(Trial.lost(Fault.KILLED_BROKER, "not up after " + PATIENCE));
    }
    return timed(Fault.KILLED_BROKER, up.get().atNanos(), await(fleet::isComplete));
  }

  private Optional<Trial> poison(Fault fault, BrokerUser user, String queue)
      throws InterruptedException {
    String text =
        pick(List.of("no JSON ", "{\"v\":1,\"kind\":\"soup\"} ", "[1,2,3] ", "{\"v\":1, "))
            + random.nextLong();
    long start = System.nanoTime();
    try (var link = new BrokerLink(address(user));
        JMSContext session = link.automatic()) {
      session.createProducer().send(session.createQueue(queue), text);
    } catch (JMSRuntimeException e) {
      return Optional.empty();
    }
    poisons.incrementAndGet();
    try (OperatorDesk desk = fleet.operator()) {
      return timed(
          fault,
          start,
          await(
              () ->
                  desk.queues().aside().stream()
                      .anyMatch(
                          message ->
                              message.queue().equals(Addresses.REJECTED)
                                  && message.text().equals(text))));
    }
  }

  private BrokerAddress address(BrokerUser user) {
    String password = new BrokerUsers(fleet.home().resolve("secrets"), Map.of()).password(user);
    return new BrokerAddress("tcp://127.0.0.1:" + fleet.brokerPort(), user.login(), password);
  }

  private Optional<Trial> submitAgain() throws InterruptedException {
    List<String> keys = List.copyOf(workload.accepted().keySet());
    if (keys.isEmpty()) {
      return Optional.empty();
    }
    long start = System.nanoTime();
    Optional<Boolean> same = workload.submitAgain(pick(keys));
    return same.isEmpty() ? Optional.empty() : timed(Fault.DOUBLE_SUBMISSION, start, same.get());
  }

  private Optional<Trial> cancelTask() throws InterruptedException {
    Optional<Unit> worker = claim(this::isAtWork);
    if (worker.isEmpty()) {
      return Optional.empty();
    }
    taken.remove(worker.get().name());
    Optional<Work> work = fleet.journal().held(worker.get().name());
    if (work.isEmpty()) {
      return Optional.empty();
    }
    long task = task(work.get().attempt());
    long start = System.nanoTime();
    if (!workload.cancel(task)) {
      return Optional.empty();
    }
    return timed(Fault.CANCELLED_TASK, start, await(() -> isOver(task)));
  }

  private boolean isOver(long task) throws InterruptedException {
    boolean held =
        fleet.clients().stream()
            .flatMap(unit -> fleet.journal().held(unit.name()).stream())
            .anyMatch(work -> task(work.attempt()) == task);
    try {
      return !held
          && TaskStatus.ofWireName(fleet.api().task(task).path("status").asText()).isFinal();
    } catch (ApiException e) {
      return false;
    }
  }

  private Optional<Trial> fillDisk() throws InterruptedException {
    if (disk.isEmpty()) {
      return Optional.empty();
    }
    disk.get().fill();
    Thread.sleep(FULL);
    disk.get().clear();
    long start = System.nanoTime();
    Optional<Line> done =
        fleet.journal().await(line -> line.text().contains("Done: task"), start, PATIENCE);
    return timed(Fault.FULL_DISK, start, done.isPresent());
  }

  private Optional<Trial> lockDatabase() throws InterruptedException {
    String url = "jdbc:sqlite:" + fleet.home().resolve("workflow_tasks.db");
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA busy_timeout = 10000");
      statement.execute("BEGIN IMMEDIATE");
      Thread.sleep(LOCKED);
      statement.execute("ROLLBACK");
    } catch (SQLException e) {
      return Optional.empty();
    }
    long start = System.nanoTime();
    return timed(Fault.LOCKED_DATABASE, start, await(fleet::isHealthy));
  }
}
