package io.fuxictr.web;

import io.fuxictr.broker.BrokerSettings;
import io.fuxictr.broker.BrokerUser;
import io.fuxictr.broker.BrokerUsers;
import io.fuxictr.broker.EmbeddedBroker;
import io.fuxictr.broker.Listening;
import io.fuxictr.experiment.ExperimentFiles;
import io.fuxictr.layout.StorageLayout;
import io.fuxictr.link.BrokerLink;
import io.fuxictr.link.Sender;
import io.fuxictr.message.Json;
import io.fuxictr.message.TaskEvent;
import io.fuxictr.message.WorkerBeat;
import io.fuxictr.web.intake.StagedFiles;
import jakarta.jms.JMSContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** A real web server beside a real broker, and what tests need to talk to both. */
public final class WebServerFixture implements AutoCloseable {
  private static final String EXPERIMENT =
      """
      Base:
        verbose: 1
      MMoE_demo:
        model: MMoE
        dataset_id: demo
        epochs: 2
      MMoE_other:
        model: MMoE
        dataset_id: demo
      """;

  private final Path folder;
  private final UnaryOperator<WebSettings> change;
  private final HttpClient client = HttpClient.newHttpClient();
  private final StorageLayout layout;
  private final ExperimentFiles experiments;
  private final EmbeddedBroker broker;
  private final BrokerLink webLink;
  private final BrokerLink workerLink;
  private WebApplication web;

  /** Starts everything in a folder. */
  public WebServerFixture(Path folder) {
    this(folder, new WebSettings.Limits(Duration.ofHours(1), 3, 10));
  }

  /** Starts everything in a folder, with other limits. */
  public WebServerFixture(Path folder, WebSettings.Limits limits) {
    this(folder, settings -> settings.limitedTo(limits));
  }

  /** Starts everything in a folder, with other settings. */
  public WebServerFixture(Path folder, UnaryOperator<WebSettings> change) {
    this(folder, change, Listening.on("127.0.0.1", 0));
  }

  /** Starts everything in a folder, with a broker that others reach. */
  public WebServerFixture(Path folder, Listening doors) {
    this(folder, settings -> settings, doors);
  }

  private WebServerFixture(Path folder, UnaryOperator<WebSettings> change, Listening doors) {
    this.folder = folder;
    this.change = change;
    layout =
        new StorageLayout(
            folder.resolve("datasets"), folder.resolve("models"), folder.resolve("merged"));
    experiments = experiments(folder);
    broker =
        EmbeddedBroker.start(
            BrokerSettings.in(folder.resolve("broker")).keepingFree(1 << 20).listening(doors),
            new BrokerUsers(folder.resolve("secrets"), Map.of()));
    webLink = new BrokerLink(broker.addressWithin(BrokerUser.WEB));
    workerLink = new BrokerLink(broker.addressWithin(BrokerUser.DISPATCHER));
    web = startWeb();
  }

  private static ExperimentFiles experiments(Path folder) {
    Path config = folder.resolve("zoo").resolve("MMoE").resolve("config");
    try {
      Files.createDirectories(config);
      Files.writeString(config.resolve("model_config.yaml"), EXPERIMENT);
      Files.writeString(
          config.resolve("dataset_config.yaml"), "demo:\n  label_col: [label_apply]\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new ExperimentFiles(folder.resolve("users"), List.of(folder.resolve("zoo")));
  }

  private WebApplication startWeb() {
    WebSettings settings =
        WebSettings.usual(database()).onPorts(0, 0).staging(List.of(StagedFiles.in(staging())));
    return start(change.apply(settings));
  }

  /** Starts another web server on the same broker. */
  public WebApplication start(WebSettings settings) {
    return WebApplication.start(settings, webLink, experiments, layout);
  }

  /** Returns the database's file. */
  public Path database() {
    return folder.resolve("workflow_tasks.db");
  }

  /** Stops the web server and starts it again on the same database. */
  public void restartWeb() {
    web.close();
    web = startWeb();
  }

  /** Returns the running server. */
  public WebApplication web() {
    return web;
  }

  /** Returns the shared storage. */
  public StorageLayout layout() {
    return layout;
  }

  /** Returns the password of a user of the broker. */
  public String password(BrokerUser user) {
    return broker.addressWithin(user).password();
  }

  /** Returns a connection as another user of the broker. */
  public BrokerLink link(BrokerUser user) {
    return new BrokerLink(broker.addressWithin(user));
  }

  /** Returns the folder in which files of runs lie for a while. */
  public Path staging() {
    return folder.resolve("staging");
  }

  /** Publishes signs of life as workers would. */
  public void publishBeats(List<WorkerBeat> beats) {
    try (JMSContext session = workerLink.transacted()) {
      var sender = new Sender(session);
      beats.forEach(beat -> sender.beat(beat, Duration.ofMinutes(1)));
      session.commit();
    }
  }

  /** Publishes events as a worker or the dispatcher would. */
  public void publish(List<TaskEvent> events) {
    try (JMSContext session = workerLink.transacted()) {
      var sender = new Sender(session);
      events.forEach(sender::event);
      session.commit();
    }
  }

  /** Returns the body of a complete submission. */
  public static String submission(String name) {
    return Json.write(
        Json.object()
            .put("name", name)
            .put("user", "ann")
            .put("model", "MMoE")
            .put("experiment_id", "MMoE_demo")
            .put("sample_sql", "SELECT * FROM sample;")
            .put("infer_sql", "WITH x AS (SELECT 1) SELECT * FROM x")
            .put("hdfs_path", "/hdfs/data/")
            .put("hive_table", "hive.result"));
  }

  /** Sends a request to the socket for programs. */
  public HttpResponse<String> send(String method, String path, String body, String... headers) {
    return send(web.apiPort(), method, path, body, headers);
  }

  /** Sends a request. */
  public HttpResponse<String> send(
      int port, String method, String path, String body, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d%s".formatted(port, path)))
            .timeout(Duration.ofSeconds(40));
    if (body.isEmpty()) {
      request.method(method, HttpRequest.BodyPublishers.noBody());
    } else {
      request
          .method(method, HttpRequest.BodyPublishers.ofString(body))
          .header("Content-Type", "application/json");
    }
    for (int i = 0; i < headers.length; i += 2) {
      request.setHeader(headers[i], headers[i + 1]);
    }
    try {
      return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Reads something. */
  public HttpResponse<String> get(String path) {
    return send("GET", path, "");
  }

  /** Submits a task and returns its number. */
  public long submit(String name) {
    HttpResponse<String> response = send("POST", "/api/workflow/tasks", submission(name));
    if (response.statusCode() != 200) {
      throw new AssertionError(response.body());
    }
    return Json.read(response.body()).path("task_id").asLong();
  }

  /** Returns the client, for sockets. */
  public HttpClient client() {
    return client;
  }

  @Override
  public void close() {
    web.close();
    webLink.close();
    workerLink.close();
    broker.close();
    client.close();
  }
}
