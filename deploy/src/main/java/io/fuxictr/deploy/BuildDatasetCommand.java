package io.fuxictr.deploy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fuxictr.dataset.build.Dataset;
import io.fuxictr.dataset.build.Split;
import io.fuxictr.deploy.lab.DatasetBuild;
import io.fuxictr.deploy.lab.ExperimentPlan;
import io.fuxictr.deploy.text.WorkProgress;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Builds the dataset of an experiment. */
@Command(
    name = "build-dataset",
    description = "Build a dataset, unless the same one is there.",
    mixinStandardHelpOptions = true)
final class BuildDatasetCommand implements Callable<Integer> {
  @Mixin private ExperimentOptions experiment = new ExperimentOptions();

  @ArgGroup(exclusive = true, multiplicity = "1")
  private Subject subject = new Subject();

  @Option(names = "--json", description = "print the result as one line of JSON, and nothing else")
  private boolean json;

  @Spec private CommandSpec spec = CommandSpec.create();

  /** What is to be built. */
  static final class Subject {
    @Option(names = "--expid", paramLabel = "ID", description = "the dataset of an experiment")
    private @Nullable String expid;

    @Option(names = "--dataset", paramLabel = "ID", description = "a dataset by its own name")
    private @Nullable String dataset;
  }

  BuildDatasetCommand() {}

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter notes = json ? spec.commandLine().getErr() : out;
    return Interruptible.run(
        spec.commandLine().getErr(),
        () -> {
          var progress = WorkProgress.on(Terminal.medium(), notes);
          try {
            Dataset dataset = build(progress).run();
            if (json) {
              out.println(toJson(dataset));
            }
            return 0;
          } finally {
            progress.end();
          }
        });
  }

  private DatasetBuild build(WorkProgress progress) {
    if (subject.expid != null) {
      return DatasetBuild.of(ExperimentPlan.of(experiment.request(subject.expid)), progress);
    }
    return DatasetBuild.ofDataset(
        experiment.request(subject.dataset == null ? "" : subject.dataset), progress);
  }

  private static ObjectNode toJson(Dataset dataset) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("status", "completed")
        .put("dataset", dataset.featureMap().datasetId())
        .put("folder", dataset.folder().toString())
        .put("features", dataset.featureMap().fields());
    ObjectNode rows = json.putObject("rows");
    for (Split split : Split.values()) {
      rows.put(split.wireName(), dataset.rows(split));
    }
    return json;
  }
}
