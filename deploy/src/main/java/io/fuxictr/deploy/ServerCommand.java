package io.fuxictr.deploy;

import io.fuxictr.deploy.wiring.Program;
import io.fuxictr.deploy.wiring.ProgramOptions;
import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** A command that runs a server until the process is told to end. */
abstract class ServerCommand implements Callable<Integer> {
  @Mixin private HomeOptions home = new HomeOptions();

  @Option(names = "--api-port", paramLabel = "PORT", description = "port of the REST interface")
  private int apiPort = -1;

  @Option(names = "--dashboard-port", paramLabel = "PORT", description = "port of the page")
  private int dashboardPort = -1;

  @Option(names = "--broker-port", paramLabel = "PORT", description = "port of the broker")
  private int brokerPort = -1;

  @Spec private CommandSpec spec = CommandSpec.create();

  ServerCommand() {}

  /** Makes the program, without starting it. */
  abstract Program program(ProgramOptions options);

  /** Returns what the name of its log file ends with; empty if it runs all programs. */
  abstract String logName();

  @Override
  public Integer call() throws InterruptedException {
    var options =
        new ProgramOptions(
            writableHome(), home.config(), port(apiPort), port(dashboardPort), port(brokerPort));
    Logs.toFile(options.configuration().logging(), logName());
    Program program = program(options);
    try (var signal = new StopSignal()) {
      try {
        program.start();
        spec.commandLine().getOut().println(program.description());
        new CountDownLatch(1).await();
      } catch (InterruptedException e) {
        if (!signal.came()) {
          throw e;
        }
      } finally {
        program.close();
      }
    }
    return 0;
  }

  private static OptionalInt port(int value) {
    return value < 0 ? OptionalInt.empty() : OptionalInt.of(value);
  }

  private Path writableHome() {
    return HomeFolder.create(home.home());
  }
}
