package io.fuxictr.deploy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.fuxictr.deploy.lab.ExperimentPlan;
import io.fuxictr.deploy.lab.Scoring;
import io.fuxictr.deploy.text.WorkProgress;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Scores rows with a trained model. */
@Command(
    name = "predict",
    description = "Score rows with a trained model: parts in, the same parts with predictions out.",
    mixinStandardHelpOptions = true)
final class PredictCommand implements Callable<Integer> {
  @Mixin private ExperimentOptions experiment = new ExperimentOptions();

  @Option(
      names = "--expid",
      required = true,
      paramLabel = "ID",
      description = "name of the experiment")
  private String expid = "";

  @Option(
      names = "--data",
      required = true,
      arity = "1..*",
      paramLabel = "FILE",
      description = "rows to score, as Parquet, CSV or npz; a folder stands for all its parts")
  private List<Path> data = List.of();

  @Option(
      names = "--output",
      required = true,
      paramLabel = "DIR",
      description = "folder of the scored parts, empty or of an earlier run")
  private Path output = Path.of("");

  @Option(names = "--json", description = "print the result as one line of JSON, and nothing else")
  private boolean json;

  @Spec private CommandSpec spec = CommandSpec.create();

  PredictCommand() {}

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter notes = json ? spec.commandLine().getErr() : out;
    return Interruptible.run(
        spec.commandLine().getErr(),
        () -> {
          ExperimentPlan plan = ExperimentPlan.of(experiment.request(expid));
          var progress = WorkProgress.on(Terminal.medium(), notes);
          Scoring.Result result =
              new Scoring(plan, progress)
                  .run(DataArgument.files(data), output.toAbsolutePath().normalize());
          print(result, out);
          return 0;
        });
  }

  private void print(Scoring.Result result, PrintWriter out) {
    if (json) {
      out.println(
          JsonNodeFactory.instance
              .objectNode()
              .put("status", "completed")
              .put("parts", result.parts())
              .put("rows", result.rows())
              .put("output", result.output().toString()));
    } else {
      out.printf(
          "%,d rows in %d part%s: %s%n",
          result.rows(), result.parts(), result.parts() == 1 ? "" : "s", result.output());
    }
  }
}
