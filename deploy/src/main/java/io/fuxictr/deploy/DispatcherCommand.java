package io.fuxictr.deploy;

import io.fuxictr.deploy.wiring.Program;
import io.fuxictr.deploy.wiring.ProgramOptions;
import io.fuxictr.deploy.wiring.Programs;
import picocli.CommandLine.Command;

/** Runs a dispatcher alone. */
@Command(
    name = "dispatcher",
    description = "Run a dispatcher alone.",
    mixinStandardHelpOptions = true)
final class DispatcherCommand extends ServerCommand {
  DispatcherCommand() {}

  @Override
  Program program(ProgramOptions options) {
    return Programs.dispatcher(options);
  }

  @Override
  String logName() {
    return "dispatcher";
  }
}
