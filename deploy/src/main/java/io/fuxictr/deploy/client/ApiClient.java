package io.fuxictr.deploy.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The REST interface of a running web server. */
public final class ApiClient implements AutoCloseable {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final ObjectMapper JSON = JsonMapper.builder().build();
  private static final int PAGE = 1000;

  private final URI root;
  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();

  /**
   * Creates a client; connects with the first request.
   *
   * @param root address of the server, such as {@code http://127.0.0.1:8001}
   */
  public ApiClient(URI root) {
    String text = root.toString();
    this.root = URI.create(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
  }

  /**
   * Submits a task.
   *
   * @param submission the fields of a submission as JSON
   * @return the task as the server shows it, {@code task_id} among the rest
   * @throws ApiException if the server refuses it, with every field that is wrong
   */
  public JsonNode submit(JsonNode submission) throws InterruptedException {
    return send(
        "Submitting the task",
        request("/api/workflow/tasks")
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(submission.toString())));
  }

  /** Returns the newest tasks, newest first. */
  public JsonNode tasks(int limit) throws InterruptedException {
    return get("Listing tasks", "/api/workflow/tasks?limit=" + limit);
  }

  /** Returns a task with all its fields. */
  public JsonNode task(long id) throws InterruptedException {
    return get("Reading task " + id, path(id, ""));
  }

  /** Returns the steps of a task, in order. */
  public JsonNode steps(long id) throws InterruptedException {
    return get("Reading the steps of task " + id, path(id, "/steps"));
  }

  /** Returns the figures of a task: {@code metrics}, one row per step. */
  public JsonNode metrics(long id) throws InterruptedException {
    return get("Reading the metrics of task " + id, path(id, "/metrics"));
  }

  /**
   * Returns how the server is: {@code status}, {@code ok} if nothing is wrong.
   *
   * @throws ApiException if it does not answer, or a part of it is down
   */
  public JsonNode health() throws InterruptedException {
    return get("Asking for the health of the server", "/api/health");
  }

  /** Returns figures of the server: {@code counts} of tasks by status, and more. */
  public JsonNode stats() throws InterruptedException {
    return get("Asking for the counts of tasks", "/api/workflow/stats");
  }

  /** Returns the next stored events after a sequence number, in order; empty if there are none. */
  public List<JsonNode> events(long id, long afterSeq) throws InterruptedException {
    JsonNode page =
        get(
            "Reading the log of task " + id,
            path(id, "/logs/history?after_seq=%d&limit=%d".formatted(afterSeq, PAGE)));
    var events = new ArrayList<JsonNode>();
    (page.isArray() ? page : page.path("events")).forEach(events::add);
    return events;
  }

  /** Asks for the end of a task; returns the server's answer. */
  public String cancel(long id) throws InterruptedException {
    return post("Cancelling task " + id, path(id, "/cancel"));
  }

  /** Asks for a pause of a task; returns the server's answer. */
  public String pause(long id) throws InterruptedException {
    return post("Pausing task " + id, path(id, "/pause"));
  }

  /** Lets a paused task go on; returns the server's answer. */
  public String resume(long id) throws InterruptedException {
    return post("Resuming task " + id, path(id, "/resume"));
  }

  /** Returns the workers of the last day, by stage. */
  public JsonNode workers() throws InterruptedException {
    return get("Listing workers", "/api/workflow/workers").path("workers");
  }

  /**
   * Asks for another attempt at a task; returns the server's answer.
   *
   * @param step the step to begin with; empty for the first that is not done
   */
  public String retry(long id, String step) throws InterruptedException {
    String query = step.isEmpty() ? "" : "?step=" + URLEncoder.encode(step, StandardCharsets.UTF_8);
    return post("Retrying task " + id, path(id, "/retry" + query));
  }

  /**
   * Deletes a task that nobody works on.
   *
   * @param purge whether its dataset and what was exported for it go too
   */
  public void delete(long id, boolean purge) throws InterruptedException {
    var _ = send("Deleting task " + id, request(path(id, purge ? "?purge=true" : "")).DELETE());
  }

  /** Returns the address of a task's event stream. */
  URI eventStream(long id, long afterSeq) {
    String scheme = root.getScheme().equals("https") ? "wss" : "ws";
    return URI.create(
        "%s://%s%s".formatted(scheme, root.getRawAuthority(), path(id, "/logs"))
            + "?after_seq="
            + afterSeq);
  }

  HttpClient http() {
    return http;
  }

  /**
   * Reads JSON.
   *
   * @throws JsonProcessingException if it is not JSON
   */
  public static JsonNode parse(String text) throws JsonProcessingException {
    return JSON.readTree(text);
  }

  private static String path(long id, String rest) {
    return "/api/workflow/tasks/" + id + rest;
  }

  private JsonNode get(String what, String path) throws InterruptedException {
    return send(what, request(path).GET());
  }

  private String post(String what, String path) throws InterruptedException {
    return send(what, request(path).POST(BodyPublishers.noBody())).path("message").asText();
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(root + path))
        .timeout(TIMEOUT)
        .header("Accept", "application/json");
  }

  private JsonNode send(String what, HttpRequest.Builder request) throws InterruptedException {
    HttpResponse<String> response;
    try {
      response = http.send(request.build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new ApiException(
          "%s: no answer from %s (%s); is the web server running there?"
              .formatted(what, root, Optional.ofNullable(e.getMessage()).orElse("refused")),
          e);
    }
    JsonNode body;
    try {
      body = JSON.readTree(response.body());
    } catch (JsonProcessingException e) {
      throw new ApiException(
          "%s: %s answered with status %d and no JSON; is it the API of FuxiCTR Workflow?"
              .formatted(what, root, response.statusCode()),
          e);
    }
    if (response.statusCode() / 100 != 2) {
      throw new ApiException(
          response.statusCode(), "%s: %s".formatted(what, detail(body, response.statusCode())));
    }
    return body;
  }

  private static String detail(JsonNode body, int status) {
    JsonNode detail = body.path("detail");
    if (!detail.isArray()) {
      return detail.asText("status " + status);
    }
    var problems = new ArrayList<String>();
    for (JsonNode problem : detail) {
      var place = new ArrayList<String>();
      problem.path("loc").forEach(part -> place.add(part.asText()));
      String field = String.join(".", place.subList(Math.min(1, place.size()), place.size()));
      problems.add(field + ": " + problem.path("msg").asText());
    }
    return String.join("; ", problems);
  }

  @Override
  public void close() {
    http.shutdownNow();
    http.close();
  }
}
