package io.fuxictr.deploy;

import io.fuxictr.deploy.lab.ExperimentPlan;
import io.fuxictr.deploy.lab.TrainResult;
import io.fuxictr.deploy.lab.Training;
import io.fuxictr.deploy.text.WorkProgress;
import java.io.PrintWriter;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Trains an experiment and measures it. */
@Command(
    name = "train",
    description = "Train an experiment, measure it, and keep the model.",
    mixinStandardHelpOptions = true)
final class TrainCommand implements Callable<Integer> {
  @Mixin private ExperimentOptions experiment = new ExperimentOptions();

  @Option(
      names = "--expid",
      required = true,
      paramLabel = "ID",
      description = "name of the experiment")
  private String expid = "";

  @Option(
      names = "--fresh",
      description = "start over, even if an earlier training was interrupted")
  private boolean fresh;

  @Option(names = "--json", description = "print the result as one line of JSON, and nothing else")
  private boolean json;

  @Spec private CommandSpec spec = CommandSpec.create();

  TrainCommand() {}

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter notes = json ? spec.commandLine().getErr() : out;
    return Interruptible.run(
        spec.commandLine().getErr(),
        () -> {
          ExperimentPlan plan = ExperimentPlan.of(experiment.request(expid));
          TrainResult result =
              new Training(plan, WorkProgress.on(Terminal.medium(), notes), InstantSource.system())
                  .run(fresh ? Training.Start.FRESH : Training.Start.RESUME, command());
          if (json) {
            out.println(result.toJson());
          }
          result.print(notes);
          return 0;
        });
  }

  private String command() {
    return "fuxictr-workflow "
        + String.join(" ", spec.root().commandLine().getParseResult().originalArgs());
  }
}
