package io.fuxictr.deploy;

import io.fuxictr.deploy.client.ApiClient;
import io.fuxictr.deploy.demo.Demo;
import io.fuxictr.deploy.demo.DemoReport;
import io.fuxictr.deploy.demo.DemoRequest;
import io.fuxictr.deploy.demo.DemoRequest.UserFiles;
import io.fuxictr.deploy.demo.DemoResult;
import io.fuxictr.deploy.text.StageProgress;
import io.fuxictr.deploy.wiring.Distribution;
import io.fuxictr.deploy.wiring.ProgramOptions;
import io.fuxictr.deploy.wiring.Programs;
import io.fuxictr.deploy.wiring.WholePipeline;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Runs the whole pipeline on generated rows or on a user's file, with nothing else at hand. */
@Command(
    name = "demo",
    description = "Run the whole pipeline on generated rows, or on a file of yours.",
    mixinStandardHelpOptions = true)
final class DemoCommand implements Callable<Integer> {
  private static final int API_PORT = 8001;
  private static final int DASHBOARD_PORT = 8501;

  @Option(
      names = "--home",
      paramLabel = "DIR",
      description = "keep everything there (default: a temporary folder, removed at the end)")
  private @Nullable Path home;

  @Option(names = "--json", description = "print the result as one line of JSON, and nothing else")
  private boolean json;

  @Option(names = "--keep", description = "leave it running until Ctrl-C")
  private boolean keep;

  @Option(names = "--data", paramLabel = "FILE", description = "rows to learn from, as Parquet")
  private @Nullable Path data;

  @Option(
      names = "--labels",
      split = ",",
      paramLabel = "COLUMN",
      description = "columns of --data to predict")
  private List<String> labels = List.of();

  @Option(
      names = "--infer",
      paramLabel = "FILE",
      description = "rows to score, as Parquet (default: those of --data)")
  private @Nullable Path infer;

  @Option(
      names = "--rows",
      paramLabel = "N",
      description = "rows to generate; a quarter as many are scored (default: ${DEFAULT-VALUE})")
  private int rows = 200_000;

  @Spec private CommandSpec spec = CommandSpec.create();

  DemoCommand() {}

  @Override
  public Integer call() throws InterruptedException {
    DemoRequest request = request();
    try (var signal = new StopSignal();
        var folder = DemoHome.open(Optional.ofNullable(home))) {
      try {
        run(request, folder.path());
      } catch (InterruptedException e) {
        if (!signal.came()) {
          throw e;
        }
      }
    }
    return 0;
  }

  private DemoRequest request() {
    Optional<Path> sample = Optional.ofNullable(data).map(DemoCommand::absolute);
    if (sample.isPresent() == labels.isEmpty()) {
      throw new ParameterException(
          spec.commandLine(), "--data and --labels belong together: name both or neither.");
    }
    if (sample.isEmpty() && infer != null) {
      throw new ParameterException(spec.commandLine(), "--infer needs --data.");
    }
    if (rows < 1) {
      throw new ParameterException(spec.commandLine(), "--rows is at least 1.");
    }
    return new DemoRequest(
        sample.map(
            file ->
                new UserFiles(file, Optional.ofNullable(infer).map(DemoCommand::absolute), labels)),
        rows,
        Math.max(1, rows / 4));
  }

  private static Path absolute(Path path) {
    return path.toAbsolutePath().normalize();
  }

  private void run(DemoRequest request, Path folder) throws InterruptedException {
    ProgramOptions options = options(folder);
    Logs.toFile(options.configuration().logging(), "");
    var demo =
        new Demo(
            request,
            options.configuration(),
            Distribution.locate().modelZoo(),
            InstantSource.system());
    PrintWriter notes = json ? spec.commandLine().getErr() : spec.commandLine().getOut();
    notes.printf("Home: %s%nPreparing the rows%n", folder);
    demo.prepare();
    try (WholePipeline pipeline = Programs.standalone(options)) {
      notes.println("Starting broker, dispatcher, workers and web server");
      pipeline.start();
      notes.printf("Dashboard: %s%n%n", pipeline.dashboardUri());
      show(run(demo, pipeline, notes), notes);
      if (keep) {
        notes.println("Running until Ctrl-C");
        new CountDownLatch(1).await();
      }
    }
  }

  private static ProgramOptions options(Path folder) {
    return new ProgramOptions(
        folder,
        Optional.empty(),
        OptionalInt.of(FreePort.preferring(API_PORT)),
        OptionalInt.of(FreePort.preferring(DASHBOARD_PORT)),
        OptionalInt.of(0));
  }

  private static DemoResult run(Demo demo, WholePipeline pipeline, PrintWriter notes)
      throws InterruptedException {
    var progress = StageProgress.on(Terminal.medium(), notes);
    try (var api = new ApiClient(pipeline.apiUri())) {
      return demo.run(api, pipeline.dashboardUri(), progress::accept);
    }
  }

  private void show(DemoResult result, PrintWriter notes) {
    if (json) {
      spec.commandLine().getOut().println(result.toJson());
    }
    DemoReport.print(result, notes);
  }
}
