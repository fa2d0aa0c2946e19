package io.fuxictr.deploy;

import io.fuxictr.deploy.lab.ExperimentPlan;
import io.fuxictr.deploy.lab.WeightImport;
import io.fuxictr.deploy.text.WorkProgress;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Makes the model of an experiment out of weights that were trained elsewhere. */
@Command(
    name = "import-weights",
    description = "Make a model out of weights that FuxiCTR trained, saved as safetensors.",
    mixinStandardHelpOptions = true)
final class ImportWeightsCommand implements Callable<Integer> {
  @Mixin private ExperimentOptions experiment = new ExperimentOptions();

  @Option(
      names = "--expid",
      required = true,
      paramLabel = "ID",
      description = "name of the experiment")
  private String expid = "";

  @Option(
      names = "--weights",
      required = true,
      paramLabel = "FILE",
      description = "safetensors with the names of the model's state_dict")
  private Path weights = Path.of("");

  @Spec private CommandSpec spec = CommandSpec.create();

  ImportWeightsCommand() {}

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    return Interruptible.run(
        spec.commandLine().getErr(),
        () -> {
          var progress = WorkProgress.on(Terminal.medium(), out);
          try {
            ExperimentPlan plan = ExperimentPlan.of(experiment.request(expid));
            Path model = new WeightImport(plan, progress).run(weights);
            out.println("Model: " + model);
            return 0;
          } finally {
            progress.end();
          }
        });
  }
}
