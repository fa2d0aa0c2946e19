package io.fuxictr.web.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fuxictr.experiment.ExperimentFiles;
import io.fuxictr.message.Json;
import io.fuxictr.task.TaskStatus;
import io.fuxictr.web.intake.WorkerBoard;
import io.fuxictr.web.store.TaskQueries;
import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/** The server itself: health, configuration, counts, and what there is to choose from. */
final class SystemService implements HttpService {
  private final TaskQueries tasks;
  private final ExperimentFiles experiments;
  private final Health health;
  private final ServerFacts facts;
  private final WorkerBoard board;

  SystemService(
      TaskQueries tasks,
      ExperimentFiles experiments,
      Health health,
      ServerFacts facts,
      WorkerBoard board) {
    this.tasks = tasks;
    this.experiments = experiments;
    this.health = health;
    this.facts = facts;
    this.board = board;
  }

  @Override
  public void routing(HttpRules rules) {
    get(rules, "/api/health", this::health);
    get(rules, "/api/workflow/servers", this::servers);
    get(rules, "/api/workflow/config", this::config);
    get(rules, "/api/workflow/stats", this::stats);
    get(rules, "/api/workflow/workers", this::workers);
    get(rules, "/api/workflow/users", this::users);
    get(rules, "/api/workflow/models", this::models);
    get(rules, "/api/workflow/experiments", this::experiments);
  }

  private static void get(HttpRules rules, String path, io.helidon.webserver.http.Handler handler) {
    rules.get(path, handler).any(path, Api::wrongMethod);
  }

  private void health(ServerRequest request, ServerResponse response) {
    Map<String, String> parts = health.parts();
    boolean well = parts.values().stream().allMatch(Health.OK::equals);
    ObjectNode json =
        Json.object().put("status", well ? Health.OK : "down").put("version", facts.version());
    parts.forEach(json::put);
    Answers.send(response, well ? Status.OK_200 : Status.SERVICE_UNAVAILABLE_503, json);
  }

  private void servers(ServerRequest request, ServerResponse response) {
    ObjectNode json = Json.object();
    ArrayNode list = json.putArray("servers");
    facts
        .servers()
        .forEach(
            server ->
                list.addObject()
                    .put("name", server.name())
                    .put("host", server.host())
                    .put("port", server.port())
                    .put("username", server.username()));
    Answers.send(response, json);
  }

  private void config(ServerRequest request, ServerResponse response) {
    ObjectNode json = Json.object();
    ObjectNode servers = json.putObject("servers");
    facts
        .servers()
        .forEach(
            server ->
                servers
                    .putObject(server.name())
                    .put("host", server.host())
                    .put("port", server.port()));
    List.of("storage", "fuxictr_paths", "transfer", "workflow")
        .forEach(
            section ->
                json.set(
                    section, Json.toTree(facts.configuration().getOrDefault(section, Map.of()))));
    Answers.send(response, json);
  }

  private void stats(ServerRequest request, ServerResponse response) {
    Map<String, Long> counts = tasks.countByStatus();
    ObjectNode json = Json.object();
    ObjectNode byStatus = json.putObject("counts");
    for (TaskStatus status : TaskStatus.values()) {
      byStatus.put(status.wireName(), counts.getOrDefault(status.wireName(), 0L));
    }
    json.put("total", counts.values().stream().mapToLong(Long::longValue).sum());
    json.set("active_by_user", Json.toTree(tasks.activeByUser()));
    Answers.send(response, json);
  }

  private void workers(ServerRequest request, ServerResponse response) {
    ObjectNode json = Json.object();
    ArrayNode list = json.putArray("workers");
    board.workers().forEach(worker -> list.add(WorkerJson.of(worker)));
    Answers.send(response, json);
  }

  private void users(ServerRequest request, ServerResponse response) {
    ObjectNode json = Json.object();
    json.set("users", Json.toTree(tasks.users()));
    Answers.send(response, json);
  }

  private void models(ServerRequest request, ServerResponse response) {
    choice(request, response, "models", (user, _) -> experiments.models(user));
  }

  private void experiments(ServerRequest request, ServerResponse response) {
    choice(
        request,
        response,
        "experiments",
        (user, model) -> model.isEmpty() ? List.of() : experiments.experimentIds(user, model));
  }

  /** Somebody without a name of their own chooses from what everybody has. */
  private static void choice(
      ServerRequest request,
      ServerResponse response,
      String what,
      BiFunction<String, String, List<String>> find) {
    String user = Answers.text(request, "user");
    String nobody = "-";
    ObjectNode json = Json.object();
    json.set(
        what,
        Json.toTree(find.apply(user.isEmpty() ? nobody : user, Answers.text(request, "model"))));
    Answers.send(response, json);
  }
}
