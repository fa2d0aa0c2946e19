package io.fuxictr.deploy;

import io.fuxictr.deploy.wiring.Distribution;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/**
 * The command line program.
 *
 * <p>Exit codes: 0 done, 1 failed, with one line on standard error that says why, 2 wrong usage.
 */
@Command(
    name = "fuxictr-workflow",
    description = "From two SQL queries to predictions in a table.",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    subcommands = {
      DemoCommand.class,
      TrainCommand.class,
      EvaluateCommand.class,
      PredictCommand.class,
      BuildDatasetCommand.class,
      ImportWeightsCommand.class,
      TuneCommand.class,
      ModelsCommand.class,
      StandaloneCommand.class,
      BrokerCommand.class,
      BrokerCheckCommand.class,
      DispatcherCommand.class,
      WebCommand.class,
      WorkerCommand.class,
      SubmitCommand.class,
      StatusCommand.class,
      LogsCommand.class,
      WorkersCommand.class,
      CancelCommand.class,
      PauseCommand.class,
      ResumeCommand.class,
      RetryCommand.class,
      QueuesCommand.class,
      PreflightCommand.class,
      ProbeGpusCommand.class,
      BenchCommand.class
    },
    footer = {
      "",
      "The launcher adds: test [MAVEN OPTION]...   runs all checks of a source checkout",
      "                   test goldens [DIR]       compares all models with the reference's"
          + " numbers",
      "                   test chaos [--minutes N] [--seed S]   kills and cuts what it can, and"
          + " counts",
      "Environment: JAVA_HOME, FUXICTR_JAVA_OPTS, WORKFLOW_CONFIG_PATH"
    })
public final class Main implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  Main() {}

  /** Runs one command and exits with its code. */
  public static void main(String[] args) {
    Logs.bridge();
    System.exit(
        commandLine(
                new PrintWriter(System.out, true, StandardCharsets.UTF_8),
                new PrintWriter(System.err, true, StandardCharsets.UTF_8))
            .execute(args));
  }

  /** Returns the command line, for a run inside this process. */
  static CommandLine commandLine(PrintWriter out, PrintWriter err) {
    return new CommandLine(new Main())
        .setOut(out)
        .setErr(err)
        .setExecutionExceptionHandler(new OneLine())
        .setCaseInsensitiveEnumValuesAllowed(true);
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Name a command.");
  }

  /** Where {@code --version} takes its answer from. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {
        "fuxictr-workflow %s (Java %s)".formatted(Distribution.version(), Runtime.version())
      };
    }
  }

  /** Tells a failure in one line; the whole of it goes to the log. */
  private static final class OneLine implements IExecutionExceptionHandler {
    @Override
    public int handleExecutionException(Exception e, CommandLine command, ParseResult result) {
      if (e instanceof InterruptedException) {
        Thread.currentThread().interrupt();
      }
      String message =
          Optional.ofNullable(e.getMessage())
              .orElseGet(() -> "stopped by " + e.getClass().getSimpleName());
      command.getErr().println("fuxictr-workflow: " + message);
      Logs.failure(e);
      return CommandLine.ExitCode.SOFTWARE;
    }
  }
}
