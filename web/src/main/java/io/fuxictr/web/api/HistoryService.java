package io.fuxictr.web.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fuxictr.message.Json;
import io.fuxictr.task.TaskId;
import io.fuxictr.web.intake.RefusedException;
import io.fuxictr.web.store.EventStore;
import io.fuxictr.web.store.StoredEvent;
import io.fuxictr.web.store.TaskQueries;
import io.fuxictr.web.store.TaskRow;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What became of a task: stages, progress, figures, events, files. */
final class HistoryService implements HttpService {
  private static final int DEFAULT_LIMIT = 500;
  private static final int MOST = 5000;
  private static final int MOST_POINTS = 100_000;

  private final TaskQueries tasks;
  private final EventStore events;
  private final Artifacts artifacts;

  HistoryService(TaskQueries tasks, EventStore events, Artifacts artifacts) {
    this.tasks = tasks;
    this.events = events;
    this.artifacts = artifacts;
  }

  @Override
  public void routing(HttpRules rules) {
    rules
        .get("/{id}/steps", this::steps)
        .any("/{id}/steps", Api::wrongMethod)
        .get("/{id}/progress", this::progress)
        .any("/{id}/progress", Api::wrongMethod)
        .get("/{id}/metrics", this::metrics)
        .any("/{id}/metrics", Api::wrongMethod)
        .get("/{id}/metrics/points", this::points)
        .any("/{id}/metrics/points", Api::wrongMethod)
        .get("/{id}/logs/history", this::history)
        .any("/{id}/logs/history", Api::wrongMethod)
        .get("/{id}/logs/download", this::download)
        .any("/{id}/logs/download", Api::wrongMethod)
        .get("/{id}/artifacts", this::artifacts)
        .any("/{id}/artifacts", Api::wrongMethod);
  }

  private void steps(ServerRequest request, ServerResponse response) {
    TaskRow task = task(request);
    ArrayNode list = Json.object().arrayNode();
    tasks.steps(task.id()).forEach(step -> list.add(TaskJson.step(task, step)));
    Answers.send(response, list);
  }

  private void progress(ServerRequest request, ServerResponse response) {
    TaskRow task = task(request);
    Answers.send(
        response, TaskJson.progress(task, tasks.steps(task.id()), tasks.metrics(task.id())));
  }

  private void metrics(ServerRequest request, ServerResponse response) {
    TaskRow task = task(request);
    ObjectNode json = Json.object().put("task_id", task.id().value());
    ArrayNode list = json.putArray("metrics");
    tasks.metrics(task.id()).forEach(row -> list.add(TaskJson.metric(row)));
    Answers.send(response, json);
  }

  private void points(ServerRequest request, ServerResponse response) {
    TaskRow task = task(request);
    int limit = (int) Answers.integer(request, "limit", MOST, 1, MOST_POINTS);
    boolean epochsOnly = Answers.text(request, "epochs_only").equals("true");
    ArrayNode list = Json.object().arrayNode();
    tasks
        .points(task.id(), Answers.text(request, "name"), epochsOnly, limit)
        .forEach(
            point ->
                list.addObject()
                    .put("attempt", point.attempt())
                    .put("step", point.step())
                    .put("name", point.name())
                    .put("epoch", point.epoch())
                    .put("batch", point.batch())
                    .put("value", point.value()));
    Answers.send(response, list);
  }

  private void history(ServerRequest request, ServerResponse response) {
    TaskRow task = task(request);
    List<StoredEvent> found =
        events.history(
            task.id(),
            Answers.integer(request, "after_seq", 0, 0, Long.MAX_VALUE),
            (int) Answers.integer(request, "limit", DEFAULT_LIMIT, 1, MOST),
            Answers.text(request, "step"),
            Answers.text(request, "type"));
    ArrayNode list = Json.object().arrayNode();
    found.forEach(event -> list.add(Json.read(event.json())));
    Answers.send(response, list);
  }

  private void download(ServerRequest request, ServerResponse response) throws IOException {
    TaskId task = task(request).id();
    response
        .header(HeaderNames.CONTENT_TYPE, "text/plain; charset=utf-8")
        .header(
            HeaderNames.CONTENT_DISPOSITION,
            "attachment; filename=\"task_%s.log\"".formatted(task));
    try (Writer out =
        new BufferedWriter(
            new OutputStreamWriter(response.outputStream(), StandardCharsets.UTF_8))) {
      long after = 0;
      List<StoredEvent> page;
      do {
        page = events.replay(task, after, MOST);
        for (StoredEvent event : page) {
          out.append(line(event)).append('\n');
          after = event.seq();
        }
      } while (page.size() == MOST);
    }
  }

  /** Returns an event as one line of a log file. */
  static String line(StoredEvent event) {
    JsonNode data = Json.read(event.data());
    String said =
        switch (event.type()) {
          case "log" -> "[%s] %s".formatted(event.level(), text(data, "message"));
          case "progress" ->
              "[PROGRESS] %s/%s (%s%%) - %s"
                  .formatted(
                      text(data, "current"),
                      text(data, "total"),
                      text(data, "percent"),
                      text(data, "message"));
          case "metric" ->
              "[METRIC] %s: %s %s"
                  .formatted(text(data, "name"), text(data, "value"), text(data, "unit"));
          case "error" -> "[ERROR] " + text(data, "message");
          case "complete" -> "[COMPLETE] " + data.path("result");
          default -> "[STATUS] " + status(data);
        };
    return "[%s] [%s] %s".formatted(event.at(), event.step(), said.strip());
  }

  /** Says which step is at work, so that two lines in a row never say the same. */
  private static String status(JsonNode data) {
    String running =
        data.path("steps").properties().stream()
            .filter(step -> step.getValue().asText().equals("running"))
            .map(step -> " (%s)".formatted(step.getKey()))
            .findFirst()
            .orElse("");
    String message = text(data, "message");
    return "%s%s, step %s%s"
        .formatted(
            text(data, "status"),
            running,
            text(data, "current_step"),
            message.isEmpty() ? "" : ": " + message);
  }

  private static String text(JsonNode data, String name) {
    return data.path(name).asText();
  }

  private void artifacts(ServerRequest request, ServerResponse response) {
    Answers.send(response, artifacts.of(task(request)));
  }

  private TaskRow task(ServerRequest request) {
    return tasks.find(Answers.taskId(request)).orElseThrow(RefusedException::unknownTask);
  }
}
