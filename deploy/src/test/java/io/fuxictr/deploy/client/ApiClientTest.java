package io.fuxictr.deploy.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.fuxictr.task.TaskStatus;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ApiClientTest {
  private static final String TASK = "/api/workflow/tasks/7";

  private RecordedServer server;
  private ApiClient api;

  @BeforeEach
  void start() throws Exception {
    server = new RecordedServer();
    api = new ApiClient(URI.create(server.uri() + "/"));
  }

  @AfterEach
  void stop() {
    api.close();
    server.close();
  }

  @Test
  void submissionArrivesAsItIs() throws Exception {
    server.on("POST /api/workflow/tasks", 200, "{\"task_id\":7}");

    JsonNode task = api.submit(ApiClient.parse("{\"name\":\"größer\"}"));

    assertThat(task.path("task_id").asLong()).isEqualTo(7);
    assertThat(server.requests()).containsExactly("POST /api/workflow/tasks {\"name\":\"größer\"}");
  }

  @Test
  void everyRefusedFieldIsNamed() {
    server.on(
        "POST /api/workflow/tasks",
        422,
        """
        {"detail":[{"loc":["body","name"],"msg":"Field required"},
                   {"loc":["body","sample_sql"],"msg":"is empty"}]}\
        """);

    assertThatThrownBy(() -> api.submit(ApiClient.parse("{}")))
        .isInstanceOfSatisfying(
            ApiException.class, failure -> assertThat(failure.status()).isEqualTo(422))
        .hasMessage("Submitting the task: name: Field required; sample_sql: is empty");
  }

  @Test
  void refusalIsToldInTheServersWords() {
    server.on("POST " + TASK + "/cancel", 409, "{\"detail\":\"Task 7 is completed\"}");

    assertThatThrownBy(() -> api.cancel(7)).hasMessage("Cancelling task 7: Task 7 is completed");
  }

  @Test
  void somethingElseThatAnswersIsRecognised() {
    server.on("GET " + TASK, 200, "<html>");

    assertThatThrownBy(() -> api.task(7)).hasMessageContaining("no JSON; is it the API");
  }

  @Test
  void stepOfARetryIsPassedOn() throws Exception {
    server.on("POST " + TASK + "/retry?step=train", 200, "{\"message\":\"ok\"}");

    assertThat(api.retry(7, "train")).isEqualTo("ok");
  }

  @Test
  void storedEventsAreReadPageByPageEachOnce() throws Exception {
    server
        .on("GET " + TASK + "/logs/history?after_seq=0&limit=1000", 200, events(1, 2))
        .on("GET " + TASK + "/logs/history?after_seq=2&limit=1000", 200, events(2, 3))
        .on("GET " + TASK + "/logs/history?after_seq=3&limit=1000", 200, "[]");
    List<Long> seen = new ArrayList<>();

    new TaskFollower(api, 7, event -> seen.add(event.path("seq").asLong())).drain();

    assertThat(seen).containsExactly(1L, 2L, 3L);
  }

  @Test
  void endIsNoticedWithoutAStream() throws Exception {
    server
        .on("GET " + TASK, 200, "{\"status\":\"failed\"}")
        .on("GET " + TASK + "/logs/history?after_seq=0&limit=1000", 200, events(4, 4))
        .on("GET " + TASK + "/logs/history?after_seq=4&limit=1000", 200, "[]");
    List<Long> seen = new ArrayList<>();

    TaskStatus end =
        new TaskFollower(api, 7, event -> seen.add(event.path("seq").asLong())).follow();

    assertThat(end).isEqualTo(TaskStatus.FAILED);
    assertThat(seen).containsExactly(4L);
  }

  @Test
  void unknownTaskEndsTheFollowing() {
    server.on("GET " + TASK, 404, "{\"detail\":\"Task not found\"}");

    assertThatThrownBy(() -> new TaskFollower(api, 7, _ -> {}).follow())
        .hasMessage("Reading task 7: Task not found");
  }

  private static String events(int first, int last) {
    var events = new ArrayList<String>();
    for (int seq = first; seq <= last; seq++) {
      events.add("{\"seq\":%d}".formatted(seq));
    }
    return events.toString();
  }
}
