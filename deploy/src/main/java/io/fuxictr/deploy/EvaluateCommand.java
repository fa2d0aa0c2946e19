package io.fuxictr.deploy;

import io.fuxictr.dataset.build.Split;
import io.fuxictr.deploy.lab.ExperimentPlan;
import io.fuxictr.deploy.lab.Measuring;
import io.fuxictr.deploy.lab.TrainResult;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Measures a trained model. */
@Command(
    name = "evaluate",
    description = "Measure a trained model on a split of its dataset, or on other rows.",
    mixinStandardHelpOptions = true)
final class EvaluateCommand implements Callable<Integer> {
  private static final int MOST_BINS = 10_000;

  @Mixin private ExperimentOptions experiment = new ExperimentOptions();

  @Option(
      names = "--expid",
      required = true,
      paramLabel = "ID",
      description = "name of the experiment")
  private String expid = "";

  @Option(
      names = "--split",
      paramLabel = "SPLIT",
      description = "train, valid or test (default: test)")
  private @Nullable Split split;

  @Option(
      names = "--data",
      arity = "1..*",
      paramLabel = "FILE",
      description = "labelled rows to measure on instead, as Parquet, CSV or npz")
  private List<Path> data = List.of();

  @Option(
      names = "--calibration",
      paramLabel = "N",
      description =
          "show what is predicted and what comes true in N bins of as many rows, for each label")
  private @Nullable Integer bins;

  @Option(names = "--json", description = "print the result as one line of JSON, and nothing else")
  private boolean json;

  @Spec private CommandSpec spec = CommandSpec.create();

  EvaluateCommand() {}

  @Override
  public Integer call() {
    if (split != null && !data.isEmpty()) {
      throw new ParameterException(
          spec.commandLine(), "--split and --data exclude each other: name one of them.");
    }
    if (bins != null && (bins < 1 || bins > MOST_BINS)) {
      throw new ParameterException(
          spec.commandLine(),
          "--calibration is %d: name a number of bins from 1 to %d.".formatted(bins, MOST_BINS));
    }
    PrintWriter out = spec.commandLine().getOut();
    return Interruptible.run(
        spec.commandLine().getErr(),
        () -> {
          TrainResult result = measure(ExperimentPlan.of(experiment.request(expid)));
          if (json) {
            out.println(result.toJson());
          } else {
            result.print(out);
          }
          return 0;
        });
  }

  private TrainResult measure(ExperimentPlan plan) throws InterruptedException {
    var measuring =
        new Measuring(
            plan,
            InstantSource.system(),
            bins == null ? OptionalInt.empty() : OptionalInt.of(bins));
    if (!data.isEmpty()) {
      return measuring.run(DataArgument.files(data));
    }
    return measuring.run(split == null ? Split.TEST : split);
  }
}
