package io.fuxictr.deploy;

import io.fuxictr.deploy.wiring.Program;
import io.fuxictr.deploy.wiring.ProgramOptions;
import io.fuxictr.deploy.wiring.Programs;
import io.fuxictr.task.Stage;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/** Runs a worker of one stage alone. */
@Command(
    name = "worker",
    description = "Run a worker of one stage alone.",
    mixinStandardHelpOptions = true)
final class WorkerCommand extends ServerCommand {
  @Parameters(
      paramLabel = "STAGE",
      description = "data_fetch, train, infer, transport or monitor",
      converter = StageArgument.class)
  private Stage stage = Stage.DATA_FETCH;

  WorkerCommand() {}

  @Override
  Program program(ProgramOptions options) {
    return Programs.worker(stage, options);
  }

  @Override
  String logName() {
    return "worker-" + stage.wireName();
  }

  /** A stage's name on the command line. */
  static final class StageArgument implements ITypeConverter<Stage> {
    @Override
    public Stage convert(String text) {
      try {
        return Stage.ofWireName(text);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(String.valueOf(e.getMessage()));
      }
    }
  }
}
