package io.fuxictr.deploy.wiring;

import io.fuxictr.task.Stage;
import java.net.URI;

/** Makes the programs of the distribution. */
public final class Programs {
  private Programs() {}

  /** Returns broker, dispatcher, one worker per stage and web server in one process. */
  public static WholePipeline standalone(ProgramOptions options) {
    return new Unwired("standalone", options);
  }

  /** Returns the broker alone. */
  public static Program broker(ProgramOptions options) {
    return new Unwired("broker", options);
  }

  /** Returns a dispatcher alone. */
  public static Program dispatcher(ProgramOptions options) {
    return new Unwired("dispatcher", options);
  }

  /** Returns the web server alone. */
  public static Program web(ProgramOptions options) {
    return new Unwired("web", options);
  }

  /** Returns a worker of one stage alone. */
  public static Program worker(Stage stage, ProgramOptions options) {
    return new Unwired("worker " + stage.wireName(), options);
  }

  /** A program that this build does not have. */
  private record Unwired(String name, ProgramOptions options) implements WholePipeline {
    @Override
    public void start() {
      throw new IllegalStateException(
          "Starting %s in %s: this build has no such program".formatted(name, options.home()));
    }

    @Override
    public String description() {
      return name;
    }

    @Override
    public URI apiUri() {
      return URI.create("about:blank");
    }

    @Override
    public URI dashboardUri() {
      return apiUri();
    }

    @Override
    public void close() {}
  }
}
