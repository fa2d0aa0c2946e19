package io.fuxictr.web.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fuxictr.message.Json;
import io.fuxictr.message.Schemas;
import io.fuxictr.task.TaskId;
import io.fuxictr.web.WebApplication;
import io.fuxictr.web.WebException;
import io.fuxictr.web.WebServerFixture;
import io.fuxictr.web.WebSettings;
import io.fuxictr.web.store.Samples;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ApiIT {
  private static final String TASKS = "/api/workflow/tasks";

  private WebServerFixture server;

  @BeforeAll
  void start(@TempDir Path folder) {
    server = new WebServerFixture(folder);
  }

  @AfterAll
  void stop() {
    server.close();
  }

  private static JsonNode json(HttpResponse<String> response) {
    try {
      return new ObjectMapper().readTree(response.body());
    } catch (IOException e) {
      throw new AssertionError(response.body(), e);
    }
  }

  private String status(long task) {
    return json(server.get(TASKS + "/" + task)).path("status").asText();
  }

  /** A task that nobody will start. */
  private long draft() {
    var body = Json.read(WebServerFixture.submission("draft")).put("auto_start", false);
    return json(server.send("POST", TASKS, Json.write(body))).path("task_id").asLong();
  }

  private long completed() {
    long task = server.submit("whole");
    server.publish(Samples.wholeRun(new TaskId(task)));
    await().atMost(Duration.ofSeconds(20)).until(() -> status(task).equals("completed"));
    return task;
  }

  @Test
  void rootDocumentSaysWhatThereIs() {
    JsonNode root = json(server.get("/"));

    assertThat(root.path("name").asText()).isEqualTo("FuxiCTR Workflow API");
    assertThat(root.path("version").asText()).isEqualTo("2.0.0");
    assertThat(root.path("endpoints").path("logs_ws").asText())
        .isEqualTo("/api/workflow/tasks/{task_id}/logs");
  }

  @Test
  void createdTaskIsPendingAndHasFiveSteps() {
    HttpResponse<String> created = server.send("POST", TASKS, WebServerFixture.submission("first"));

    JsonNode task = json(created);
    assertThat(created.statusCode()).isEqualTo(200);
    assertThat(task.path("status").asText()).isEqualTo("pending");
    assertThat(task.path("total_steps").asInt()).isEqualTo(5);
    assertThat(task.path("created_at").asText())
        .matches("\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d");
    assertThat(task.has("sample_sql")).isFalse();
    JsonNode steps = json(server.get(TASKS + "/" + task.path("task_id") + "/steps"));
    assertThat(steps).hasSize(5);
    assertThat(steps.path(0).path("step_name").asText()).isEqualTo("data_fetch");
    JsonNode full = json(server.get(TASKS + "/" + task.path("task_id")));
    assertThat(full.path("sample_sql").asText()).isEqualTo("SELECT * FROM sample");
  }

  @Test
  void everythingThatIsWrongIsToldAtOnce() {
    String body =
        """
        {"name": "", "user": "../x", "model": "a/b/c", "experiment_id": "e", "infer_sql":
        "SELECT 1; DROP TABLE x", "hdfs_path": "no", "hive_table": "1x", "epochs": 0,
        "gpu_count": "two", "training_server": "nowhere"}\
        """;

    HttpResponse<String> response = server.send("POST", TASKS, body);

    assertThat(response.statusCode()).isEqualTo(422);
    assertThat(json(response).path("detail").findValuesAsText("msg"))
        .hasSizeGreaterThanOrEqualTo(9);
    JsonNode missing =
        json(response)
            .path("detail")
            .valueStream()
            .filter(error -> error.path("type").asText().equals("missing"))
            .findFirst()
            .orElseThrow();
    assertThat(missing.path("loc"))
        .extracting(JsonNode::asText)
        .containsExactly("body", "sample_sql");
    assertThat(missing.path("msg").asText()).isEqualTo("Field required");
  }

  @Test
  void partitionIsShownAsItWasAskedFor() {
    var body = Json.read(WebServerFixture.submission("dated"));
    body.putObject("hive_partition").put("dt", "2026-01-11").put("hour", 7);

    JsonNode created = json(server.send("POST", TASKS, Json.write(body)));

    JsonNode full = json(server.get(TASKS + "/" + created.path("task_id").asText()));
    assertThat(full.path("hive_partition").toString())
        .isEqualTo("{\"dt\":\"2026-01-11\",\"hour\":\"7\"}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"dt=1\"",
        "{\"1dt\": \"a\"}",
        "{\"d-t\": \"a\"}",
        "{\"dt\": \"a\", \"DT\": \"b\"}",
        "{\"dt\": \" \"}",
        "{\"dt\": \"a\\u0000b\"}",
        "{\"dt\": true}",
        "{\"dt\": 1.5}",
        "{\"a\":1,\"b\":1,\"c\":1,\"d\":1,\"e\":1,\"f\":1,\"g\":1,\"h\":1,\"i\":1,\"j\":1,\"k\":1}"
      })
  void partitionThatIsNoneIsRefused(String partition) {
    var body = Json.read(WebServerFixture.submission("dated"));
    body.set("hive_partition", Json.read("{\"it\": " + partition + "}").path("it"));

    HttpResponse<String> response = server.send("POST", TASKS, Json.write(body));

    assertThat(response.statusCode()).isEqualTo(422);
    assertThat(json(response).path("detail").path(0).path("loc").path(1).asText())
        .isEqualTo("hive_partition");
  }

  @Test
  void hdfsPathIsNeededUnlessThereIsADefault() {
    var body = Json.read(WebServerFixture.submission("x")).put("hdfs_path", "");

    assertThat(server.send("POST", TASKS, Json.write(body)).statusCode()).isEqualTo(422);
  }

  @Test
  void unknownExperimentNamesThoseThereAre() {
    var body = Json.read(WebServerFixture.submission("x")).put("experiment_id", "nope");

    HttpResponse<String> response = server.send("POST", TASKS, Json.write(body));

    assertThat(response.statusCode()).isEqualTo(422);
    assertThat(response.body()).contains("MMoE_demo", "experiment_id");
  }

  @Test
  void errorsHaveTheShapesThatClientsKnow() {
    assertThat(server.get("/nowhere").body()).isEqualTo("{\"detail\":\"Not Found\"}");
    assertThat(server.get("/nowhere").statusCode()).isEqualTo(404);
    assertThat(server.get(TASKS + "/999999").body()).isEqualTo("{\"detail\":\"Task not found\"}");
    assertThat(server.get(TASKS + "/999999/steps").statusCode()).isEqualTo(404);
    HttpResponse<String> wrong = server.send("DELETE", TASKS, "");
    assertThat(wrong.statusCode()).isEqualTo(405);
    assertThat(wrong.body()).isEqualTo("{\"detail\":\"Method Not Allowed\"}");
    HttpResponse<String> id = server.get(TASKS + "/abc");
    assertThat(id.statusCode()).isEqualTo(422);
    assertThat(json(id).path("detail").path(0).path("type").asText()).isEqualTo("int_parsing");
    assertThat(server.get(TASKS + "?limit=0").statusCode()).isEqualTo(422);
    assertThat(server.get(TASKS + "?status=odd").statusCode()).isEqualTo(422);
    assertThat(server.send("POST", TASKS, "{not json").statusCode()).isEqualTo(422);
  }

  @Test
  void aliasAnswersLikeTheList() {
    server.submit("listed");

    assertThat(json(server.get("/api/v1/tasks?limit=1"))).hasSize(1);
    assertThat(json(server.get(TASKS + "?q=LISTED&user=ann&status=pending"))).isNotEmpty();
  }

  @Test
  void emptyOldFashionedTaskIsADraft() {
    String body =
        """
        {"name": "quick", "user": "", "model": "", "experiment_id": "", "sample_sql": "",
        "infer_sql": "", "hdfs_path": "/hdfs/data/", "hive_table": "hive.result"}\
        """;

    JsonNode created = json(server.send("POST", TASKS, body));
    String path = TASKS + "/" + created.path("task_id").asText();

    assertThat(json(server.get(path)).path("draft").asBoolean()).isTrue();
    assertThat(server.send("POST", path + "/start", "").statusCode()).isEqualTo(422);
    var filled = Json.read(WebServerFixture.submission("filled in"));
    assertThat(server.send("PUT", path, Json.write(filled)).statusCode()).isEqualTo(200);
    assertThat(server.send("POST", path + "/start", "").statusCode()).isEqualTo(200);
    assertThat(server.send("POST", path + "/start", "").statusCode()).isEqualTo(409);
    assertThat(server.send("PUT", path, Json.write(filled)).statusCode()).isEqualTo(409);
  }

  @Test
  void wholeRunShowsEverywhere() {
    long task = completed();
    String path = TASKS + "/" + task;

    JsonNode progress = json(server.get(path + "/progress"));
    assertThat(progress.path("current_step").asInt()).isEqualTo(5);
    assertThat(progress.path("metrics").path("train").path("duration_seconds").asDouble())
        .isEqualTo(7.5);
    JsonNode metrics = json(server.get(path + "/metrics")).path("metrics");
    assertThat(metrics).hasSize(5);
    assertThat(metrics.path(0).path("columns").asInt()).isEqualTo(14);
    assertThat(metrics.path(0).path("best_loss").isNull()).isTrue();
    assertThat(metrics.path(0).has("additional_metrics")).isFalse();
    assertThat(json(server.get(path + "/metrics/points?name=loss&epochs_only=true"))).hasSize(5);
    JsonNode logs = json(server.get(path + "/logs/history?type=log&step=train"));
    assertThat(logs).hasSize(1);
    HttpResponse<String> file = server.get(path + "/logs/download");
    assertThat(file.headers().firstValue("content-disposition").orElse("")).contains("attachment");
    assertThat(file.body()).contains("[train] [INFO] at work", "[workflow] [STATUS] completed");
  }

  @Test
  void endedTaskCanBeRetriedOnlyIfItDidNotEndWell() {
    long task = completed();
    String path = TASKS + "/" + task;

    HttpResponse<String> retry = server.send("POST", path + "/retry", "");
    assertThat(retry.statusCode()).isEqualTo(400);
    assertThat(retry.body()).contains("completed");
    assertThat(server.send("POST", path + "/cancel", "").statusCode()).isEqualTo(409);
    assertThat(server.send("POST", path + "/retry?step=odd", "").statusCode()).isEqualTo(422);
    assertThat(server.send("POST", path + "/start", "").statusCode()).isEqualTo(200);
    JsonNode again = json(server.get(path));
    assertThat(again.path("attempt").asInt()).isEqualTo(2);
    assertThat(again.path("dataset_id").isNull()).isTrue();
    assertThat(again.path("completed_at").isNull()).isTrue();
  }

  @Test
  void draftIsCancelledAtOnceAndTwiceDoesNoHarm() {
    String path = TASKS + "/" + draft();

    assertThat(server.send("POST", path + "/cancel", "").body()).contains("cancellation requested");
    assertThat(json(server.get(path)).path("status").asText()).isEqualTo("cancelled");
    assertThat(server.send("POST", path + "/cancel", "").statusCode()).isEqualTo(200);
    assertThat(server.send("POST", TASKS + "/999999/cancel", "").statusCode()).isEqualTo(404);
  }

  @Test
  void purgeDeletesTheDatasetAndKeepsTheModel() throws IOException {
    long task = completed();
    String dataset = json(server.get(TASKS + "/" + task)).path("dataset_id").asText();
    Path data = server.layout().rawTrain(dataset);
    Path model = server.layout().model("MMoE", dataset, "MMoE_demo");
    Path merged = server.layout().mergedConfig("MMoE_demo", new TaskId(task));
    for (Path path : List.of(data, model.getParent(), merged)) {
      Files.createDirectories(path);
    }
    Files.writeString(data.resolve("part.parquet"), "rows");
    Files.writeString(model, "weights");
    JsonNode artifacts = json(server.get(TASKS + "/" + task + "/artifacts"));
    assertThat(artifacts.path("files").path(0).path("bytes").asInt()).isEqualTo(4);
    assertThat(artifacts.path("model").asText()).isEqualTo(model.toString());

    HttpResponse<String> deleted = server.send("DELETE", TASKS + "/" + task + "?purge=true", "");

    assertThat(deleted.body()).isEqualTo("{\"message\":\"Task deleted successfully\"}");
    assertThat(server.get(TASKS + "/" + task).statusCode()).isEqualTo(404);
    assertThat(server.layout().dataset(dataset)).doesNotExist();
    assertThat(merged).doesNotExist();
    assertThat(model).exists();
  }

  @Test
  void foreignPagesMayReadNothingAndChangeNothing() {
    String path = TASKS + "/" + draft() + "/cancel";

    assertThat(server.send("POST", path, "", "Origin", "https://evil.example").statusCode())
        .isEqualTo(403);
    assertThat(server.send("POST", path, "", "Origin", "null").statusCode()).isEqualTo(403);
    HttpResponse<String> read = server.send("GET", TASKS, "", "Origin", "https://evil.example");
    assertThat(read.headers().map()).doesNotContainKey("access-control-allow-origin");
    int port = server.web().dashboardPort();
    assertThat(server.send("POST", path, "", "Origin", "http://127.0.0.1:" + port).statusCode())
        .isEqualTo(200);
  }

  @Test
  void bodiesThatAreNotJsonAreRefused() {
    HttpResponse<String> response =
        server.send("POST", TASKS, WebServerFixture.submission("x"), "Content-Type", "text/plain");

    assertThat(response.statusCode()).isEqualTo(415);
  }

  @Test
  void bodiesBeyondTheLimitAreRefused() {
    String huge = "{\"name\": \"%s\"}".formatted("x".repeat(11 << 20));

    Optional<Integer> status;
    try {
      status = Optional.of(server.send("POST", TASKS, huge).statusCode());
    } catch (java.io.UncheckedIOException e) {
      status = Optional.empty();
    }

    assertThat(status.orElse(413)).isEqualTo(413);
  }

  @Test
  void choicesFeedTheForm() {
    assertThat(server.get("/api/workflow/models?user=ann").body())
        .isEqualTo("{\"models\":[\"MMoE\"]}");
    assertThat(server.get("/api/workflow/experiments?user=ann&model=MMoE").body())
        .isEqualTo("{\"experiments\":[\"MMoE_demo\",\"MMoE_other\"]}");
    assertThat(server.get("/api/workflow/experiments?user=a%2Fb&model=MMoE").statusCode())
        .isEqualTo(422);
    assertThat(server.get("/api/workflow/servers").body()).isEqualTo("{\"servers\":[]}");
    assertThat(json(server.get("/api/workflow/stats")).path("counts").has("paused")).isTrue();
    assertThat(json(server.get("/api/workflow/config")).has("fuxictr_paths")).isTrue();
  }

  @Test
  void healthNamesItsParts() {
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(
            () -> {
              HttpResponse<String> health = server.get("/api/health");
              assertThat(health.statusCode()).isEqualTo(200);
              assertThat(json(health).path("db").asText()).isEqualTo("ok");
              assertThat(json(health).path("broker").asText()).isEqualTo("ok");
            });
  }

  @Test
  void pageIsServedBesideTheInterface() {
    int port = server.web().dashboardPort();

    HttpResponse<String> page = server.send(port, "GET", "/", "");
    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.body()).contains("<title>FuxiCTR Workflow</title>");
    assertThat(page.headers().firstValue("content-security-policy").orElse(""))
        .contains("default-src 'none'");
    assertThat(page.headers().firstValue("cache-control")).contains("no-cache");
    String tag = page.headers().firstValue("etag").orElseThrow();
    assertThat(server.send(port, "GET", "/", "", "If-None-Match", tag).statusCode()).isEqualTo(304);
    assertThat(server.send(port, "GET", TASKS, "").statusCode()).isEqualTo(200);
    assertThat(server.send(port, "GET", "/nothing.js", "").statusCode()).isEqualTo(404);
  }

  @Test
  void portThatIsTakenIsNamed() {
    int port = server.web().apiPort();
    WebSettings settings =
        WebSettings.usual(server.database().resolveSibling("other.db")).onPorts(port, 0);

    assertThatThrownBy(() -> server.start(settings))
        .isInstanceOf(WebException.class)
        .hasMessageContaining(Integer.toString(port))
        .hasMessageContaining("taken");
  }

  @Test
  void everyDescribedRouteExists() {
    JsonNode document = json(server.get("/openapi.json"));
    long task = draft();

    for (Map.Entry<String, JsonNode> path : document.path("paths").properties()) {
      String address = path.getKey().replace("{task_id}", Long.toString(task));
      boolean socket = address.endsWith("/logs");
      if (path.getValue().has("get") && !socket) {
        assertThat(server.get(address).statusCode()).as(address).isEqualTo(200);
      }
      assertThat(server.send("PATCH", address, "").statusCode())
          .as(address)
          .isEqualTo(socket ? 404 : 405);
    }
    assertThat(server.get("/docs").body()).contains("/api/workflow/tasks");
  }

  @Test
  void checklistIsRunOnceAtATime() throws Exception {
    var entered = new CountDownLatch(1);
    var leave = new CountDownLatch(1);
    var row = new Checklist.Row("B1", "Java", "PASS", "Java 25", "");
    WebSettings settings =
        WebSettings.usual(server.database().resolveSibling("checked.db"))
            .onPorts(0, 0)
            .checking(
                () -> {
                  entered.countDown();
                  leave.await();
                  return List.of(row);
                });
    try (WebApplication checked = server.start(settings);
        HttpClient http = HttpClient.newHttpClient()) {
      HttpRequest ask =
          HttpRequest.newBuilder(
                  URI.create(
                      "http://127.0.0.1:%d/api/workflow/preflight".formatted(checked.apiPort())))
              .POST(HttpRequest.BodyPublishers.noBody())
              .build();

      var first = http.sendAsync(ask, HttpResponse.BodyHandlers.ofString());
      entered.await();
      HttpResponse<String> second = http.send(ask, HttpResponse.BodyHandlers.ofString());
      leave.countDown();

      assertThat(second.statusCode()).isEqualTo(409);
      assertThat(first.get().body())
          .isEqualTo(
              "[{\"id\":\"B1\",\"title\":\"Java\",\"verdict\":\"PASS\",\"detail\":\"Java 25\","
                  + "\"remedy\":\"\"}]");
    }
  }

  @Test
  void everySchemaIsServed() {
    for (String name : Schemas.NAMES) {
      HttpResponse<String> response = server.get("/schemas/" + name + ".json");

      assertThat(response.statusCode()).as(name).isEqualTo(200);
      assertThat(response.headers().firstValue("Content-Type").orElse(""))
          .startsWith("application/schema+json");
      assertThat(json(response).path("$id").asText())
          .isEqualTo("fuxictr:/schemas/" + name + ".json");
    }
    assertThat(server.get("/schemas/submission").statusCode()).isEqualTo(404);
    assertThat(server.get("/schemas/..%2Fdocs.html").statusCode()).isEqualTo(404);
  }

  @Test
  void taskIsFoundByTheKeyOfItsSubmission() {
    String body =
        Json.write(Json.read(WebServerFixture.submission("keyed")).put("submission_key", "k/1 ü"));
    long id = json(server.send("POST", "/api/workflow/tasks", body)).path("task_id").asLong();
    server.submit("another");

    JsonNode found = list("?submission_key=k%2F1%20%C3%BC");

    assertThat(found).hasSize(1);
    assertThat(found.path(0).path("task_id").asLong()).isEqualTo(id);
    assertThat(list("?submission_key=k%2F1%20%C3%BC&user=bob")).isEmpty();
    assertThat(list("?submission_key=none")).isEmpty();
  }

  private JsonNode list(String query) {
    return json(server.get("/api/workflow/tasks" + query));
  }
}
