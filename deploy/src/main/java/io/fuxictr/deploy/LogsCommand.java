package io.fuxictr.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import io.fuxictr.deploy.client.ApiClient;
import io.fuxictr.deploy.client.TaskFollower;
import io.fuxictr.deploy.text.EventLine;
import io.fuxictr.task.TaskId;
import io.fuxictr.task.TaskStatus;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints what happened to a task, and goes on until it ends if wanted. */
@Command(
    name = "logs",
    description = "Print what happened to a task.",
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes with -f:%n",
    exitCodeList = {"0:the task completed", "1:it failed or was cancelled", "2:wrong usage"})
final class LogsCommand implements Callable<Integer> {
  @Parameters(paramLabel = "TASK", description = "a task's number", converter = TaskArgument.class)
  private TaskId task = new TaskId(1);

  @Option(
      names = {"-f", "--follow"},
      description = "go on until the task ends, also across lost connections")
  private boolean follow;

  @Mixin private ApiOptions api = new ApiOptions();

  @Spec private CommandSpec spec = CommandSpec.create();

  LogsCommand() {}

  @Override
  public Integer call() throws InterruptedException {
    try (ApiClient client = api.client()) {
      var follower = new TaskFollower(client, task.value(), this::print);
      if (!follow) {
        client.task(task.value());
        follower.drain();
        return 0;
      }
      return follower.follow() == TaskStatus.COMPLETED ? 0 : 1;
    }
  }

  private void print(JsonNode event) {
    spec.commandLine().getOut().println(api.json() ? event.toString() : EventLine.of(event));
  }
}
