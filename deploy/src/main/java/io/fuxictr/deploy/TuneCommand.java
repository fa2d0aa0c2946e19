package io.fuxictr.deploy;

import io.fuxictr.deploy.lab.OneByOne;
import io.fuxictr.deploy.lab.Setting;
import io.fuxictr.deploy.lab.SideBySide;
import io.fuxictr.deploy.lab.Training;
import io.fuxictr.deploy.lab.TuneResult;
import io.fuxictr.deploy.lab.Tuning;
import io.fuxictr.deploy.text.WorkProgress;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Tries all combinations of some values. */
@Command(
    name = "tune",
    description = "Train every combination of some values and show which is best.",
    mixinStandardHelpOptions = true)
final class TuneCommand implements Callable<Integer> {
  private static final String THREADS = "ai.djl.pytorch.num_threads";

  @Option(
      names = "--config",
      required = true,
      paramLabel = "FILE",
      description = "what to try: base_config, base_expid, dataset_id, tuner_space")
  private Path config = Path.of("");

  @Option(
      names = "--root",
      paramLabel = "DIR",
      description =
          "folder that relative paths of the configuration start from, and where results are noted"
              + " (default: the current folder)")
  private Path root = Path.of("");

  @Option(
      names = "--gpu",
      split = ",",
      paramLabel = "N",
      description =
          "CUDA devices, one process for each; a device may be there more than once (default: the"
              + " CPU)")
  private List<Integer> gpus = List.of();

  @Option(
      names = "--jobs",
      paramLabel = "N",
      description = "processes at a time (default: one per device of --gpu, else one)")
  private @Nullable Integer jobs;

  @Option(names = "--json", description = "print the result as one line of JSON, and nothing else")
  private boolean json;

  @Spec private CommandSpec spec = CommandSpec.create();

  TuneCommand() {}

  @Override
  public Integer call() {
    if (!Files.isReadable(config)) {
      throw new CommandFailure(
          "Reading %s: there is no such file; correct --config".formatted(config));
    }
    int slots = jobs == null ? Math.max(1, gpus.size()) : jobs;
    if (slots < 1) {
      throw new ParameterException(spec.commandLine(), "--jobs is at least 1.");
    }
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter notes = json ? spec.commandLine().getErr() : out;
    return Interruptible.run(
        spec.commandLine().getErr(),
        () -> {
          var progress = WorkProgress.on(Terminal.medium(), notes);
          Tuning tuning = Tuning.of(config, root.toAbsolutePath().normalize(), progress);
          TuneResult result =
              tuning.run(
                  slots == 1 ? oneByOne(tuning, progress) : sideBySide(tuning, slots, progress));
          progress.end();
          if (json) {
            out.println(result.toJson());
          }
          result.print(notes);
          return result.failed() == 0 ? 0 : 1;
        });
  }

  private Tuning.Runner oneByOne(Tuning tuning, WorkProgress progress) {
    List<Setting> settings = gpus.stream().limit(1).map(gpu -> Setting.of("gpu", gpu)).toList();
    return new OneByOne(
        tuning.folder(), root, settings, Training.Start.RESUME, progress, InstantSource.system());
  }

  private Tuning.Runner sideBySide(Tuning tuning, int slots, WorkProgress progress) {
    List<Integer> devices =
        IntStream.range(0, slots)
            .map(slot -> gpus.isEmpty() ? -1 : gpus.get(slot % gpus.size()))
            .boxed()
            .toList();
    return new SideBySide(
        devices,
        (experiment, device) -> command(tuning.folder(), experiment, device, slots),
        tuning.folder().resolve("logs"),
        progress);
  }

  /** This very program once more, with its share of the processors. */
  private List<String> command(Path folder, String experiment, int device, int slots) {
    int threads = Math.max(1, Runtime.getRuntime().availableProcessors() / slots);
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(
            argument -> !argument.startsWith("-agentlib") && !argument.startsWith("-D" + THREADS))
        .forEach(command::add);
    command.add("-D%s=%d".formatted(THREADS, threads));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    command.addAll(
        List.of("train", "--config", folder.toString(), "--expid", experiment, "--json"));
    command.addAll(List.of("--root", root.toAbsolutePath().normalize().toString()));
    command.addAll(List.of("--gpu", Integer.toString(device)));
    return command;
  }
}
