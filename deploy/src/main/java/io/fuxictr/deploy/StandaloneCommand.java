package io.fuxictr.deploy;

import io.fuxictr.deploy.wiring.Program;
import io.fuxictr.deploy.wiring.ProgramOptions;
import io.fuxictr.deploy.wiring.Programs;
import picocli.CommandLine.Command;

/** Runs everything in one process. */
@Command(
    name = "standalone",
    description = "Run broker, dispatcher, five workers and web server in one process.",
    mixinStandardHelpOptions = true)
final class StandaloneCommand extends ServerCommand {
  StandaloneCommand() {}

  @Override
  Program program(ProgramOptions options) {
    return Programs.standalone(options);
  }

  @Override
  String logName() {
    return "";
  }
}
