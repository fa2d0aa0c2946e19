package io.fuxictr.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fuxictr.deploy.client.ApiClient;
import io.fuxictr.deploy.text.TextTable;
import io.fuxictr.task.TaskId;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows the newest tasks, or one of them with its steps. */
@Command(
    name = "status",
    description = "Show the newest tasks, or one of them with its steps.",
    mixinStandardHelpOptions = true)
final class StatusCommand implements Callable<Integer> {
  @Parameters(
      arity = "0..1",
      paramLabel = "TASK",
      description = "a task's number; without it, the newest tasks",
      converter = TaskArgument.class)
  private @Nullable TaskId task;

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "how many tasks (default: ${DEFAULT-VALUE})")
  private int limit = 20;

  @Mixin private ApiOptions api = new ApiOptions();

  @Spec private CommandSpec spec = CommandSpec.create();

  StatusCommand() {}

  @Override
  public Integer call() throws InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    try (ApiClient client = api.client()) {
      Optional<TaskId> one = Optional.ofNullable(task);
      if (one.isPresent()) {
        show(out, client, one.get());
      } else {
        list(out, client.tasks(limit));
      }
    }
    return 0;
  }

  private void list(PrintWriter out, JsonNode tasks) {
    if (api.json()) {
      out.println(tasks);
      return;
    }
    var table = new TextTable("TASK", "NAME", "USER", "EXPERIMENT", "STATUS", "STEPS", "CREATED");
    for (JsonNode each : tasks) {
      table.row(
          each.path("task_id").asText(),
          each.path("name").asText(),
          each.path("user").asText(),
          each.path("experiment_id").asText(),
          each.path("status").asText(),
          steps(each),
          each.path("created_at").asText());
    }
    table.print(out);
  }

  private void show(PrintWriter out, ApiClient client, TaskId id) throws InterruptedException {
    JsonNode one = client.task(id.value());
    JsonNode steps = client.steps(id.value());
    if (api.json()) {
      if (one instanceof ObjectNode object) {
        object.set("steps", steps);
      }
      out.println(one);
      return;
    }
    out.printf(
        "Task %s  %s%n%s / %s by %s: %s, %s steps done%n",
        id,
        one.path("name").asText(),
        one.path("model").asText(),
        one.path("experiment_id").asText(),
        one.path("user").asText(),
        one.path("status").asText(),
        steps(one));
    var table = new TextTable("STEP", "STATUS", "STARTED", "COMPLETED", "FAILED BECAUSE");
    for (JsonNode step : steps) {
      table.row(
          List.of("step_name", "status", "started_at", "completed_at", "error_message").stream()
              .map(key -> step.path(key).asText("").replace("null", ""))
              .toArray(String[]::new));
    }
    table.print(out);
  }

  private static String steps(JsonNode task) {
    return task.path("current_step").asInt() + "/" + task.path("total_steps").asInt();
  }
}
