package io.fuxictr.deploy;

import io.fuxictr.deploy.wiring.Program;
import io.fuxictr.deploy.wiring.ProgramOptions;
import io.fuxictr.deploy.wiring.Programs;
import picocli.CommandLine.Command;

/** Runs the broker alone. */
@Command(name = "broker", description = "Run the broker alone.", mixinStandardHelpOptions = true)
final class BrokerCommand extends ServerCommand {
  BrokerCommand() {}

  @Override
  Program program(ProgramOptions options) {
    return Programs.broker(options);
  }

  @Override
  String logName() {
    return "broker";
  }
}
