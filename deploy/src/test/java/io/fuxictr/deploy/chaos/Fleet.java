package io.fuxictr.deploy.chaos;

import io.fuxictr.deploy.client.ApiClient;
import io.fuxictr.deploy.client.ApiException;
import io.fuxictr.deploy.wiring.OperatorDesk;
import io.fuxictr.deploy.wiring.ProgramOptions;
import io.fuxictr.task.Stage;
import io.fuxictr.testing.TcpProxy;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * All programs of an installation, each in a process of its own, with a network of its own to the
 * broker.
 */
final class Fleet implements AutoCloseable {
  /** Rows that every task scores. */
  static final int INFERENCE_ROWS = 300;

  private static final int SAMPLE_ROWS = 1500;
  private static final Duration TO_START = Duration.ofMinutes(3);

  private final Path dist;
  private final Path home;
  private final Journal journal;
  private final String server;
  private final int brokerPort = freePort();
  private final int amqpPort = freePort();
  private final int apiPort = freePort();
  private final Unit broker;
  private final Map<String, Unit> clients = new LinkedHashMap<>();
  private final Map<String, TcpProxy> networks = new LinkedHashMap<>();
  private final ApiClient api;

  private Fleet(Path dist, Path home, Journal journal, String server) throws IOException {
    this.dist = dist;
    this.home = home;
    this.journal = journal;
    this.server = server;
    Files.createDirectories(home.resolve("said"));
    broker = unit("broker", "broker");
    client("web", "web");
    client("dispatcher-1", "dispatcher");
    client("dispatcher-2", "dispatcher");
    for (Stage stage : Stage.ALL) {
      // The embedded warehouse is opened by one process at a time.
      int count = stage == Stage.TRANSPORT ? 1 : 2;
      for (int number = 1; number <= count; number++) {
        client(stage.wireName() + "-" + number, "worker", stage.wireName());
      }
    }
    api = new ApiClient(URI.create("http://127.0.0.1:" + apiPort));
  }

  /** Starts everything, with an embedded source and warehouse, and waits until it answers. */
  static Fleet start(Path dist, Path home, Journal journal)
      throws IOException, SQLException, InterruptedException {
    return start(dist, home, journal, "");
  }

  /**
   * Starts everything and waits until it answers.
   *
   * @param server the part of the configuration about a source server
   */
  static Fleet start(Path dist, Path home, Journal journal, String server)
      throws IOException, SQLException, InterruptedException {
    var fleet = new Fleet(dist, home, journal, server);
    fleet.writeTables();
    fleet.writeExperiment();
    try {
      fleet.broker.start();
      fleet.clients.values().forEach(Unit::start);
      fleet.awaitReady();
      return fleet;
    } catch (RuntimeException | InterruptedException e) {
      fleet.close();
      throw e;
    }
  }

