package io.fuxictr.deploy.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fuxictr.config.WorkflowConfig;
import io.fuxictr.deploy.client.ApiClient;
import io.fuxictr.deploy.client.TaskFollower;
import io.fuxictr.deploy.demo.DemoRequest.UserFiles;
import io.fuxictr.deploy.demo.DemoResult.Score;
import io.fuxictr.task.Stage;
import io.fuxictr.task.TaskStatus;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Consumer;

/**
 * One task from rows to predictions, as a user would run it: {@link #prepare} lays out the tables,
 * {@link #run} submits the task to a running pipeline and waits for its end.
 */
public final class Demo {
  private static final String USER_OF_SHIPPED = "demo";
  private static final String USER_OF_COPY = "demo_data";
  private static final int SHOWN_ROWS = 5;

  private final DemoRequest request;
  private final WorkflowConfig config;
  private final Path modelZoo;
  private final String table;

  /**
   * Creates a demonstration.
   *
   * @param request what it runs on
   * @param config where source, warehouse and user configurations lie
   * @param modelZoo the shipped experiments
   * @param clock names the result table
   */
  public Demo(DemoRequest request, WorkflowConfig config, Path modelZoo, InstantSource clock) {
    this.request = request;
    this.config = config;
    this.modelZoo = modelZoo;
    table =
        DateTimeFormatter.ofPattern("'demo_'yyyyMMdd_HHmmss")
            .withZone(ZoneOffset.UTC)
            .format(clock.instant());
  }

  /**
   * Writes the tables, and the configuration if the labels are the user's.
   *
   * @throws DemoException if a file of the user cannot be read or lacks a label
   */
  public void prepare() {
    var data = new DemoData(config.source().database());
    if (request.files().isEmpty()) {
      data.generate(truth(), request.sampleRows(), request.inferenceRows());
      return;
    }
    UserFiles files = request.files().get();
    data.copy(files);
    new DemoExperiment(modelZoo)
        .copyFor(config.paths().userConfigRoot().resolve(USER_OF_COPY), files.labels());
  }

  /**
   * Submits the task and follows it to its end.
   *
   * @param api the running pipeline
   * @param dashboard address of its page
   * @param sink takes each event of the task
   * @throws DemoException if the task does not complete, with the reason
   */
  public DemoResult run(ApiClient api, URI dashboard, Consumer<JsonNode> sink)
      throws InterruptedException {
    long task = api.submit(submission()).path("task_id").asLong();
    TaskStatus end = new TaskFollower(api, task, sink).follow();
    if (end != TaskStatus.COMPLETED) {
      throw new DemoException("Task %d %s: %s".formatted(task, end.wireName(), reason(api, task)));
    }
    return result(api, task, dashboard);
  }

  private Truth truth() {
    return new Truth(config.source().database().resolveSibling("truth.duckdb"));
  }

  private ObjectNode submission() {
    boolean generated = request.files().isEmpty();
    String inference =
        request.files().filter(files -> files.inference().isEmpty()).isPresent()
            ? DemoData.SAMPLE
            : DemoData.INFERENCE;
    return JsonNodeFactory.instance
        .objectNode()
        .put("name", "Demonstration")
        .put("user", generated ? USER_OF_SHIPPED : USER_OF_COPY)
        .put("model", DemoExperiment.MODEL)
        .put("experiment_id", DemoExperiment.ID)
        .put("sample_sql", "SELECT * FROM " + DemoData.SAMPLE)
        .put("infer_sql", "SELECT * FROM " + inference)
        .put("hdfs_path", "/demo")
        .put("hive_table", table);
  }

  private static String reason(ApiClient api, long task) throws InterruptedException {
    for (JsonNode step : api.steps(task)) {
      String message = step.path("error_message").asText("");
      if (step.path("status").asText().equals("failed")) {
        return "%s: %s".formatted(step.path("step_name").asText(), message);
      }
    }
    return api.task(task).path("error_message").asText("no reason given");
  }

  private DemoResult result(ApiClient api, long task, URI dashboard) throws InterruptedException {
    var scores = new LinkedHashMap<String, Score>();
    var seconds = new LinkedHashMap<String, Double>();
    long rows = 0;
    Map<String, JsonNode> metrics = new LinkedHashMap<>();
    api.metrics(task)
        .path("metrics")
        .forEach(row -> metrics.put(row.path("step_name").asText(), row));
    for (Stage stage : Stage.ALL) {
      JsonNode row = metrics.getOrDefault(stage.wireName(), JsonNodeFactory.instance.objectNode());
      seconds.put(stage.wireName(), row.path("duration_seconds").asDouble());
      switch (stage) {
        case TRAIN ->
            row.path("test_metrics")
                .properties()
                .forEach(entry -> scores.put(entry.getKey(), score(entry)));
        case INFER -> rows = row.path("rows_processed").asLong();
        case DATA_FETCH, TRANSPORT, MONITOR -> {}
      }
    }
    return new DemoResult(
        task,
        scores,
        rows,
        seconds,
        new ResultTable(config.warehouse().database(), table).first(SHOWN_ROWS),
        dashboard);
  }

  private Score score(Map.Entry<String, JsonNode> entry) {
    return new Score(
        entry.getValue().path("AUC").asDouble(),
        entry.getValue().path("logloss").asDouble(),
        bestAuc(entry.getKey()));
  }

  private OptionalDouble bestAuc(String label) {
    if (request.files().isPresent()) {
      return OptionalDouble.empty();
    }
    return Arrays.stream(Truth.Label.values())
        .filter(known -> known.column().equals(label))
        .mapToDouble(truth()::bestAuc)
        .findFirst();
  }
}
