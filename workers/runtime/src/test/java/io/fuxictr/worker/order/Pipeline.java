package io.fuxictr.worker.order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fuxictr.broker.BrokerSettings;
import io.fuxictr.broker.BrokerUser;
import io.fuxictr.broker.BrokerUsers;
import io.fuxictr.broker.EmbeddedBroker;
import io.fuxictr.dispatcher.Dispatcher;
import io.fuxictr.dispatcher.DispatcherSettings;
import io.fuxictr.layout.StorageLayout;
import io.fuxictr.layout.StorageMarker;
import io.fuxictr.link.Batch;
import io.fuxictr.link.BrokerAddress;
import io.fuxictr.link.BrokerLink;
import io.fuxictr.link.CommandSender;
import io.fuxictr.link.EventPublisher;
import io.fuxictr.link.Source;
import io.fuxictr.link.TransactedLoop;
import io.fuxictr.message.Addresses;
import io.fuxictr.message.BeatCodec;
import io.fuxictr.message.EventCodec;
import io.fuxictr.message.StageOrder;
import io.fuxictr.message.TaskCommand;
import io.fuxictr.message.TaskEvent;
import io.fuxictr.message.WorkerBeat;
import io.fuxictr.task.TaskStatus;
import io.fuxictr.worker.StageWorker;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** A broker, a dispatcher and a reader of events, for workers under test. */
final class Pipeline implements AutoCloseable {

  /** How its parts reach the broker. */
  enum Transport {
    WITHIN,
    TCP
  }

  private static final DispatcherSettings QUICK =
      new DispatcherSettings(3, Duration.ofMillis(100), 60, Duration.ofMillis(200), 2);

  private final Path home;
  private final Transport transport;
  private final BrokerSettings settings;
  private final Deque<AutoCloseable> parts = new ArrayDeque<>();
  private final List<TaskEvent> events = new CopyOnWriteArrayList<>();
  private final List<WorkerBeat> beats = new CopyOnWriteArrayList<>();
  private EmbeddedBroker broker;

  Pipeline(Path home, Transport transport) throws IOException {
    this.home = home;
    this.transport = transport;
    int port = transport == Transport.TCP ? freePort() : 0;
    settings =
        new BrokerSettings(home.resolve("broker"), "127.0.0.1", port, 0, 1 << 20, 64 << 20, 2);
    var _ = new StorageMarker(layout()).ensure();
    broker = startBroker();
    dispatch();
    TransactedLoop intake =
        TransactedLoop.start(
            link(BrokerUser.WEB),
            Source.queue(Addresses.EVENTS + "::" + Addresses.EVENTS_FOR_WEB)
                .batchesOf(200, Duration.ofMillis(20)),
            this::collect);
    parts.push(intake);
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private EmbeddedBroker startBroker() {
    return EmbeddedBroker.start(settings, new BrokerUsers(home.resolve("secrets"), Map.of()));
  }

  private void dispatch() {
    parts.push(Dispatcher.start(link(BrokerUser.DISPATCHER), InstantSource.system(), QUICK));
  }

  private void collect(Batch batch) throws JMSException {
    for (Message message : batch.messages()) {
      if (BeatCodec.TYPE.equals(message.getStringProperty(Addresses.TYPE))) {
        beats.add(BeatCodec.read(Batch.text(message)));
      } else {
        events.add(EventCodec.read(Batch.text(message)));
      }
    }
  }

  StorageLayout layout() {
    return new StorageLayout(
        home.resolve("datasets"), home.resolve("models"), home.resolve("configurations"));
  }

  /** Returns a link of its own for a part; it is closed with the pipeline. */
  BrokerLink link(BrokerUser user) {
    BrokerAddress address =
        transport == Transport.TCP ? broker.address(user) : broker.addressWithin(user);
    var link = new BrokerLink(address);
    parts.push(link);
    return link;
  }

  static WorkerSettings quick() {
    return new WorkerSettings(
        "host-1",
        "host-1",
        Duration.ofMillis(100),
        Duration.ofSeconds(1),
        Duration.ofMillis(50),
        Duration.ofSeconds(10));
  }

  Worker work(StageWorker stage) {
    return work(stage, link(BrokerUser.WORKER));
  }

  Worker work(StageWorker stage, BrokerLink link) {
    var publisher = new EventPublisher(link);
    parts.push(publisher);
    Worker worker = Worker.start(stage, layout(), link, publisher, quick(), InstantSource.system());
    parts.push(worker);
    return worker;
  }

  void start(StageOrder order) {
    send(new TaskCommand.Start(order));
  }

  void send(TaskCommand command) {
    new CommandSender(link(BrokerUser.WEB)).send(command);
  }

  void stopBroker() {
    broker.close();
  }

  void restartBroker() {
    broker = startBroker();
  }

  EmbeddedBroker broker() {
    return broker;
  }

  List<WorkerBeat> beats() {
    return List.copyOf(beats);
  }

  List<TaskEvent> events(long task) {
    return events.stream().filter(event -> event.task().value() == task).toList();
  }

  List<TaskEvent.Body> bodies(long task) {
    return events(task).stream().map(TaskEvent::body).toList();
  }

  void awaitEnd(long task, TaskStatus status) {
    await()
        .atMost(Duration.ofSeconds(40))
        .untilAsserted(
            () ->
                assertThat(bodies(task))
                    .anyMatch(
                        body ->
                            body instanceof TaskEvent.TaskMoved moved && moved.status() == status));
  }

  @Override
  public void close() {
    while (!parts.isEmpty()) {
      try {
        parts.pop().close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }
    broker.close();
  }
}
