package io.fuxictr.deploy.wiring;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fuxictr.deploy.client.ApiClient;
import io.fuxictr.deploy.client.TaskFollower;
import io.fuxictr.task.TaskStatus;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** A standalone installation with two small tables, on free ports. */
final class SmallPipeline implements AutoCloseable {
  static final int SAMPLE_ROWS = 4000;
  static final int INFERENCE_ROWS = 700;

  private final Path home;
  private final WholePipeline pipeline;
  private final ApiClient api;

  private SmallPipeline(Path home, WholePipeline pipeline, ApiClient api) {
    this.home = home;
    this.pipeline = pipeline;
    this.api = api;
  }

  /** Starts an installation; it may have a {@code config.yaml}. */
  static SmallPipeline start(Path home) throws SQLException, InterruptedException {
    return start(options(home));
  }

  /** Starts a pipeline as it is configured. */
  static SmallPipeline start(ProgramOptions options) throws SQLException, InterruptedException {
    writeTables(options.home().resolve("source.duckdb"));
    return again(options);
  }

  /** Starts an installation that was stopped. */
  static SmallPipeline again(Path home) throws InterruptedException {
    return again(options(home));
  }

  private static ProgramOptions options(Path home) {
    return new ProgramOptions(
        home,
        Optional.of(home.resolve("config.yaml")).filter(Files::exists),
        OptionalInt.of(0),
        OptionalInt.of(0),
        OptionalInt.of(0));
  }

  private static SmallPipeline again(ProgramOptions options) throws InterruptedException {
    WholePipeline pipeline = Programs.standalone(options);
    pipeline.start();
    return new SmallPipeline(options.home(), pipeline, new ApiClient(pipeline.apiUri()));
  }

  /** Returns the address of the REST interface. */
  URI apiUri() {
    return pipeline.apiUri();
  }

  private static void writeTables(Path database) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:" + database);
        Statement statement = connection.createStatement()) {
      statement.execute(
          """
          CREATE TABLE everybody AS
          SELECT i AS user_id,
                 'a' || (i * 7 %% 13) AS area_tag,
                 CASE WHEN i %% 11 = 0 THEN NULL ELSE i * 3 %% 5 END AS gender_tag,
                 CASE WHEN i %% 17 = 0 THEN NULL ELSE (i * 31 %% 101) / 10.0 END AS call_max_cnt,
                 CASE WHEN i %% 19 = 0 THEN NULL ELSE ['p' || (i %% 23), 'q' || (i * 5 %% 29)] END
                   AS click_textlist,
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

  /** Returns a submission that trains for two short epochs. */
  static ObjectNode submission() {
    return JsonNodeFactory.instance
        .objectNode()
        .put("name", "small")
        .put("user", "ann")
        .put("model", "MMoE")
        .put("experiment_id", "MMoE_demo")
        .put("sample_sql", "SELECT * FROM sample")
        .put("infer_sql", "SELECT * FROM inference")
        .put("hdfs_path", "/scratch")
        .put("hive_table", "result.predictions")
        .put("epochs", 2)
        .put("batch_size", 32);
  }

  /** Submits a task and waits for its end. */
  long run(JsonNode submission, List<JsonNode> events, TaskStatus expected)
      throws InterruptedException {
    long task = api.submit(submission).path("task_id").asLong();
    follow(task, events, expected);
    return task;
  }

  /** Waits for the end of a task, from its first event on. */
  void follow(long task, List<JsonNode> events, TaskStatus expected) throws InterruptedException {
    TaskStatus end = new TaskFollower(api, task, events::add).follow();
    if (end != expected) {
      throw new AssertionError(
          "task %d is %s: %s".formatted(task, end, api.task(task).path("error_message")));
    }
  }

  /** Changes a database of this home. */
  void execute(String database, String sql) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection("jdbc:duckdb:" + home.resolve(database));
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  ApiClient api() {
    return api;
  }

  Path home() {
    return home;
  }

  /** Returns the rows of a query on a database of this home, each value as text. */
  List<List<String>> query(String database, String sql) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection("jdbc:duckdb:" + home.resolve(database));
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      var rows = new ArrayList<List<String>>();
      while (result.next()) {
        var row = new ArrayList<String>();
        for (int column = 1; column <= result.getMetaData().getColumnCount(); column++) {
          row.add(String.valueOf(result.getString(column)));
        }
        rows.add(row);
      }
      return rows;
    }
  }

  @Override
  public void close() {
    api.close();
    pipeline.close();
  }
}
