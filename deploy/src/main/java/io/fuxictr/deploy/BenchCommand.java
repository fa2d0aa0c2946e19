package io.fuxictr.deploy;

import io.fuxictr.deploy.bench.QueueBench;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Measures this machine, each figure beside something else in the same run. */
@Command(
    name = "bench",
    description = "Measure this machine, each figure beside something else in the same run.",
    mixinStandardHelpOptions = true)
final class BenchCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  BenchCommand() {}

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Say what to measure: queue.");
  }

  @Command(
      name = "queue",
      description =
          "Submissions and stage transitions through the broker, beside the broker alone.",
      mixinStandardHelpOptions = true)
  int queue(
      @Option(
              names = "--submissions",
              paramLabel = "N",
              defaultValue = "20000",
              description = "submissions of each run (default: ${DEFAULT-VALUE})")
          int submissions,
      @Option(
              names = "--tasks",
              paramLabel = "N",
              defaultValue = "1000",
              description = "tasks that pass through all stages (default: ${DEFAULT-VALUE})")
          int tasks)
      throws InterruptedException {
    if (submissions < 1 || tasks < 1) {
      throw new ParameterException(
          spec.commandLine(), "--submissions and --tasks are counts of at least 1.");
    }
    return new QueueBench(submissions, tasks).run(spec.commandLine().getOut()) ? 0 : 1;
  }
}
