package io.fuxictr.deploy;

import io.fuxictr.deploy.wiring.Program;
import io.fuxictr.deploy.wiring.ProgramOptions;
import io.fuxictr.deploy.wiring.Programs;
import picocli.CommandLine.Command;

/** Runs the web server alone. */
@Command(name = "web", description = "Run the web server alone.", mixinStandardHelpOptions = true)
final class WebCommand extends ServerCommand {
  WebCommand() {}

  @Override
  Program program(ProgramOptions options) {
    return Programs.web(options);
  }

  @Override
  String logName() {
    return "web";
  }
}
