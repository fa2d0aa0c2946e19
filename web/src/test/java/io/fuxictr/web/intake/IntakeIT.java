package io.fuxictr.web.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fuxictr.broker.BrokerUser;
import io.fuxictr.layout.StorageMarker;
import io.fuxictr.link.BrokerLink;
import io.fuxictr.message.Addresses;
import io.fuxictr.message.Json;
import io.fuxictr.message.MessageCodec;
import io.fuxictr.message.MessageCodec.Commanded;
import io.fuxictr.message.Rejection;
import io.fuxictr.message.StageOrder;
import io.fuxictr.message.TaskCommand;
import io.fuxictr.message.TaskEvent;
import io.fuxictr.message.WorkerBeat;
import io.fuxictr.task.Attempt;
import io.fuxictr.task.Checkpoint;
import io.fuxictr.task.Stage;
import io.fuxictr.task.TaskId;
import io.fuxictr.task.TaskStatus;
import io.fuxictr.web.WebServerFixture;
import io.fuxictr.web.WebSettings;
import io.fuxictr.web.store.Samples;
import jakarta.jms.BytesMessage;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IntakeIT {
  private static final String TASKS = "/api/workflow/tasks";
  private static final Duration SOON = Duration.ofSeconds(20);

  @TempDir private Path folder;
  private WebServerFixture server;
  private BrokerLink dispatcher;
  private JMSContext session;
  private JMSConsumer commands;
  private final List<Long> probes = new ArrayList<>();

  @BeforeEach
  void start() {
    server =
        new WebServerFixture(
            folder,
            new WebSettings.Limits(
                Duration.ofHours(1), 2, 3, Duration.ofSeconds(3), Set.of("hdfs_path")));
    dispatcher = server.link(BrokerUser.DISPATCHER);
    session = dispatcher.automatic();
    commands = session.createConsumer(session.createQueue(Addresses.DISPATCH));
  }

  @AfterEach
  void stop() {
    dispatcher.close();
    server.close();
  }

  private Optional<TaskCommand> command(Duration patience) {
    try {
      Message message = commands.receive(patience.toMillis());
      if (message == null) {
        return Optional.empty();
      }
      if ("probe".equals(message.getStringProperty(Addresses.TYPE))) {
        probes.add(message.getLongProperty(Addresses.TASK_ID));
        return command(patience);
      }
      return MessageCodec.readDispatch(message.getBody(String.class))
              instanceof Commanded(TaskCommand command)
          ? Optional.of(command)
          : Optional.empty();
    } catch (JMSException e) {
      throw new AssertionError(e);
    }
  }

  private StageOrder startOrder() {
    if (command(SOON).orElseThrow() instanceof TaskCommand.Start(StageOrder order)) {
      return order;
    }
    throw new AssertionError("no start");
  }

  private JsonNode task(long id) {
    return Json.read(server.get(TASKS + "/" + id).body());
  }

  private void awaitStatus(long id, String status) {
    await().atMost(SOON).until(() -> task(id).path("status").asText().equals(status));
  }

  private int post(String path) {
    HttpResponse<String> response = server.send("POST", TASKS + path, "");
    return response.statusCode();
  }

  @Test
  void submittedTaskIsStartedWithAllThatAWorkerNeeds() {
    Instant before = Instant.now();

    long id = server.submit("first");

    StageOrder order = startOrder();
    assertThat(order.attempt().task()).isEqualTo(new TaskId(id));
    assertThat(order.attempt().stage()).isEqualTo(Stage.DATA_FETCH);
    assertThat(order.attempt().number()).isEqualTo(1);
    assertThat(order.submission().sampleSql()).isEqualTo("SELECT * FROM sample");
    assertThat(order.checkpoints()).isEmpty();
    assertThat(order.deadline()).isBetween(before.plusSeconds(3500), before.plusSeconds(3700));
    assertThat(command(Duration.ofMillis(1500))).isEmpty();
  }

  @Test
  void orderNamesThePartitionAndLeavesADefaultToTheWorker() {
    ObjectNode body = Json.read(WebServerFixture.submission("dated")).put("hdfs_path", "");
    body.putObject("hive_partition").put("dt", "2026-01-11").put("hour", 7);
    assertThat(server.send("POST", TASKS, Json.write(body)).statusCode()).isEqualTo(200);

    StageOrder order = startOrder();

    assertThat(order.submission().hivePartition())
        .containsExactly(Map.entry("dt", "2026-01-11"), Map.entry("hour", "7"));
    assertThat(order.submission().hdfsPath()).isEmpty();
  }

  @Test
  void retryStartsFromTheCheckpointsOfTheFirstOpenStage() {
    long id = server.submit("retried");
    var task = new TaskId(id);
    var _ = startOrder();
    server.publish(
        List.of(
            Samples.event(task, Stage.DATA_FETCH, 1, Samples.started()),
            Samples.event(task, Stage.DATA_FETCH, 2, Samples.completed()),
            Samples.event(task, Stage.TRAIN, 3, Samples.started()),
            Samples.event(
                task, Stage.TRAIN, 4, new TaskEvent.Saved(Checkpoint.EMPTY.with("epoch", 2L))),
            Samples.event(task, Stage.TRAIN, 5, Samples.failed(false)),
            Samples.moved(task, 6, TaskStatus.FAILED)));
    awaitStatus(id, "failed");
    assertThat(task(id).path("error_message").asText()).isEqualTo("source does not answer");

    assertThat(post("/" + id + "/retry")).isEqualTo(200);

    StageOrder order = startOrder();
    assertThat(order.attempt().stage()).isEqualTo(Stage.TRAIN);
    assertThat(order.attempt().number()).isEqualTo(2);
    assertThat(order.checkpoint(Stage.TRAIN).number("epoch")).isEqualTo(2);
    assertThat(order.checkpoint(Stage.DATA_FETCH).text("dataset_id")).isPresent();
    assertThat(task(id).path("error_message").isNull()).isTrue();
    server.publish(
        List.of(Samples.event(task, 2, Optional.of(Stage.TRAIN), 10, Samples.failed(false))));
    awaitStatus(id, "failed");
    assertThat(post("/" + id + "/retry?step=data_fetch")).isEqualTo(200);
    StageOrder again = startOrder();
    assertThat(again.attempt().stage()).isEqualTo(Stage.DATA_FETCH);
    assertThat(again.checkpoints()).isEmpty();
  }

  @Test
  void cancelOfAStartedTaskGoesToTheDispatcherAndTellsItsEnd() {
    long id = server.submit("cancelled");
    var _ = startOrder();

    assertThat(post("/" + id + "/cancel")).isEqualTo(200);

    assertThat(command(SOON)).contains(new TaskCommand.Cancel(new TaskId(id), 1, 0));
    assertThat(task(id).path("status").asText()).isEqualTo("pending");
    server.publish(List.of(Samples.moved(new TaskId(id), 1, TaskStatus.CANCELLED)));
    awaitStatus(id, "cancelled");
    assertThat(command(Duration.ofMillis(1500))).isEmpty();
  }

  @Test
  void pauseOfAStartedTaskGoesToTheDispatcherAndResumeStartsFromItsCheckpoint() {
    long id = server.submit("paused");
    var task = new TaskId(id);
    var _ = startOrder();
    server.publish(
        List.of(
            Samples.event(task, Stage.DATA_FETCH, 1, Samples.started()),
            Samples.event(task, Stage.DATA_FETCH, 2, Samples.completed()),
            Samples.event(task, Stage.TRAIN, 3, Samples.started())));
    awaitStatus(id, "running");

    assertThat(post("/" + id + "/pause")).isEqualTo(200);
    assertThat(post("/" + id + "/pause")).as("asking twice").isEqualTo(200);
    assertThat(command(SOON)).contains(new TaskCommand.Pause(task, 1, 0));
    assertThat(post("/" + id + "/resume")).as("not paused yet").isEqualTo(409);
    server.publish(
        List.of(
            Samples.event(
                task, Stage.TRAIN, 4, new TaskEvent.Saved(Checkpoint.EMPTY.with("epoch", 2L))),
            Samples.moved(task, 5, TaskStatus.PAUSED)));
    awaitStatus(id, "paused");
    assertThat(post("/" + id + "/pause")).isEqualTo(409);
    assertThat(post("/" + id + "/retry")).isEqualTo(400);
    assertThat(post("/" + id + "/start")).isEqualTo(409);

    assertThat(post("/" + id + "/resume")).isEqualTo(200);

    StageOrder order = startOrder();
    assertThat(order.attempt().stage()).isEqualTo(Stage.TRAIN);
    assertThat(order.attempt().number()).isEqualTo(2);
    assertThat(order.checkpoint(Stage.TRAIN).number("epoch")).isEqualTo(2);
    assertThat(post("/" + id + "/resume")).isEqualTo(409);
  }

  @Test
  void taskThatWaitsForAPlaceIsPausedAndGoesOnWithoutTheDispatcher() {
    server.submit("one");
    server.submit("two");
    long third = server.submit("three");
    var _ = startOrder();
    var _ = startOrder();

    assertThat(post("/" + third + "/pause")).isEqualTo(200);
    assertThat(task(third).path("status").asText()).isEqualTo("paused");
    assertThat(post("/" + third + "/resume")).isEqualTo(200);
    assertThat(task(third).path("status").asText()).isEqualTo("pending");
    assertThat(post("/" + third + "/pause")).isEqualTo(200);
    assertThat(post("/" + third + "/cancel")).isEqualTo(200);
    assertThat(task(third).path("status").asText()).isEqualTo("cancelled");
    assertThat(post("/" + third + "/pause")).isEqualTo(409);
    assertThat(command(Duration.ofMillis(1500))).isEmpty();
  }

  @Test
  void pausedTaskCanBeDeleted() {
    long id = server.submit("one");
    var _ = startOrder();
    server.publish(List.of(Samples.moved(new TaskId(id), 1, TaskStatus.PAUSED)));
    awaitStatus(id, "paused");

    assertThat(server.send("DELETE", TASKS + "/" + id, "").statusCode()).isEqualTo(200);
    assertThat(server.get(TASKS + "/" + id).statusCode()).isEqualTo(404);
    assertThat(post("/" + id + "/pause")).isEqualTo(404);
    assertThat(post("/" + id + "/resume")).isEqualTo(404);
  }

  @Test
  void draftCannotPause() {
    String body =
        Json.write(Json.read(WebServerFixture.submission("draft")).put("auto_start", false));
    long id = Json.read(server.send("POST", TASKS, body).body()).path("task_id").asLong();

    assertThat(post("/" + id + "/pause")).isEqualTo(409);
    assertThat(post("/" + id + "/resume")).isEqualTo(409);
  }

  @Test
  void taskThatNothingIsHeardFromIsLookedForAndFailsOnceNothingIsThere() {
    long id = server.submit("silent");
    var task = new TaskId(id);
    var _ = startOrder();

    await()
        .atMost(SOON)
        .until(() -> command(Duration.ofMillis(200)).isEmpty() && !probes.isEmpty());
    assertThat(probes).containsOnly(id);
    server.publish(
        List.of(
            new TaskEvent(
                "seen-1",
                task,
                1,
                Optional.empty(),
                Instant.now(),
                new TaskEvent.Seen("workflow.orders.data_fetch"))));
    assertThat(task(id).path("status").asText()).isEqualTo("pending");
    server.publish(
        List.of(
            new TaskEvent(
                "unseen-1",
                task,
                1,
                Optional.empty(),
                Instant.now(),
                new TaskEvent.Unseen(Instant.now()))));

    awaitStatus(id, "failed");
    assertThat(task(id).path("error_message").asText())
        .isEqualTo("lost with the broker's journal; retry resumes");
    assertThat(post("/" + id + "/retry")).isEqualTo(200);
    assertThat(startOrder().attempt().number()).isEqualTo(2);
  }

  @Test
  void ordersSayWhichStorageTheyAreAbout() {
    server.submit("marked");

    assertThat(startOrder().storage())
        .isEqualTo(new StorageMarker(server.layout()).read().orElseThrow());
  }

  @Test
  void workersAreListedAsTheyWereLastHeardOf() {
    var at = Instant.parse("2026-03-01T12:00:00Z");
    var load =
        new WorkerBeat.Load(OptionalDouble.of(150), OptionalLong.empty(), 1L << 20, List.of());
    server.publishBeats(
        List.of(
            new WorkerBeat("h:1/infer", "h", 1, Stage.INFER, at, new WorkerBeat.Idle(at), load),
            new WorkerBeat(
                "h:2/train",
                "h",
                2,
                Stage.TRAIN,
                at,
                new WorkerBeat.Busy(new Attempt(new TaskId(9), Stage.TRAIN, 2), at),
                load),
            new WorkerBeat("h:3/train", "h", 3, Stage.TRAIN, at, new WorkerBeat.Leaving(at), load),
            new WorkerBeat(
                "h:4/train",
                "h",
                4,
                Stage.TRAIN,
                at,
                new WorkerBeat.Hindered("no mount", at),
                load)));

    await().atMost(SOON).until(() -> workers().size() == 4);
    assertThat(workers().findValuesAsText("worker"))
        .containsExactly("h:2/train", "h:3/train", "h:4/train", "h:1/infer");
    assertThat(workers().findValuesAsText("state"))
        .containsExactly("busy", "gone", "hindered", "idle");
    JsonNode busy = workers().get(0);
    assertThat(busy.path("task_id").asLong()).isEqualTo(9);
    assertThat(busy.path("attempt").asInt()).isEqualTo(2);
    assertThat(busy.path("since").asText()).isEqualTo("2026-03-01 12:00:00");
    assertThat(busy.path("cpu_percent").asDouble()).isEqualTo(150);
    assertThat(busy.path("resident_bytes").isNull()).isTrue();
    assertThat(workers().get(2).path("why").asText()).isEqualTo("no mount");
  }

  private JsonNode workers() {
    return Json.read(server.get("/api/workflow/workers").body()).path("workers");
  }

  @Test
  void purgeDeletesTheStagedFilesToo() throws IOException {
    long id = server.submit("purged");
    var task = new TaskId(id);
    var _ = startOrder();
    server.publish(Samples.wholeRun(task));
    awaitStatus(id, "completed");
    String dataset = task(id).path("dataset_id").asText();
    Path staged = server.staging().resolve(dataset).resolve("train");
    Files.createDirectories(staged);
    Files.writeString(staged.resolve("part-00000.parquet"), "rows");
    Path model = server.layout().modelFolder("MMoE", dataset).resolve("MMoE_demo.model");
    Files.createDirectories(model.getParent());
    Files.writeString(model, "weights");

    assertThat(server.send("DELETE", TASKS + "/" + id + "?purge=true", "").statusCode())
        .isEqualTo(200);

    assertThat(server.staging().resolve(dataset)).doesNotExist();
    assertThat(server.staging()).exists();
    assertThat(model).exists();
  }

  @Test
  void tasksBeyondTheLimitWaitForAPlace() {
    long first = server.submit("one");
    long second = server.submit("two");
    long third = server.submit("three");
    assertThat(List.of(startOrder(), startOrder()))
        .extracting(order -> order.attempt().task().value())
        .containsExactly(first, second);
    assertThat(command(Duration.ofMillis(1500))).isEmpty();
    assertThat(task(third).path("status").asText()).isEqualTo("pending");

    server.publish(List.of(Samples.moved(new TaskId(first), 1, TaskStatus.COMPLETED)));

    assertThat(startOrder().attempt().task().value()).isEqualTo(third);
  }

  @Test
  void waitingTaskIsCancelledWithoutTheDispatcher() {
    server.submit("one");
    server.submit("two");
    long third = server.submit("three");
    var _ = startOrder();
    var _ = startOrder();

    assertThat(post("/" + third + "/cancel")).isEqualTo(200);

    assertThat(task(third).path("status").asText()).isEqualTo("cancelled");
    assertThat(command(Duration.ofMillis(1500))).isEmpty();
  }

  @Test
  void deleteOfARunningTaskWaitsForItsEnd() {
    long id = server.submit("deleted");
    var _ = startOrder();
    Thread worker =
        Thread.ofVirtual()
            .start(
                () -> {
                  if (command(SOON).orElseThrow() instanceof TaskCommand.Cancel) {
                    server.publish(List.of(Samples.moved(new TaskId(id), 1, TaskStatus.CANCELLED)));
                  }
                });

    HttpResponse<String> deleted = server.send("DELETE", TASKS + "/" + id, "");

    assertThat(deleted.statusCode()).isEqualTo(200);
    assertThat(server.get(TASKS + "/" + id).statusCode()).isEqualTo(404);
    assertThat(worker.isAlive()).isFalse();
  }

  @Test
  void webServerThatWasAwayFindsItsEventsAndItsTasks() {
    long id = server.submit("survivor");
    var _ = startOrder();
    server.web().close();
    server.publish(Samples.wholeRun(new TaskId(id)));

    server.restartWeb();

    awaitStatus(id, "completed");
    assertThat(command(Duration.ofMillis(1500))).isEmpty();
  }

  @Test
  void eventsThatCannotBeReadAreDroppedAndTheOthersAreNot() {
    long id = server.submit("noisy");
    try (JMSContext other = server.link(BrokerUser.DISPATCHER).automatic()) {
      other.createProducer().send(other.createTopic(Addresses.EVENTS), "not an event");
    }
    server.publish(Samples.wholeRun(new TaskId(id)));

    awaitStatus(id, "completed");
  }

  @Test
  void lockedDatabaseTurnsHealthRedAndLosesNoEvent() throws SQLException {
    long id = server.submit("locked");
    var _ = startOrder();

    try (var other = DriverManager.getConnection("jdbc:sqlite:" + server.database());
        var statement = other.createStatement()) {
      statement.execute("BEGIN EXCLUSIVE");
      server.publish(Samples.wholeRun(new TaskId(id)));
      await().atMost(SOON).until(() -> server.get("/api/health").statusCode() == 503);
      assertThat(server.get("/api/health").body()).contains("locked");
      statement.execute("ROLLBACK");
    }

    awaitStatus(id, "completed");
    await().atMost(SOON).until(() -> server.get("/api/health").statusCode() == 200);
  }

  /** A program of somebody else. */
  private final class Producer implements AutoCloseable {
    private final BrokerLink link = server.link(BrokerUser.PRODUCER);
    private final JMSContext session = link.automatic();
    private final jakarta.jms.TemporaryQueue replies = session.createTemporaryQueue();
    private final JMSConsumer answers = session.createConsumer(replies);

    ObjectNode ask(Message message) throws JMSException {
      message.setJMSReplyTo(replies);
      session.createProducer().send(session.createQueue(Addresses.SUBMIT), message);
      Message answer = answers.receive(SOON.toMillis());
      if (answer == null) {
        throw new AssertionError("no reply");
      }
      return Json.read(answer.getBody(String.class));
    }

    Message text(String body) {
      return session.createTextMessage(body);
    }

    Message bytes(String body) throws JMSException {
      BytesMessage message = session.createBytesMessage();
      message.writeBytes(body.getBytes(StandardCharsets.UTF_8));
      return message;
    }

    @Override
    public void close() {
      link.close();
    }
  }

  @Test
  void submissionOnTheQueueBecomesATaskAndIsAnswered() throws JMSException {
    try (var producer = new Producer()) {
      ObjectNode text = producer.ask(producer.text(WebServerFixture.submission("by text")));
      ObjectNode bytes = producer.ask(producer.bytes(WebServerFixture.submission("by bytes")));

      long id = text.path("task_id").asLong();
      assertThat(task(id).path("name").asText()).isEqualTo("by text");
      assertThat(bytes.path("task_id").asLong()).isGreaterThan(id);
      assertThat(startOrder().attempt().task().value()).isEqualTo(id);
    }
  }

  @Test
  void sameKeyOnTheQueueIsTheSameTask() throws JMSException {
    String body =
        Json.write(
            Json.read(WebServerFixture.submission("keyed")).put("submission_key", "order-17"));
    try (var producer = new Producer()) {
      ObjectNode first = producer.ask(producer.text(body));
      ObjectNode second = producer.ask(producer.text(body));

      assertThat(second).isEqualTo(first);
      assertThat(Json.read(server.send("POST", TASKS, body).body()).path("task_id").asLong())
          .isEqualTo(first.path("task_id").asLong());
    }
  }

  @Test
  void whatCannotBeAcceptedIsAnsweredAndPutAside() throws JMSException {
    try (var producer = new Producer();
        BrokerLink operator = server.link(BrokerUser.OPERATOR);
        JMSContext looking = operator.automatic();
        JMSConsumer rejected = looking.createConsumer(looking.createQueue(Addresses.REJECTED))) {
      ObjectNode malformed = producer.ask(producer.text("{\"name\": "));
      ObjectNode incomplete = producer.ask(producer.text("{\"name\": \"x\"}"));

      assertThat(malformed.path("errors").path(0).path("type").asText()).isEqualTo("json_invalid");
      assertThat(incomplete.path("errors").findValuesAsText("type")).contains("missing");
      Message first = rejected.receive(SOON.toMillis());
      Rejection malformedAside = Rejection.read(first.getBody(String.class));
      assertThat(malformedAside.content()).isEqualTo("{\"name\": ");
      assertThat(malformedAside.reason()).contains("not JSON");
      assertThat(malformedAside.errors().getFirst().path("type").asText())
          .isEqualTo("json_invalid");
      assertThat(first.getStringProperty("error")).contains("not JSON");
      assertThat(rejected.receive(SOON.toMillis()).getBody(String.class))
          .contains("missing", "user");
    }
  }

  @Test
  void nothingThatSomebodySendsKeepsTheOthersFromBeingTaken() throws JMSException {
    try (var producer = new Producer();
        BrokerLink operator = server.link(BrokerUser.OPERATOR);
        JMSContext looking = operator.automatic();
        JMSConsumer rejected = looking.createConsumer(looking.createQueue(Addresses.REJECTED))) {
      List<Message> nonsense = nonsense(producer.session);
      for (Message message : nonsense) {
        producer
            .session
            .createProducer()
            .send(producer.session.createQueue(Addresses.SUBMIT), message);
      }
      ObjectNode taken = producer.ask(producer.text(WebServerFixture.submission("after them")));

      assertThat(taken.path("task_id").asLong()).isPositive();
      for (int i = 0; i < nonsense.size(); i++) {
        Message aside = rejected.receive(SOON.toMillis());
        assertThat(aside).as("message %d", i).isNotNull();
        Rejection rejection = Rejection.read(aside.getBody(String.class));
        assertThat(rejection.reason()).as(rejection.content()).isNotBlank();
        assertThat(aside.getStringProperty("error")).isNotBlank().isSubstringOf(rejection.reason());
      }
      assertThat(rejected.receiveNoWait()).isNull();
    }
  }

  private static List<Message> nonsense(JMSContext session) throws JMSException {
    var messages = new ArrayList<Message>();
    ObjectNode good = Json.read(WebServerFixture.submission("bad"));
    List.of(
            "",
            " ",
            "not json",
            "{\"name\": ",
            "null",
            "[]",
            "17",
            "\"text\"",
            "{}",
            "{} {}",
            Json.write(good) + "x",
            "{\"name\": NaN}",
            "[".repeat(100_000),
            "{\"a\":".repeat(100_000),
            "{\"name\": " + "9".repeat(5_000) + "}",
            Json.write(good.deepCopy().put("name", 7)),
            Json.write(good.deepCopy().put("user", "../etc")),
            Json.write(good.deepCopy().put("hive_table", "x; DROP TABLE y")),
            Json.write(good.deepCopy().put("sample_sql", "DELETE FROM x")),
            Json.write(good.deepCopy().put("priority", 1e300)),
            Json.write(good.deepCopy().put("epochs", "many")),
            Json.write(good.deepCopy().put("auto_start", "yes")),
            Json.write(good.deepCopy().put("submission_key", " ")),
            Json.write(good.deepCopy().put("submission_key", 7)),
            Json.write(good.deepCopy().put("experiment_id", "no_such")),
            Json.write(good.deepCopy().put("name", "n".repeat(11 << 20))))
        .forEach(text -> messages.add(session.createTextMessage(text)));
    messages.add(session.createTextMessage());
    messages.add(session.createMessage());
    messages.add(session.createBytesMessage());
    messages.add(session.createObjectMessage(new ArrayList<>(List.of("an object"))));
    var map = session.createMapMessage();
    map.setString("name", "a map");
    messages.add(map);
    messages.add(session.createStreamMessage());
    for (byte[] raw :
        List.of(
            new byte[] {(byte) 0xff, (byte) 0xfe, 0, 1},
            "{\"name\":\"用户\"}".getBytes(StandardCharsets.UTF_16),
            new byte[] {'{', '"', (byte) 0xc0, (byte) 0x80, '"', '}'},
            new byte[1 << 20])) {
      BytesMessage bytes = session.createBytesMessage();
      bytes.writeBytes(raw);
      messages.add(bytes);
    }
    return messages;
  }

  @Test
  void textThatNoFileSystemLikesIsTakenOrRefusedButNeverInTheWay() throws JMSException {
    try (var producer = new Producer()) {
      ObjectNode good = Json.read(WebServerFixture.submission("odd"));
      for (String name : List.of("\ud800", "a\u0000b", "\u202e\ufffe", "😀".repeat(200))) {
        ObjectNode reply =
            producer.ask(producer.text(Json.write(good.deepCopy().put("name", name))));
        assertThat(reply.has("task_id") || reply.has("errors")).isTrue();
      }

      assertThat(producer.ask(producer.text(WebServerFixture.submission("last"))).has("task_id"))
          .isTrue();
    }
  }

  @Test
  void submissionTooLargeToBeHeldIsRefusedAtTheDoor() {
    try (var producer = new Producer()) {
      Message huge = producer.text("x".repeat(33 << 20));

      assertThatThrownBy(
              () ->
                  producer
                      .session
                      .createProducer()
                      .send(producer.session.createQueue(Addresses.SUBMIT), huge))
          .hasMessageContaining("at most");
    }
  }

  @Test
  void repliesGoToReplyAddressesOnly() throws JMSException {
    try (var producer = new Producer();
        BrokerLink operator = server.link(BrokerUser.OPERATOR);
        JMSContext looking = operator.automatic();
        JMSConsumer rejected = looking.createConsumer(looking.createQueue(Addresses.REJECTED))) {
      for (String place : List.of(Addresses.DISPATCH, Addresses.REJECTED, Addresses.SUBMIT)) {
        Message message = producer.text(WebServerFixture.submission("to " + place));
        message.setJMSReplyTo(producer.session.createQueue(place));
        producer
            .session
            .createProducer()
            .send(producer.session.createQueue(Addresses.SUBMIT), message);
      }
      assertThat(producer.ask(producer.text(WebServerFixture.submission("after"))).has("task_id"))
          .isTrue();

      assertThat(rejected.receiveNoWait()).isNull();
      assertThat(startOrder().submission().name()).startsWith("to ");
      assertThat(startOrder().submission().name()).startsWith("to ");
    }
  }

  @Test
  void messageThatWasPutAsideIsUnderstoodWhenItComesOnceMore() throws JMSException {
    try (var producer = new Producer()) {
      String body = WebServerFixture.submission("second try");
      Message again =
          producer.text(Rejection.of(body, "the experiment was missing", List.of()).write());
      again.setStringProperty(Addresses.TYPE, Rejection.TYPE);

      long id = producer.ask(again).path("task_id").asLong();

      assertThat(task(id).path("name").asText()).isEqualTo("second try");
    }
  }
}
