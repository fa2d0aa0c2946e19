package io.fuxictr.web.intake;

import io.fuxictr.experiment.ExperimentFiles;
import io.fuxictr.layout.StorageLayout;
import io.fuxictr.layout.StorageMarker;
import io.fuxictr.link.BrokerLink;
import io.fuxictr.link.CommandSender;
import io.fuxictr.link.Source;
import io.fuxictr.link.TransactedLoop;
import io.fuxictr.message.Addresses;
import io.fuxictr.web.store.Database;
import io.fuxictr.web.store.EventStore;
import io.fuxictr.web.store.TaskQueries;
import io.fuxictr.web.store.TaskStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Everything that comes in, on its threads: the two queues, the outbox, the reconciler, and the
 * desk itself.
 */
public final class Intake implements AutoCloseable {
  private static final int EVENTS_AT_ONCE = 500;
  private static final int SUBMISSIONS_AT_ONCE = 200;
  private static final Duration LINGER = Duration.ofMillis(20);
  private static final Duration PATIENCE_WITH_WORKERS = Duration.ofSeconds(20);

  private final BrokerLink link;
  private final SubmissionDesk desk;
  private final Removal removal;
  private final Outbox outbox;
  private final Reconciler reconciler;
  private final WorkerBoard board;
  private final EventIntake eventIntake;
  private final TransactedLoop events;
  private final TransactedLoop submissions;

  /**
   * Limits of the intake.
   *
   * @param activePerUser tasks of one user at a time
   * @param activeTotal tasks of all users at a time
   * @param taskTimeout longest time of one attempt
   * @param heartbeat time between two signs of life of a worker
   * @param silence how long nothing may be heard from a task before it is looked for
   * @param servers names that submissions may use as servers
   * @param defaulted fields of submissions that may be empty, for there is a default
   */
  public record Limits(
      int activePerUser,
      int activeTotal,
      Duration taskTimeout,
      Duration heartbeat,
      Duration silence,
      Set<String> servers,
      Set<String> defaulted) {}

  /**
   * Where files are.
   *
   * @param layout the shared storage
   * @param staging what lies outside of it while a task runs
   */
  public record Places(StorageLayout layout, List<StagedFiles> staging) {

    /** Takes a copy of the list. */
    public Places {
      staging = List.copyOf(staging);
    }
  }

  private Intake(
      Database database,
      BrokerLink link,
      ExperimentFiles experiments,
      Places places,
      Limits limits) {
    this.link = link;
    InstantSource clock = InstantSource.system();
    var tasks = new TaskStore(database, clock);
    var queries = new TaskQueries(database);
    var commands = new CommandSender(link);
    outbox =
        new Outbox(
            tasks,
            queries,
            commands::send,
            new Outbox.Limits(limits.activePerUser(), limits.activeTotal(), limits.taskTimeout()),
            new StorageMarker(places.layout()).ensure(),
            clock);
    reconciler = new Reconciler(queries, commands::send, limits.silence(), clock);
    board = new WorkerBoard(limits.heartbeat(), clock);
    var rules = new SubmissionRules(experiments, limits.servers(), limits.defaulted());
    desk = new SubmissionDesk(tasks, queries, rules, outbox::wake, clock);
    removal = new Removal(desk, queries, places, PATIENCE_WITH_WORKERS);
    eventIntake = new EventIntake(new EventStore(database, clock), board, outbox::wake);
    events =
        TransactedLoop.start(
            link,
            Source.queue(Addresses.EVENTS + "::" + Addresses.EVENTS_FOR_WEB)
                .batchesOf(EVENTS_AT_ONCE, LINGER),
            eventIntake);
    submissions =
        TransactedLoop.start(
            link,
            Source.queue(Addresses.SUBMIT).batchesOf(SUBMISSIONS_AT_ONCE, LINGER),
            new QueueIntake(desk, new ReplyDesk(link), outbox::wake));
  }

  /** Starts taking in. The link stays the caller's, and may find its broker later. */
  public static Intake start(
      Database database,
      BrokerLink link,
      ExperimentFiles experiments,
      Places places,
      Limits limits) {
    var intake = new Intake(database, link, experiments, places, limits);
    intake.outbox.start();
    intake.reconciler.start();
    return intake;
  }

  /** Returns where users ask for things. */
  public SubmissionDesk desk() {
    return desk;
  }

  /** Returns where tasks are deleted. */
  public Removal removal() {
    return removal;
  }

  /** Returns who works here. */
  public WorkerBoard board() {
    return board;
  }

  /** Returns why events cannot be stored at the moment; empty if they can. */
  public Optional<String> trouble() {
    return eventIntake.trouble();
  }

  /** Returns whether the broker answers. */
  public boolean isBrokerConnected() {
    return link.isConnected();
  }

  @Override
  public void close() {
    events.close();
    submissions.close();
    reconciler.close();
    outbox.close();
  }
}
