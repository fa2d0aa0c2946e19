package io.fuxictr.deploy.wiring;

import io.fuxictr.task.Stage;

/** Makes the programs of the distribution. */
public final class Programs {
  private Programs() {}

  /** Returns broker, dispatcher, one worker per stage and web server in one process. */
  public static WholePipeline standalone(ProgramOptions options) {
    return new Standalone(Installation.open(options));
  }

  /** Returns the broker alone. */
  public static Program broker(ProgramOptions options) {
    return new BrokerProgram(Installation.open(options));
  }

  /** Returns a dispatcher alone. */
  public static Program dispatcher(ProgramOptions options) {
    Installation installation = Installation.open(options);
    return new DispatcherProgram(installation, installation::brokerAddress);
  }

  /** Returns the web server alone. */
  public static Program web(ProgramOptions options) {
    Installation installation = Installation.open(options);
    return new WebProgram(installation, installation::brokerAddress);
  }

  /** Returns a worker of one stage alone. */
  public static Program worker(Stage stage, ProgramOptions options) {
    Installation installation = Installation.open(options);
    return new WorkerProgram(stage, installation, installation::brokerAddress);
  }
}
