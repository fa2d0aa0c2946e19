package io.fuxictr.deploy.preflight;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.fuxictr.config.RemoteSource;
import io.fuxictr.config.WorkflowConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The web server, asked as its clients do. */
final class ServiceRows implements Group {
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final String TASKS = "/api/workflow/tasks";
  private static final String API = "S1";
  private static final String START =
      "start it with fuxictr-workflow web or standalone; its log says why it does not come up";
  private static final ObjectMapper JSON = JsonMapper.builder().build();

  private final Setup setup;
  private final HttpClient http = HttpClient.newBuilder().connectTimeout(PATIENCE).build();

  ServiceRows(Setup setup) {
    this.setup = setup;
  }

  @Override
  public List<Check> checks() {
    return List.of(
        Check.of(API, "interface answers", () -> answers(api(), "/")).needing(Setup.ROW),
        Check.of("S2", "name and version", this::root).needing(API),
        Check.of("S3", "list of tasks", () -> list(TASKS)).needing(API),
        Check.of("S4", "page answers", this::page).needing(Setup.ROW),
        Check.of("S5", "page from other hosts", this::byName).needing("S4"),
        Check.of("S6", "WebSocket", this::webSocket).needing(API),
        Check.of("S7", "source server is listed", this::servers).needing(API),
        Check.of("E1", "health", this::health).needing(API),
        Check.of("E2", "older path of the list", () -> list("/api/v1/tasks")).needing(API));
  }

  private URI api() {
    return setup
        .site()
        .sockets()
        .map(Site.Sockets::api)
        .orElseGet(() -> socket(config().api().port()));
  }

  private URI dashboard() {
    return setup
        .site()
        .sockets()
        .map(Site.Sockets::dashboard)
        .orElseGet(() -> socket(config().dashboard().port()));
  }

  private URI socket(int port) {
    String host = config().api().host();
    return URI.create("http://%s:%d".formatted(isAny(host) ? "127.0.0.1" : host, port));
  }

  private static boolean isAny(String host) {
    return host.equals("0.0.0.0") || host.equals("::");
  }

  private WorkflowConfig config() {
    return setup.config().orElseThrow(() -> new IllegalStateException("needs " + Setup.ROW));
  }

  private HttpResponse<String> get(URI server, String path)
      throws IOException, InterruptedException {
    return http.send(
        HttpRequest.newBuilder(server.resolve(path)).timeout(PATIENCE).build(),
        BodyHandlers.ofString());
  }

  private Finding answers(URI server, String path) throws InterruptedException {
    try {
      HttpResponse<String> response = get(server, path);
      return response.statusCode() == 200
          ? Finding.pass(server.toString())
          : Finding.fail(
              "GET %s: status %d".formatted(response.uri(), response.statusCode()),
              "look who listens on that port; it is not this web server");
    } catch (IOException e) {
      return Finding.fail("nothing answers at %s (%s)".formatted(server, reason(e)), START);
    }
  }

  private static String reason(IOException e) {
    return Optional.ofNullable(e.getMessage()).orElseGet(() -> e.getClass().getSimpleName());
  }

  private JsonNode json(String path) throws IOException, InterruptedException {
    HttpResponse<String> response = get(api(), path);
    if (response.statusCode() != 200) {
      throw new IOException(
          "GET %s: status %d, %s"
              .formatted(response.uri(), response.statusCode(), response.body()));
    }
    try {
      return JSON.readTree(response.body());
    } catch (JsonProcessingException e) {
      throw new IOException("GET %s: no JSON".formatted(response.uri()), e);
    }
  }

  private Finding root() throws IOException, InterruptedException {
    JsonNode root = json("/");
    String found = "%s %s".formatted(root.path("name").asText(), root.path("version").asText());
    return found.equals("FuxiCTR Workflow API 2.0.0")
        ? Finding.pass(found)
        : Finding.fail(
            "it calls itself '%s'".formatted(found),
            "look who listens on that port; it is not this web server");
  }

  private Finding list(String path) throws IOException, InterruptedException {
    JsonNode list = json(path + "?limit=1");
    return list.isArray()
        ? Finding.pass("GET %s: a list".formatted(path))
        : Finding.fail("GET %s: no list".formatted(path), "look at the log of the web server");
  }

