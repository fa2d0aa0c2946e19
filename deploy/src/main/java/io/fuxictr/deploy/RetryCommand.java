package io.fuxictr.deploy;

import io.fuxictr.deploy.client.ApiClient;
import io.fuxictr.task.TaskId;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Asks for another attempt at a task that failed or was cancelled. */
@Command(
    name = "retry",
    description = "Try a failed or cancelled task again, from the first step that is not done.",
    mixinStandardHelpOptions = true)
final class RetryCommand implements Callable<Integer> {
  @Parameters(paramLabel = "TASK", description = "a task's number", converter = TaskArgument.class)
  private TaskId task = new TaskId(1);

  @Option(
      names = "--step",
      paramLabel = "STEP",
      description = "begin with data_fetch, train, infer, transport or monitor")
  private String step = "";

  @Mixin private ApiOptions api = new ApiOptions();

  @Spec private CommandSpec spec = CommandSpec.create();

  RetryCommand() {}

  @Override
  public Integer call() throws InterruptedException {
    try (ApiClient client = api.client()) {
      Answer.print(spec, api, client.retry(task.value(), step));
    }
    return 0;
  }
}
