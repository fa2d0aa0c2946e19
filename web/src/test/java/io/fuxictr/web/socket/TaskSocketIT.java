package io.fuxictr.web.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fuxictr.message.Json;
import io.fuxictr.message.TaskEvent;
import io.fuxictr.task.Stage;
import io.fuxictr.task.TaskId;
import io.fuxictr.web.WebServerFixture;
import io.fuxictr.web.store.Samples;
import java.net.URI;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TaskSocketIT {
  private static final Duration SOON = Duration.ofSeconds(20);

  private WebServerFixture server;

  @BeforeAll
  void start(@TempDir Path folder) {
    server = new WebServerFixture(folder);
  }

  @AfterAll
  void stop() {
    server.close();
  }

  /** What a browser hears. */
  private static final class Browser implements WebSocket.Listener {
    private final List<ObjectNode> heard = new CopyOnWriteArrayList<>();
    private final StringBuilder text = new StringBuilder();
    private volatile int closeCode;

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence part, boolean last) {
      text.append(part);
      if (last) {
        heard.add(Json.read(text.toString()));
        text.setLength(0);
      }
      socket.request(1);
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
      closeCode = code;
      return null;
    }

    List<ObjectNode> events() {
      return heard.stream().filter(message -> message.has("seq")).toList();
    }

    List<Long> numbers() {
      return events().stream().map(event -> event.path("seq").asLong()).toList();
    }
  }

  private WebSocket connect(Browser browser, String path, String... headers) {
    WebSocket.Builder builder = server.client().newWebSocketBuilder();
    for (int i = 0; i < headers.length; i += 2) {
      builder.header(headers[i], headers[i + 1]);
    }
    int port = server.web().apiPort();
    return builder
        .buildAsync(URI.create("ws://127.0.0.1:%d%s".formatted(port, path)), browser)
        .join();
  }

  private static String logs(TaskId task) {
    return "/api/workflow/tasks/%s/logs".formatted(task);
  }

  private long stored(TaskId task) {
    String body =
        server.get("/api/workflow/tasks/%s/logs/history?limit=5000".formatted(task)).body();
    return body.split("\"seq\"", -1).length - 1L;
  }

  private TaskId completed() {
    var task = new TaskId(server.submit("watched"));
    server.publish(Samples.wholeRun(task));
    await().atMost(SOON).until(() -> stored(task) >= 31);
    return task;
  }

  private static List<TaskEvent> lines(TaskId task, int from, int to) {
    return IntStream.range(from, to)
        .mapToObj(i -> Samples.event(task, Stage.TRAIN, i, Samples.line("line " + i)))
        .toList();
  }

  @Test
  void clientThatConnectsAfterwardsGetsEveryEventOnceInOrder() {
    TaskId task = completed();
    long stored = stored(task);
    var browser = new Browser();

    WebSocket socket = connect(browser, logs(task) + "?after_seq=0");

    await().atMost(SOON).until(() -> browser.events().size() >= stored);
    ObjectNode first = browser.heard.getFirst();
    assertThat(first.path("type").asText()).isEqualTo("status");
    assertThat(first.path("data").path("status").asText()).isEqualTo("completed");
    assertThat(first.path("data").path("steps").path("monitor").asText()).isEqualTo("completed");
    assertThat(browser.numbers()).hasSize((int) stored).isSorted().doesNotHaveDuplicates();
    ObjectNode last = browser.heard.getLast();
    assertThat(last.path("type").asText()).isEqualTo("status");
    assertThat(last.path("step").asText()).isEqualTo("workflow");
    socket.abort();
  }

  @Test
  void clientThatWasAwayGetsExactlyWhatItMissed() {
    TaskId task = completed();
    var all = new Browser();
    connect(all, logs(task) + "?after_seq=0").abort();
    var first = new Browser();
    WebSocket socket = connect(first, logs(task) + "?after_seq=0");
    await().atMost(SOON).until(() -> first.events().size() == stored(task));
    long middle = first.numbers().get(10);
    socket.abort();
    var second = new Browser();

    WebSocket again = connect(second, logs(task) + "?after_seq=" + middle);

    await().atMost(SOON).until(() -> second.events().size() == stored(task) - 11);
    assertThat(second.numbers().getFirst()).isGreaterThan(middle);
    again.abort();
  }

  @Test
  void severalClientsFollowLiveWhileEventsCome() {
    var task = new TaskId(server.submit("busy"));
    var browsers = List.of(new Browser(), new Browser(), new Browser());
    var sockets = new ArrayList<WebSocket>();
    for (int i = 0; i < browsers.size(); i++) {
      server.publish(lines(task, i * 300, (i + 1) * 300));
      sockets.add(connect(browsers.get(i), logs(task) + "?after_seq=0"));
    }
    server.publish(lines(task, 900, 1200));

    for (Browser browser : browsers) {
      await().atMost(SOON).until(() -> browser.events().size() >= 1200);
      assertThat(browser.numbers()).hasSize(1200).isSorted().doesNotHaveDuplicates();
    }
    sockets.forEach(WebSocket::abort);
  }

  @Test
  void withoutANumberTheLastFiveHundredAreReplayed() {
    var task = new TaskId(server.submit("long"));
    server.publish(lines(task, 0, 700));
    await().atMost(SOON).until(() -> stored(task) == 700);
    var browser = new Browser();

    WebSocket socket = connect(browser, logs(task));

    await().atMost(SOON).until(() -> browser.events().size() == 500);
    assertThat(browser.events().getLast().path("data").path("message").asText())
        .isEqualTo("line 699");
    socket.abort();
  }

  @Test
  void unknownTaskClosesWithItsOwnCode() {
    for (String path : List.of("/api/workflow/tasks/424242/logs", "/api/workflow/tasks/x/logs")) {
      var browser = new Browser();

      WebSocket socket = connect(browser, path);

      await().atMost(SOON).until(() -> browser.closeCode == TaskSocket.UNKNOWN_TASK);
      socket.abort();
    }
  }

  @Test
  void pingInWordsIsAnswered() {
    var task = new TaskId(server.submit("pinged"));
    var browser = new Browser();
    WebSocket socket = connect(browser, logs(task));

    socket.sendText("ping", true).join();

    await().atMost(SOON).until(() -> browser.heard.getLast().path("type").asText().equals("pong"));
    socket.abort();
  }

  @Test
  void pageOfAForeignOriginIsRefused() {
    var task = new TaskId(server.submit("guarded"));

    assertThatThrownBy(() -> connect(new Browser(), logs(task), "Origin", "https://evil.example"))
        .isInstanceOf(CompletionException.class)
        .hasCauseInstanceOf(WebSocketHandshakeException.class);
  }

  @Test
  void secondDeliveryTellsBrowsersNothingNew() {
    TaskId task = completed();
    var browser = new Browser();
    WebSocket socket = connect(browser, logs(task) + "?after_seq=0");
    long stored = stored(task);
    await().atMost(SOON).until(() -> browser.events().size() == stored);

    server.publish(Samples.wholeRun(task));
    server.publish(lines(task, 5000, 5001));

    await().atMost(SOON).until(() -> browser.events().size() > stored);
    assertThat(browser.events()).hasSize((int) stored + 1);
    socket.abort();
  }
}
