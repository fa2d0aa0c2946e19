package io.fuxictr.web.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.fuxictr.message.Json;
import io.fuxictr.task.Stage;
import io.fuxictr.task.TaskId;
import io.fuxictr.task.TaskStatus;
import io.fuxictr.web.intake.RefusedException;
import io.fuxictr.web.intake.Removal;
import io.fuxictr.web.intake.Removal.Purge;
import io.fuxictr.web.intake.SubmissionDesk;
import io.fuxictr.web.store.TaskFilter;
import io.fuxictr.web.store.TaskQueries;
import io.fuxictr.web.store.TaskRow;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.Arrays;
import java.util.Optional;

/** Tasks over HTTP: list, create, change, start, pause, resume, retry, cancel, delete. */
final class TaskService implements HttpService {
  private static final int DEFAULT_LIMIT = 100;
  private static final int MOST = 1000;

  private final SubmissionDesk desk;
  private final Removal removal;
  private final TaskQueries tasks;

  TaskService(SubmissionDesk desk, Removal removal, TaskQueries tasks) {
    this.desk = desk;
    this.removal = removal;
    this.tasks = tasks;
  }

  @Override
  public void routing(HttpRules rules) {
    rules
        .get("/", this::list)
        .post("/", this::create)
        .any("/", Api::wrongMethod)
        .get("/{id}", this::read)
        .put("/{id}", this::edit)
        .delete("/{id}", this::delete)
        .any("/{id}", Api::wrongMethod)
        .post("/{id}/start", this::start)
        .any("/{id}/start", Api::wrongMethod)
        .post("/{id}/pause", this::pause)
        .any("/{id}/pause", Api::wrongMethod)
        .post("/{id}/resume", this::resume)
        .any("/{id}/resume", Api::wrongMethod)
        .post("/{id}/retry", this::retry)
        .any("/{id}/retry", Api::wrongMethod)
        .post("/{id}/cancel", this::cancel)
        .any("/{id}/cancel", Api::wrongMethod);
  }

  void list(ServerRequest request, ServerResponse response) {
    var filter =
        new TaskFilter(
            Answers.text(request, "user"),
            Answers.text(request, "status", TaskService::isStatus, "one of the six statuses"),
            Answers.text(request, "model"),
            Answers.text(request, "q"),
            Answers.text(request, "submission_key"),
            (int) Answers.integer(request, "limit", DEFAULT_LIMIT, 1, MOST),
            (int) Answers.integer(request, "offset", 0, 0, Integer.MAX_VALUE));
    ArrayNode list = Json.object().arrayNode();
    tasks.list(filter).forEach(task -> list.add(TaskJson.brief(task)));
    Answers.send(response, list);
  }

  private static boolean isStatus(String text) {
    return Arrays.stream(TaskStatus.values()).anyMatch(status -> status.wireName().equals(text));
  }

  private void create(ServerRequest request, ServerResponse response) {
    TaskId id = desk.submit(Answers.body(request));
    Answers.send(response, TaskJson.brief(task(id)));
  }

  private void read(ServerRequest request, ServerResponse response) {
    Answers.send(response, TaskJson.full(task(Answers.taskId(request))));
  }

  private void edit(ServerRequest request, ServerResponse response) {
    TaskId id = Answers.taskId(request);
    desk.edit(id, Answers.body(request));
    Answers.send(response, TaskJson.full(task(id)));
  }

  private void start(ServerRequest request, ServerResponse response) {
    TaskId id = Answers.taskId(request);
    desk.start(id);
    Answers.message(response, "Task %s started".formatted(id));
  }

  private void pause(ServerRequest request, ServerResponse response) {
    TaskId id = Answers.taskId(request);
    desk.pause(id);
    Answers.message(response, "Task %s pause requested".formatted(id));
  }

  private void resume(ServerRequest request, ServerResponse response) {
    TaskId id = Answers.taskId(request);
    desk.resume(id);
    Answers.message(response, "Task %s resumed".formatted(id));
  }

  private void retry(ServerRequest request, ServerResponse response) {
    TaskId id = Answers.taskId(request);
    String step =
        Answers.text(
            request,
            "step",
            name -> Stage.ALL.stream().anyMatch(stage -> stage.wireName().equals(name)),
            "one of " + String.join(", ", Stage.ALL.stream().map(Stage::wireName).toList()));
    desk.retry(id, Optional.of(step).filter(name -> !name.isEmpty()).map(Stage::ofWireName));
    Answers.message(response, "Task %s retry initiated".formatted(id));
  }

  private void cancel(ServerRequest request, ServerResponse response) {
    TaskId id = Answers.taskId(request);
    desk.cancel(id);
    Answers.message(response, "Task %s cancellation requested".formatted(id));
  }

  private void delete(ServerRequest request, ServerResponse response) throws InterruptedException {
    boolean purge = Answers.text(request, "purge").equals("true");
    removal.delete(Answers.taskId(request), purge ? Purge.FILES : Purge.NOTHING);
    Answers.message(response, "Task deleted successfully");
  }

  private TaskRow task(TaskId id) {
    return tasks.find(id).orElseThrow(RefusedException::unknownTask);
  }
}
