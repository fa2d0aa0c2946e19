package io.fuxictr.deploy;

import io.fuxictr.deploy.client.ApiClient;
import io.fuxictr.task.TaskId;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Lets a paused task go on. */
@Command(
    name = "resume",
    description = "Let a paused task go on where it stopped.",
    mixinStandardHelpOptions = true)
final class ResumeCommand implements Callable<Integer> {
  @Parameters(paramLabel = "TASK", description = "a task's number", converter = TaskArgument.class)
  private TaskId task = new TaskId(1);

  @Mixin private ApiOptions api = new ApiOptions();

  @Spec private CommandSpec spec = CommandSpec.create();

  ResumeCommand() {}

  @Override
  public Integer call() throws InterruptedException {
    try (ApiClient client = api.client()) {
      Answer.print(spec, api, client.resume(task.value()));
    }
    return 0;
  }
}