  private static int freePort() {
    try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return free.getLocalPort();
    } catch (IOException e) {
      throw new IllegalStateException("Looking for a free port", e);
    }
  }

  private void client(String name, String... command) throws IOException {
    networks.put(name, new TcpProxy(brokerPort));
    clients.put(name, unit(name, command));
  }

  private Unit unit(String name, String... command) throws IOException {
    var words = new ArrayList<String>();
    words.add(dist.resolve("bin/fuxictr-workflow").toString());
    words.addAll(List.of(command));
    words.addAll(List.of("--home", home.toString(), "--config", configuration(name).toString()));
    return new Unit(
        name,
        words,
        Map.of(
            "FUXICTR_JAVA_OPTS",
            "-XX:+UseSerialGC -Xmx512m -Dlogback.configurationFile="
                + Path.of("src/test/resources/chaos-logback.xml").toAbsolutePath()),
        home.resolve("said").resolve(name + ".log"),
        journal);
  }

  private Path configuration(String name) throws IOException {
    Path file = home.resolve(name + ".yaml");
    TcpProxy network = networks.get(name);
    String url = network == null ? "" : "  url: tcp://127.0.0.1:%d%n".formatted(network.port());
    Files.writeString(
        file,
        """
        broker:
        %s  port: %d
          amqp_port: %d
          min_disk_free: 1048576
        api:
          port: %d
        dashboard:
          port: %d
        workflow:
          heartbeat_interval: 1
          max_active_per_user: 100
          max_active_total: 100
        training:
          threads: 1
        """
                .formatted(url, brokerPort, amqpPort, apiPort, freePort())
            + server);
    return file;
  }

  private void writeTables() throws SQLException {
    try (Connection connection =
            DriverManager.getConnection("jdbc:duckdb:" + home.resolve("source.duckdb"));
        Statement statement = connection.createStatement()) {
      statement.execute(
          """
          CREATE TABLE everybody AS
          SELECT i AS user_id,
                 'a' || (i * 7 %% 13) AS area_tag,
                 i * 3 %% 5 AS gender_tag,
                 (i * 31 %% 101) / 10.0 AS call_max_cnt,
                 ['p' || (i %% 23), 'q' || (i * 5 %% 29)] AS click_textlist,
                 CAST(i * 7 %% 13 < 4 AS INTEGER) AS label_apply,
                 CAST(i * 7 %% 13 < 2 AS INTEGER) AS label_credit
          FROM range(%d) rows(i)
          """
              .formatted(SAMPLE_ROWS + INFERENCE_ROWS));
      statement.execute(
          "CREATE TABLE sample AS SELECT * FROM everybody WHERE user_id < " + SAMPLE_ROWS);
      statement.execute(
          """
          CREATE TABLE inference AS
          SELECT * EXCLUDE (label_apply, label_credit) FROM everybody WHERE user_id >= %d
          """
              .formatted(SAMPLE_ROWS));
    }
  }

  private void writeExperiment() throws IOException {
    Path folder = home.resolve("user_configs/chaos/ShareBottom/config");
    Files.createDirectories(folder);
    Path shipped = dist.resolve("model_zoo/multitask/ShareBottom/config");
    Files.copy(shipped.resolve("dataset_config.yaml"), folder.resolve("dataset_config.yaml"));
    Files.writeString(
        folder.resolve("model_config.yaml"),
        """
        chaos:
          model: ShareBottom
          dataset_id: demo
          num_tasks: 2
          task: binary_classification
          loss: binary_crossentropy
          metrics: ['AUC', 'logloss']
          bottom_hidden_units: [16]
          tower_hidden_units: [8]
          embedding_dim: 4
          net_dropout: 0.1
          optimizer: adam
          learning_rate: 1.0e-3
          batch_size: 64
          epochs: 3
          monitor: AUC
          monitor_mode: max
          seed: 7
        """);
  }

  private void awaitReady() throws InterruptedException {
    long start = System.nanoTime();
    while (!isHealthy() || !isComplete()) {
      if (System.nanoTime() - start > TO_START.toNanos()) {
        throw new IllegalStateException(
            "The fleet is not ready after %s; what it said lies in %s"
                .formatted(TO_START, home.resolve("said")));
      }
      Thread.sleep(Duration.ofMillis(200));
    }
  }

  /** Returns whether the web server answers and finds nothing wrong. */
  boolean isHealthy() throws InterruptedException {
    try {
      return api.health().path("status").asText().equals("ok");
    } catch (ApiException e) {
      return false;
    }
  }

  /** Returns whether every queue has all its consumers. */
  boolean isComplete() {
    try (OperatorDesk desk = operator()) {
      return desk.queues().queues().stream()
          .allMatch(queue -> queue.consumers() >= consumers(queue.name()));
    } catch (RuntimeException e) {
      return false;
    }
  }

  private int consumers(String queue) {
    return switch (queue) {
      case "workflow.submit", "web" -> 1;
      case "workflow.rejected" -> 0;
      case "workflow.dispatch", "workflow.dead", "workflow.expired" -> 2;
      default ->
          (int)
              clients.keySet().stream()
                  .filter(name -> ("workflow.orders." + name).startsWith(queue + "-"))
                  .count();
    };
  }

  /** Opens an operator's connection straight to the broker. */
  OperatorDesk operator() {
    return OperatorDesk.open(
        new ProgramOptions(
            home,
            Optional.of(home.resolve("broker.yaml")),
            OptionalInt.empty(),
            OptionalInt.empty(),
            OptionalInt.empty()));
  }

  Unit broker() {
    return broker;
  }

  Unit web() {
    return client("web");
  }

  private Unit client(String name) {
    return Optional.ofNullable(clients.get(name)).orElseThrow();
  }

  List<Unit> dispatchers() {
    return List.of(client("dispatcher-1"), client("dispatcher-2"));
  }

  List<Unit> workers(Stage stage) {
    return clients.values().stream()
        .filter(unit -> unit.name().startsWith(stage.wireName() + "-"))
        .toList();
  }

  /** Returns all programs that talk to the broker. */
  List<Unit> clients() {
    return List.copyOf(clients.values());
  }

  /** Returns everything that runs. */
  List<Unit> all() {
    var all = new ArrayList<>(clients.values());
    all.add(broker);
    return all;
  }

  /** Returns what is between a program and the broker. */
  TcpProxy network(Unit unit) {
    return Optional.ofNullable(networks.get(unit.name())).orElseThrow();
  }

  ApiClient api() {
    return api;
  }

  Path home() {
    return home;
  }

  int brokerPort() {
    return brokerPort;
  }

  int amqpPort() {
    return amqpPort;
  }

  Journal journal() {
    return journal;
  }

  /** Stops everything, workers first, as an operator would. */
  @Override
  public void close() {
    api.close();
    clients.values().stream()
        .map(unit -> Thread.ofVirtual().start(unit::close))
        .toList()
        .forEach(Fleet::join);
    broker.close();
    networks.values().forEach(TcpProxy::close);
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
