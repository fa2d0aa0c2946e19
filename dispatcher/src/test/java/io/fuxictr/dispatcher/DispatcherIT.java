package io.fuxictr.dispatcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fuxictr.broker.BrokerSettings;
import io.fuxictr.broker.BrokerUser;
import io.fuxictr.broker.BrokerUsers;
import io.fuxictr.broker.EmbeddedBroker;
import io.fuxictr.link.Batch;
import io.fuxictr.link.BrokerLink;
import io.fuxictr.link.CommandSender;
import io.fuxictr.link.Sender;
import io.fuxictr.link.Source;
import io.fuxictr.link.TransactedLoop;
import io.fuxictr.message.Addresses;
import io.fuxictr.message.EventCodec;
import io.fuxictr.message.MessageCodec;
import io.fuxictr.message.StageOrder;
import io.fuxictr.message.StageOutcome;
import io.fuxictr.message.TaskCommand;
import io.fuxictr.message.TaskEvent;
import io.fuxictr.message.TaskEvent.TaskMoved;
import io.fuxictr.task.Checkpoint;
import io.fuxictr.task.ErrorCode;
import io.fuxictr.task.Stage;
import io.fuxictr.task.StageFailure;
import io.fuxictr.task.TaskId;
import io.fuxictr.task.TaskStatus;
import io.fuxictr.testing.Samples;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class DispatcherIT {
  private static final DispatcherSettings QUICK =
      new DispatcherSettings(3, Duration.ofMillis(100), 60, Duration.ofMillis(200), 10);
  private static final DispatcherSettings PATIENT =
      new DispatcherSettings(3, Duration.ofHours(1), 60, Duration.ofMillis(200), 10);

  @TempDir private Path home;
  private BrokerSettings settings;
  private EmbeddedBroker broker;
  private BrokerLink web;
  private BrokerLink worker;
  private BrokerLink link;
  private Dispatcher dispatcher;
  private TransactedLoop eventIntake;
  private final List<TaskEvent> events = new CopyOnWriteArrayList<>();

  @BeforeEach
  void start() {
    settings = BrokerSettings.in(home.resolve("broker")).keepingFree(1 << 20);
    broker = startBroker();
    web = new BrokerLink(broker.addressWithin(BrokerUser.WEB));
    worker = new BrokerLink(broker.addressWithin(BrokerUser.WORKER));
    link = new BrokerLink(broker.addressWithin(BrokerUser.DISPATCHER));
    dispatcher = Dispatcher.start(link, InstantSource.system(), QUICK);
    eventIntake =
        TransactedLoop.start(
            web,
            Source.queue(Addresses.EVENTS + "::" + Addresses.EVENTS_FOR_WEB)
                .batchesOf(100, Duration.ofMillis(20)),
            this::collect);
  }

  private EmbeddedBroker startBroker() {
    return EmbeddedBroker.start(settings, new BrokerUsers(home.resolve("secrets"), Map.of()));
  }

  @AfterEach
  void stop() {
    dispatcher.close();
    eventIntake.close();
    List.of(web, worker, link).forEach(BrokerLink::close);
    broker.close();
  }

  private void collect(Batch batch) throws JMSException {
    for (Message message : batch.messages()) {
      events.add(EventCodec.read(Batch.text(message)));
    }
  }

  @Test
  void successBringsTheNextOrder() throws JMSException {
    send(new TaskCommand.Start(Samples.order(7, Stage.DATA_FETCH)));

    StageOrder first = take(Stage.DATA_FETCH);
    tell(new StageOutcome.Succeeded(first, Samples.checkpoint(), Map.of(), false));

    assertThat(take(Stage.TRAIN).checkpoint(Stage.DATA_FETCH)).isEqualTo(Samples.checkpoint());
  }

  @Test
  void outcomeThatComesTwiceBringsOneOrder() throws JMSException {
    var outcome =
        new StageOutcome.Succeeded(
            Samples.order(7, Stage.TRAIN), Checkpoint.EMPTY, Map.of(), false);
    tell(outcome);
    tell(outcome);
    send(new TaskCommand.Start(Samples.order(8, Stage.INFER)));

    try (JMSContext session = worker.transacted()) {
      var consumer = session.createConsumer(session.createQueue(Addresses.orders(Stage.INFER)));
      assertThat(task(consumer)).isEqualTo(7);
      assertThat(task(consumer)).isEqualTo(8);
    }
  }

  @Test
  void passingFailureIsTriedAgain() throws JMSException {
    var busy = new StageFailure(ErrorCode.UNAVAILABLE, "host is busy");
    tell(new StageOutcome.Failed(Samples.order(7, Stage.TRAIN), busy));

    assertThat(take(Stage.TRAIN).retries()).isEqualTo(1);
    await()
        .untilAsserted(() -> assertThat(bodies(7)).contains(new TaskEvent.StageFailed(busy, true)));
  }

  @Test
  void cancelTakesTheWaitingOrderBack() throws JMSException {
    send(new TaskCommand.Start(Samples.order(7, Stage.TRAIN)));
    send(new TaskCommand.Start(Samples.order(8, Stage.TRAIN)));
    send(new TaskCommand.Cancel(new TaskId(7), 1, 0));
    awaitEnd(7, TaskStatus.CANCELLED);

    try (JMSContext session = worker.transacted()) {
      var consumer = session.createConsumer(session.createQueue(Addresses.orders(Stage.TRAIN)));
      assertThat(task(consumer)).isEqualTo(8);
      assertThat(consumer.receiveNoWait()).isNull();
    }
  }

  @Test
  void cancelEndsATaskThatRestsBeforeItsNextTry() {
    var busy = new StageFailure(ErrorCode.UNAVAILABLE, "host is busy");
    dispatcher.close();
    dispatcher = Dispatcher.start(link, InstantSource.system(), PATIENT);
    tell(new StageOutcome.Failed(Samples.order(7, Stage.TRAIN), busy));
    send(new TaskCommand.Cancel(new TaskId(7), 1, 0));

    awaitEnd(7, TaskStatus.CANCELLED);
  }

  @Test
  void cancelStopsTheWorkerUntilItSaysSo() throws JMSException {
    send(new TaskCommand.Start(Samples.order(7, Stage.TRAIN)));
    StageOrder held = take(Stage.TRAIN);

    try (JMSContext session = worker.automatic();
        var stops = session.createConsumer(session.createTopic(Addresses.CONTROL))) {
      send(new TaskCommand.Cancel(new TaskId(7), 1, 0));
      for (int time = 0; time < 2; time++) {
        Message stop = stops.receive(5000);
        assertThat(MessageCodec.readStop(Batch.text(stop)).task()).isEqualTo(new TaskId(7));
      }
      tell(new StageOutcome.Cancelled(held));
      awaitEnd(7, TaskStatus.CANCELLED);
      await()
          .during(Duration.ofMillis(600))
          .untilAsserted(() -> assertThat(stops.receiveNoWait()).isNull());
    }
  }

  @Test
  void pauseTakesTheWaitingOrderBack() throws JMSException {
    send(new TaskCommand.Start(Samples.order(7, Stage.TRAIN)));
    send(new TaskCommand.Pause(new TaskId(7), 1, 0));
    awaitEnd(7, TaskStatus.PAUSED);

    try (JMSContext session = worker.transacted()) {
      var consumer = session.createConsumer(session.createQueue(Addresses.orders(Stage.TRAIN)));
      assertThat(consumer.receiveNoWait()).isNull();
    }
  }

  @Test
  void successThatRacedAPauseIsFollowedByNoOrder() throws JMSException {
    send(new TaskCommand.Start(Samples.order(7, Stage.TRAIN)));
    StageOrder held = take(Stage.TRAIN);
    send(new TaskCommand.Pause(new TaskId(7), 1, 0));
    tell(new StageOutcome.Succeeded(held, Samples.checkpoint(), Map.of(), false));
    awaitEnd(7, TaskStatus.PAUSED);

    assertThat(bodies(7))
        .contains(new TaskEvent.StageCompleted(Samples.checkpoint(), Map.of(), false));
    try (JMSContext session = worker.transacted()) {
      var consumer = session.createConsumer(session.createQueue(Addresses.orders(Stage.INFER)));
      assertThat(consumer.receiveNoWait()).isNull();
    }
  }

  @Test
  void cancelOutdoesAPauseThatIsUnderWay() throws JMSException {
    send(new TaskCommand.Start(Samples.order(7, Stage.TRAIN)));
    StageOrder held = take(Stage.TRAIN);
    send(new TaskCommand.Pause(new TaskId(7), 1, 0));
    send(new TaskCommand.Cancel(new TaskId(7), 1, 0));
    tell(new StageOutcome.Paused(held, Samples.checkpoint()));

    awaitEnd(7, TaskStatus.CANCELLED);
    assertThat(moves(7)).doesNotContain(TaskStatus.PAUSED);
  }

  @Test
  void probeFindsAWaitingOrderAndLeavesItWhereItIs() throws JMSException {
    send(new TaskCommand.Start(Samples.order(7, Stage.TRAIN)));
    dispatcher.close();
    dispatcher = Dispatcher.start(link, InstantSource.system(), QUICK);
    probe(7);

    awaitBody(7, new TaskEvent.Seen(Addresses.orders(Stage.TRAIN)));
    assertThat(take(Stage.TRAIN).attempt()).isEqualTo(Samples.attempt(7, Stage.TRAIN));
  }

  @Test
  void probeOfAnOrderThatRestsIsNotTakenForALoss() throws JMSException {
    var busy = new StageFailure(ErrorCode.UNAVAILABLE, "host is busy");
    tell(new StageOutcome.Failed(Samples.order(7, Stage.TRAIN), busy));
    await()
        .untilAsserted(() -> assertThat(bodies(7)).contains(new TaskEvent.StageFailed(busy, true)));
    dispatcher.close();
    dispatcher = Dispatcher.start(link, InstantSource.system(), QUICK);
    probe(7);

    awaitBody(7, new TaskEvent.Seen(Addresses.orders(Stage.TRAIN)));
  }

  @Test
  void probeOfALostAttemptSaysThatThereIsNothing() {
    probe(7);

    awaitBody(7, new TaskEvent.Unseen(Samples.NOON));
  }

  private void probe(long task) {
    send(new TaskCommand.Probe(new TaskId(task), 1, Samples.NOON, 0));
  }

  private void awaitBody(long task, TaskEvent.Body body) {
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() -> assertThat(bodies(task)).contains(body));
  }

  @Test
  void startThatComesTwiceBringsOneOrderButANewTaskOfTheSameNumberItsOwn() throws JMSException {
    StageOrder order = Samples.order(7, Stage.TRAIN);
    StageOrder ofNewDatabase = Samples.created(order, Samples.NOON.plusSeconds(1));
    send(new TaskCommand.Start(order));
    send(new TaskCommand.Start(order));
    send(new TaskCommand.Start(ofNewDatabase));
    send(new TaskCommand.Start(Samples.order(8, Stage.TRAIN)));

    assertThat(
            List.of(take(Stage.TRAIN), take(Stage.TRAIN), take(Stage.TRAIN)).stream()
                .map(each -> each.attempt().task().value() + " " + each.createdAt()))
        .containsExactly(
            "7 " + Samples.NOON, "7 " + ofNewDatabase.createdAt(), "8 " + Samples.NOON);
  }

  @Test
  void orderThatNobodyTakesInTimeFailsItsTask() {
    var order = Samples.due(Samples.order(7, Stage.TRAIN), Instant.now().plusMillis(1500));
    send(new TaskCommand.Start(order));

    awaitEnd(7, TaskStatus.FAILED);
    assertThat(bodies(7).toString()).contains("waited for a worker past the deadline");
  }

  @Test
  void malformedMessageIsPutAsideAndStopsNobody() throws JMSException {
    try (JMSContext session = worker.automatic()) {
      session.createProducer().send(session.createQueue(Addresses.DISPATCH), "{\"type\":\"???\"}");
      session
          .createProducer()
          .send(session.createQueue(Addresses.DISPATCH), session.createMapMessage());
    }
    send(new TaskCommand.Start(Samples.order(7, Stage.TRAIN)));

    take(Stage.TRAIN);
    try (var operator = new BrokerLink(broker.addressWithin(BrokerUser.OPERATOR));
        JMSContext session = operator.automatic();
        var aside = session.createConsumer(session.createQueue(Addresses.REJECTED))) {
      Message first = aside.receive(5000);
      assertThat(first.getStringProperty("error")).contains("unknown type '???'");
      assertThat(Batch.text(first)).isEqualTo("{\"type\":\"???\"}");
      assertThat(aside.receive(5000)).isNotNull();
    }
  }

  /** Messages that lie in the queue together when the dispatcher comes back from its last ones. */
  @Nested
  class InOneTransaction {
    private final Gate gate = new Gate();

    @BeforeEach
    void holdTheDispatcher() {
      dispatcher.close();
      dispatcher = Dispatcher.start(link, gate, PATIENT);
      send(new TaskCommand.Start(Samples.order(1, Stage.MONITOR)));
      await().until(gate::holds);
    }

    @Test
    void outcomeThatComesTwiceBringsOneOrder() throws JMSException {
      var outcome =
          new StageOutcome.Succeeded(
              Samples.order(7, Stage.TRAIN), Checkpoint.EMPTY, Map.of(), false);
      tell(outcome);
      tell(outcome);
      tell(
          new StageOutcome.Succeeded(
              Samples.order(8, Stage.TRAIN), Checkpoint.EMPTY, Map.of(), false));
      gate.open();

      assertThat(orders(Stage.INFER, 2)).containsExactly(7L, 8L);
      assertThat(gate.transactions()).isEqualTo(2);
    }

    @Test
    void cancelTakesBackAnOrderThatIsNotInItsQueueYet() throws JMSException {
      send(new TaskCommand.Start(Samples.order(7, Stage.TRAIN)));
      send(new TaskCommand.Start(Samples.order(8, Stage.TRAIN)));
      send(new TaskCommand.Cancel(new TaskId(7), 1, 0));
      gate.open();
      awaitEnd(7, TaskStatus.CANCELLED);

      assertThat(orders(Stage.TRAIN, 1)).containsExactly(8L);
      assertThat(gate.transactions()).isEqualTo(2);
    }

    @Test
    void cancelBehindASuccessIsFollowedByNoOrder() throws JMSException {
      StageOrder done = Samples.order(7, Stage.TRAIN);
      tell(new StageOutcome.Succeeded(done, Samples.checkpoint(), Map.of(), false));
      send(new TaskCommand.Cancel(new TaskId(7), 1, 0));
      gate.open();
      awaitEnd(7, TaskStatus.CANCELLED);

      assertThat(bodies(7))
          .containsExactly(
              new TaskEvent.StageCompleted(Samples.checkpoint(), Map.of(), false),
              new TaskMoved(TaskStatus.CANCELLED, "cancelled by user"));
      assertThat(orders(Stage.INFER, 0)).isEmpty();
      assertThat(gate.transactions()).isEqualTo(2);
    }

    @Test
    void pauseBehindAFailureThatPassesEndsItsRest() {
      var busy = new StageFailure(ErrorCode.UNAVAILABLE, "host is busy");
      tell(new StageOutcome.Failed(Samples.order(7, Stage.TRAIN), busy));
      send(new TaskCommand.Pause(new TaskId(7), 1, 0));
      gate.open();
      awaitEnd(7, TaskStatus.PAUSED);

      assertThat(moves(7)).containsExactly(TaskStatus.PAUSED);
      assertThat(gate.transactions()).isEqualTo(2);
    }

    @Test
    void cancelThatComesTwiceIsToldOnce() {
      send(new TaskCommand.Start(Samples.order(7, Stage.TRAIN)));
      send(new TaskCommand.Cancel(new TaskId(7), 1, 0));
      send(new TaskCommand.Cancel(new TaskId(7), 1, 0));
      send(new TaskCommand.Start(Samples.order(8, Stage.TRAIN)));
      send(new TaskCommand.Cancel(new TaskId(8), 1, 0));
      gate.open();
      awaitEnd(8, TaskStatus.CANCELLED);

      assertThat(moves(7)).containsExactly(TaskStatus.CANCELLED);
      assertThat(gate.transactions()).isEqualTo(2);
    }

    @Test
    void probeSeesAnOrderThatIsNotInItsQueueYet() {
      send(new TaskCommand.Start(Samples.order(7, Stage.TRAIN)));
      probe(7);
      gate.open();

      awaitBody(7, new TaskEvent.Seen(Addresses.orders(Stage.TRAIN)));
      assertThat(gate.transactions()).isEqualTo(2);
    }

    @Test
    void thoseThatCannotBeWorkedOnArePutAsideAndTheOthersAreNot() throws JMSException {
      StageOrder endless = Samples.order(7, Stage.TRAIN);
      for (int retry = 0; retry < 62; retry++) {
        endless = endless.again();
      }
      var busy = new StageFailure(ErrorCode.UNAVAILABLE, "host is busy");
      send(new TaskCommand.Start(Samples.order(8, Stage.TRAIN)));
      tell(new StageOutcome.Failed(endless, busy));
      try (JMSContext session = worker.automatic()) {
        session
            .createProducer()
            .send(session.createQueue(Addresses.DISPATCH), "{\"type\":\"???\"}");
      }
      send(new TaskCommand.Start(Samples.order(9, Stage.TRAIN)));
      gate.open();

      assertThat(orders(Stage.TRAIN, 2)).containsExactly(8L, 9L);
      assertThat(gate.transactions()).isEqualTo(2);
      try (var operator = new BrokerLink(broker.addressWithin(BrokerUser.OPERATOR));
          JMSContext session = operator.automatic();
          var aside = session.createConsumer(session.createQueue(Addresses.REJECTED))) {
        assertThat(aside.receive(5000).getStringProperty("error")).contains("ArithmeticException");
        assertThat(aside.receive(5000).getStringProperty("error")).contains("unknown type '???'");
      }
    }

    @Test
    void transactionThatFailsIsWorkedOnOnceMoreAndDoesNothingTwice() throws JMSException {
      gate.holdAgain();
      tell(
          new StageOutcome.Succeeded(
              Samples.order(7, Stage.TRAIN), Checkpoint.EMPTY, Map.of(), false));
      send(new TaskCommand.Start(Samples.order(8, Stage.INFER)));
      gate.open();
      await().until(() -> gate.transactions() == 2 && gate.holds());
      broker.close();
      broker = startBroker();
      gate.open();

      var done = new TaskEvent.StageCompleted(Checkpoint.EMPTY, Map.of(), false);
      awaitBody(7, done);
      assertThat(orders(Stage.INFER, 2)).containsExactly(7L, 8L);
      assertThat(bodies(7)).containsExactly(done);
      assertThat(gate.transactions()).isGreaterThan(2);
    }
  }

  /** Holds a dispatcher at the beginning of a transaction: its first one, to begin with. */
  private static final class Gate implements InstantSource {
    private final AtomicInteger begun = new AtomicInteger();
    private final Semaphore passes = new Semaphore(0);
    private final AtomicInteger held = new AtomicInteger(1);

    @Override
    public Instant instant() {
      if (begun.incrementAndGet() <= held.get()) {
        passes.acquireUninterruptibly();
      }
      return Instant.now();
    }

    void holdAgain() {
      held.incrementAndGet();
    }

    void open() {
      passes.release();
    }

    boolean holds() {
      return passes.hasQueuedThreads();
    }

    int transactions() {
      return begun.get();
    }
  }

  @Test
  void standbyTakesOver() throws JMSException {
    try (var other = new BrokerLink(broker.addressWithin(BrokerUser.DISPATCHER));
        var _ = Dispatcher.start(other, InstantSource.system(), QUICK)) {
      dispatcher.close();
      send(new TaskCommand.Start(Samples.order(7, Stage.TRAIN)));

      assertThat(take(Stage.TRAIN).attempt()).isEqualTo(Samples.attempt(7, Stage.TRAIN));
    }
  }

  private void send(TaskCommand command) {
    new CommandSender(web).send(command);
  }

  private void tell(StageOutcome outcome) {
    try (JMSContext session = worker.transacted()) {
      new Sender(session).outcome(outcome);
      session.commit();
    }
  }

  private StageOrder take(Stage stage) throws JMSException {
    try (JMSContext session = worker.automatic();
        var consumer = session.createConsumer(session.createQueue(Addresses.orders(stage)))) {
      Message message = consumer.receive(10_000);
      assertThat(message).as("order for %s", stage).isNotNull();
      return MessageCodec.readOrder(Batch.text(message));
    }
  }

  /** Returns the tasks of all orders of a stage, of which so many are waited for. */
  private List<Long> orders(Stage stage, int most) throws JMSException {
    var tasks = new ArrayList<Long>();
    try (JMSContext session = worker.automatic();
        var consumer = session.createConsumer(session.createQueue(Addresses.orders(stage)))) {
      while (tasks.size() < most) {
        tasks.add(task(consumer));
      }
      for (Message more = consumer.receiveNoWait(); more != null; more = consumer.receiveNoWait()) {
        tasks.add(more.getLongProperty(Addresses.TASK_ID));
      }
    }
    return tasks;
  }

  private static long task(JMSConsumer consumer) throws JMSException {
    Message message = consumer.receive(10_000);
    assertThat(message).as("another order").isNotNull();
    return message.getLongProperty(Addresses.TASK_ID);
  }

  private List<TaskEvent.Body> bodies(long task) {
    return events.stream()
        .filter(event -> event.task().value() == task)
        .map(TaskEvent::body)
        .toList();
  }

  private List<TaskStatus> moves(long task) {
    return bodies(task).stream()
        .filter(TaskMoved.class::isInstance)
        .map(body -> ((TaskMoved) body).status())
        .toList();
  }

  private void awaitEnd(long task, TaskStatus status) {
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(
            () ->
                assertThat(bodies(task))
                    .anyMatch(body -> body instanceof TaskMoved moved && moved.status() == status));
  }
}