  private Finding page() throws InterruptedException {
    Finding answered = answers(dashboard(), "/");
    if (!answered.isSound()) {
      return answered;
    }
    try {
      return get(dashboard(), "/").body().contains("<html")
          ? answered
          : Finding.fail("no HTML at " + dashboard(), "look who listens on that port");
    } catch (IOException e) {
      return Finding.fail("%s: %s".formatted(dashboard(), reason(e)), START);
    }
  }

  private Finding byName() throws IOException, InterruptedException {
    if (InetAddress.getByName(dashboard().getHost()).isLoopbackAddress()
        && !isAny(config().api().host())) {
      return Finding.skip("it listens on %s only, by api.host".formatted(config().api().host()));
    }
    String name = InetAddress.getLocalHost().getHostName();
    URI named = URI.create("http://%s:%d".formatted(name, dashboard().getPort()));
    try {
      HttpResponse<String> response = get(named, "/");
      return response.statusCode() == 200
          ? Finding.pass(named.toString())
          : Finding.fail(
              "GET %s: status %d".formatted(named, response.statusCode()), "look at its log");
    } catch (IOException e) {
      return Finding.fail(
          "nothing answers at %s (%s)".formatted(named, reason(e)),
          "look whether the name leads to this host, and at the firewall");
    }
  }

  private Finding webSocket() throws IOException, InterruptedException {
    JsonNode tasks = json(TASKS + "?limit=1");
    if (tasks.isEmpty()) {
      return Finding.skip("there is no task yet whose log could be followed");
    }
    String path = "%s/%s/logs".formatted(TASKS, tasks.path(0).path("task_id").asText());
    URI socket = URI.create(api().toString().replaceFirst("^http", "ws") + path);
    String first = firstMessage(socket);
    return JSON.readTree(first).path("type").asText().equals("status")
        ? Finding.pass(socket.toString())
        : Finding.fail(
            "%s begins with %s".formatted(socket, first), "look at the log of the web server");
  }

  private String firstMessage(URI socket) throws IOException, InterruptedException {
    var listener = new FirstMessage();
    try {
      WebSocket open =
          http.newWebSocketBuilder()
              .connectTimeout(PATIENCE)
              .buildAsync(socket, listener)
              .get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
      try {
        return listener.message.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
      } finally {
        open.abort();
      }
    } catch (ExecutionException e) {
      throw new IOException("Following %s: %s".formatted(socket, e.getCause()), e);
    } catch (TimeoutException e) {
      throw new IOException("Following %s: nothing within %s".formatted(socket, PATIENCE), e);
    }
  }

  /** Keeps the first message of a socket. */
  private static final class FirstMessage implements WebSocket.Listener {
    private final CompletableFuture<String> message = new CompletableFuture<>();
    private final StringBuilder text = new StringBuilder();

    @Override
    public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
      text.append(data);
      if (last) {
        message.complete(text.toString());
      }
      socket.request(1);
      return CompletableFuture.completedFuture(null);
    }

    @Override
    public void onError(WebSocket socket, Throwable error) {
      message.completeExceptionally(error);
    }
  }

  private Finding servers() throws IOException, InterruptedException {
    Optional<RemoteSource> remote = config().remote();
    if (remote.isEmpty()) {
      return Finding.skip("no servers.server_21: the embedded source and warehouse are used");
    }
    for (JsonNode server : json("/api/workflow/servers").path("servers")) {
      if (server.path("name").asText().equals(RemoteSource.NAME)) {
        return Finding.pass("%s: %s".formatted(RemoteSource.NAME, server.path("host").asText()));
      }
    }
    return Finding.fail(
        "the web server does not list " + RemoteSource.NAME,
        "start it again with the configuration that names it");
  }

  private Finding health() throws IOException, InterruptedException {
    HttpResponse<String> response = get(api(), "/api/health");
    return response.statusCode() == 200
        ? Finding.pass(response.body())
        : Finding.fail(
            "status %d: %s".formatted(response.statusCode(), response.body()),
            "look at the part that is not ok, and at its log");
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
