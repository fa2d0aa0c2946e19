package io.fuxictr.web.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fuxictr.message.Json;
import io.fuxictr.message.Schemas;
import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;

/** What somebody finds who looks at the interface for the first time. */
final class RootService implements HttpService {
  private static final String TASKS = "/api/workflow/tasks";

  @Override
  public void routing(HttpRules rules) {
    rules.get("/", this::root).any("/", Api::wrongMethod);
  }

  /** Adds the description of the interface, for people and for tools. */
  static void describe(HttpRules rules) {
    rules
        .get("/docs", (_, response) -> page(response))
        .get("/redoc", (_, response) -> page(response))
        .get("/docs.css", (_, response) -> file(response, "docs.css", "text/css; charset=utf-8"))
        .get(
            "/openapi.json",
            (_, response) -> file(response, "openapi.json", "application/json; charset=utf-8"))
        .get("/schemas/{file}", RootService::schema)
        .any("/schemas/{file}", Api::wrongMethod);
  }

  /** Sends the form of a message, for whoever sends or reads one. */
  private static void schema(ServerRequest request, ServerResponse response) {
    String file = request.path().pathParameters().get("file");
    String name = file.replaceFirst("\\.json$", "");
    if (!file.endsWith(".json") || !Schemas.NAMES.contains(name)) {
      Answers.error(response, Status.NOT_FOUND_404, "Not Found");
      return;
    }
    response
        .header(HeaderNames.CONTENT_TYPE, "application/schema+json; charset=utf-8")
        .send(Schemas.text(name));
  }

  private void root(ServerRequest request, ServerResponse response) {
    ObjectNode json =
        Json.object()
            .put("name", "FuxiCTR Workflow API")
            .put("version", "2.0.0")
            .put("description", "Multi-server workflow orchestration for ML pipelines")
            .put("docs", "/docs");
    String one = TASKS + "/{task_id}";
    json.putObject("endpoints")
        .put("tasks", TASKS)
        .put("create", TASKS)
        .put("detail", one)
        .put("steps", one + "/steps")
        .put("progress", one + "/progress")
        .put("logs_ws", one + "/logs")
        .put("retry", one + "/retry")
        .put("cancel", one + "/cancel");
    Answers.send(response, json);
  }

  private static void page(ServerResponse response) {
    file(response, "docs.html", "text/html; charset=utf-8");
  }

  private static void file(ServerResponse response, String name, String type) {
    try (InputStream in = RootService.class.getResourceAsStream(name)) {
      byte[] bytes = Objects.requireNonNull(in, name).readAllBytes();
      response.header(HeaderNames.CONTENT_TYPE, type).send(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException("Reading " + name, e);
    }
  }
}
