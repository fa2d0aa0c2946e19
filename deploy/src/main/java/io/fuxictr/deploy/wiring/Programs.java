package io.fuxictr.deploy.wiring;

import io.fuxictr.broker.BrokerCheck;
import io.fuxictr.broker.BrokerUser;
import io.fuxictr.broker.BrokerXml;
import io.fuxictr.config.ConfigInput;
import io.fuxictr.deploy.preflight.Site;
import io.fuxictr.task.Stage;
import java.util.List;
import java.util.Optional;

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

  /** Returns how a broker of its own is to be set up, as the text of its file. */
  public static String brokerXml() {
    return BrokerXml.text();
  }

  /**
   * Returns how a running broker differs from that, in words; empty if it does not.
   *
   * @param url where it is; the configuration's broker without
   */
  public static List<String> brokerDifferences(ProgramOptions options, Optional<String> url) {
    return BrokerCheck.differences(
        new BrokerPlace(options.configuration()).address(BrokerUser.OPERATOR, url));
  }

  /**
   * Returns what a checklist is about.
   *
   * @param sockets where the web server listens, if not where the configuration says
   */
  public static Site site(ProgramOptions options, Optional<Site.Sockets> sockets) {
    return site(options.input(), sockets);
  }

  static Site site(ConfigInput input, Optional<Site.Sockets> sockets) {
    Distribution distribution = Distribution.locate();
    return new Site(
        input, distribution.root(), Distribution.version(), distribution.program(), sockets);
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
