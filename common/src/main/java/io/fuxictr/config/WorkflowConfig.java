package io.fuxictr.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.yaml.snakeyaml.nodes.MappingNode;

/**
 * The configuration of the whole system: one file for all programs, one record per section.
 *
 * @param home folder of everything that is not placed elsewhere
 * @param paths datasets, models and experiment files
 * @param broker the message broker
 * @param api the web server's socket for programs
 * @param dashboard the web server's socket for browsers
 * @param database history of tasks
 * @param tasks limits of tasks
 * @param source where rows come from, without a remote source
 * @param warehouse where predictions go, without a remote source
 * @param remote where rows come from and predictions go to instead, if a server is named
 * @param training defaults of training
 * @param featureMode how features are found: auto, template or union
 * @param predictionColumns names of prediction columns: index or label
 * @param logging what is logged
 */
public record WorkflowConfig(
    Path home,
    Paths paths,
    Broker broker,
    Api api,
    Dashboard dashboard,
    Database database,
    Tasks tasks,
    Source source,
    Warehouse warehouse,
    Optional<RemoteSource> remote,
    Training training,
    String featureMode,
    String predictionColumns,
    Logging logging) {

  private static final Logger log = LoggerFactory.getLogger(WorkflowConfig.class);

  /**
   * Where files lie.
   *
   * @param datasetsRoot one folder per run dataset
   * @param modelRoot trained models
   * @param userConfigRoot experiments of users
   * @param modelZooRoot experiments for everybody
   */
  public record Paths(Path datasetsRoot, Path modelRoot, Path userConfigRoot, Path modelZooRoot) {}

  /**
   * The message broker.
   *
   * @param url address of an external broker; empty for the one of this installation
   * @param host interface of our own broker
   * @param port port of our own broker
   * @param dataFolder its journal
   * @param passwordFolder one file per user of the broker
   * @param minDiskFree bytes that must stay free on the journal's disk
   * @param network what others speak, and what is encrypted
   */
  public record Broker(
      Optional<String> url,
      String host,
      int port,
      Path dataFolder,
      Path passwordFolder,
      long minDiskFree,
      BrokerNetwork network) {}

  /**
   * The socket for programs.
   *
   * @param host interface
   * @param port port, 0 for any free one
   * @param corsOrigins web pages of other origins that may call
   */
  public record Api(String host, int port, List<String> corsOrigins) {}

  /**
   * The socket for browsers.
   *
   * @param port port, 0 for any free one
   */
  public record Dashboard(int port) {}

  /**
   * History of tasks.
   *
   * @param path SQLite file
   */
  public record Database(Path path) {}

  /**
   * Limits of tasks.
   *
   * @param heartbeatInterval time between two signs of life of a worker
   * @param timeout longest time of one attempt
   * @param maxActivePerUser tasks of one user at a time
   * @param maxActiveTotal tasks of all users at a time
   * @param cleanupStaging whether staging folders are emptied after a success
   * @param stalledAfter how long nothing may be heard from a task before it is looked for
   */
  public record Tasks(
      Duration heartbeatInterval,
      Duration timeout,
      int maxActivePerUser,
      int maxActiveTotal,
      boolean cleanupStaging,
      Duration stalledAfter) {}

  /**
   * The embedded source of rows.
   *
   * @param database DuckDB file with the tables that queries name
   * @param dataPaths files and folders that queries may read beside it
   * @param staging where exported rows lie until they are fetched
   */
  public record Source(Path database, List<Path> dataPaths, Path staging) {}

  /**
   * The embedded warehouse.
   *
   * @param database DuckDB file with the result tables
   * @param staging where results lie until they are loaded
   */
  public record Warehouse(Path database, Path staging) {}

  /**
   * Defaults of training, below every experiment.
   *
   * @param batchSize rows per step
   * @param epochs passes over the training data
   * @param threads threads of one training; 0 for one per core
   */
  public record Training(int batchSize, int epochs, int threads) {}

  /**
   * What is logged.
   *
   * @param level least level of our own lines
   * @param file the programs' log file
   */
  public record Logging(String level, Path file) {}

  /**
   * Reads a configuration, and logs what does no harm but was hardly meant.
   *
   * @throws InvalidConfigException with all problems, each with key and line
   */
  public static WorkflowConfig load(ConfigInput input) {
    return load(input, log::warn);
  }

  /**
   * Reads a configuration.
   *
   * @param warnings is told what does no harm but was hardly meant, such as keys that nobody knows
   * @throws InvalidConfigException with all problems, each with key and line
   */
  public static WorkflowConfig load(ConfigInput input, Consumer<String> warnings) {
    Optional<MappingNode> root = input.file().flatMap(YamlFile::compose);
    var problems = new Problems(input.file().map(Path::toString).orElse("configuration"), warnings);
    WorkflowConfig config = read(new Section("", root, input, problems), input.home());
    problems.throwIfAny();
    return config;
  }

  private static WorkflowConfig read(Section root, Path home) {
    Section storage = root.section("storage");
    var config =
        new WorkflowConfig(
            home,
            paths(root.section("fuxictr_paths"), storage, home),
            broker(root.section("broker"), home),
            api(root.section("api")),
            dashboard(root.section("dashboard")),
            database(root.section("database"), home),
            tasks(root.section("workflow")),
            source(root.section("source"), home),
            warehouse(root.section("warehouse"), home),
            RemoteSections.read(root, storage),
            training(root.section("training")),
            featureMode(root.section("features")),
            predictionColumns(root.section("inference")),
            logging(root.section("logging"), home));
    root.warnOfUnknownKeys();
    return config;
  }

  private static Paths paths(Section section, Section storage, Path home) {
    var paths =
        new Paths(
            section.path("datasets_root", datasetsRoot(section, storage, home)),
            section.path("model_root", home.resolve("model_zoo")),
            section.path("user_config_root", home.resolve("user_configs")),
            section.path("model_zoo_root", home.resolve("model_zoo")));
    section.warnOfUnknownKeys();
    return paths;
  }

  private static Path datasetsRoot(Section section, Section storage, Path home) {
    String old = "workflow_datasets_root";
    storage.warn(
        old,
        section.has("datasets_root")
            ? "ignored, for fuxictr_paths.datasets_root is set; remove it"
            : "is an old name; write fuxictr_paths.datasets_root");
    return storage.path(old, home.resolve("datasets"));
  }

  private static Broker broker(Section section, Path home) {
    var broker =
        new Broker(
            section.text("url"),
            section.text("host").orElse("127.0.0.1"),
            section.integer("port", 61616, 0, 65535),
            section.path("data_folder", home.resolve("broker")),
            section.path("password_folder", home.resolve("secrets")),
            section.bytes("min_disk_free", 1L << 30, 0),
            BrokerNetwork.from(section));
    section.warnOfUnknownKeys();
    return broker;
  }

  private static Api api(Section section) {
    var api =
        new Api(
            section.text("host").orElse("127.0.0.1"),
            section.integer("port", 8001, 0, 65535),
            section.texts("cors_origins"));
    section.warnOfUnknownKeys();
    return api;
  }

  private static Dashboard dashboard(Section section) {
    var dashboard = new Dashboard(section.integer("port", 8501, 0, 65535));
    section.warnOfUnknownKeys();
    return dashboard;
  }

  private static Database database(Section section, Path home) {
    var database = new Database(section.path("path", home.resolve("workflow_tasks.db")));
    section.warnOfUnknownKeys();
    return database;
  }

  private static Tasks tasks(Section section) {
    var tasks =
        new Tasks(
            section.seconds("heartbeat_interval", Duration.ofSeconds(30)),
            section.seconds("task_timeout", Duration.ofDays(1)),
            section.integer("max_active_per_user", 3, 1, 10_000),
            section.integer("max_active_total", 10, 1, 10_000),
            section.flag("cleanup_staging", true),
            section.seconds("stalled_after", Duration.ofMinutes(5)));
    section.warnOfUnknownKeys();
    return tasks;
  }

  private static Source source(Section section, Path home) {
    var source =
        new Source(
            section.path("database", home.resolve("source.duckdb")),
            section.paths("data_paths"),
            section.path("staging", home.resolve("staging").resolve("source")));
    section.warnOfUnknownKeys();
    return source;
  }

  private static Warehouse warehouse(Section section, Path home) {
    var warehouse =
        new Warehouse(
            section.path("database", home.resolve("warehouse.duckdb")),
            section.path("staging", home.resolve("staging").resolve("warehouse")));
    section.warnOfUnknownKeys();
    return warehouse;
  }

  private static Training training(Section section) {
    var training =
        new Training(
            section.integer("default_batch_size", 1024, 1, Integer.MAX_VALUE),
            section.integer("default_epochs", 10, 1, Integer.MAX_VALUE),
            section.integer("threads", 0, 0, 4096));
    section.warnOfUnknownKeys();
    return training;
  }

  private static String featureMode(Section section) {
    String mode = section.choice("mode", "auto", List.of("auto", "template", "union"));
    section.warnOfUnknownKeys();
    return mode;
  }

  private static String predictionColumns(Section section) {
    String names = section.choice("prediction_columns", "index", List.of("index", "label"));
    section.warnOfUnknownKeys();
    return names;
  }

  private static Logging logging(Section section, Path home) {
    var logging =
        new Logging(
            section.choice("level", "INFO", List.of("DEBUG", "INFO", "WARNING", "ERROR")),
            section.path("file", home.resolve("logs").resolve("workflow.log")));
    section.warnOfUnknownKeys();
    return logging;
  }
}
