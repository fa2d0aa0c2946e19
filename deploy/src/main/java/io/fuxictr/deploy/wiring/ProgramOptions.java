package io.fuxictr.deploy.wiring;

import io.fuxictr.config.ConfigInput;
import io.fuxictr.config.WorkflowConfig;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What the command line says about a server process; it wins over the configuration.
 *
 * @param home folder for everything that the configuration does not place elsewhere, absolute
 * @param config the configuration file; empty if there is none and the defaults count
 * @param apiPort port of the REST interface, 0 for a free one
 * @param dashboardPort port of the page, 0 for a free one
 * @param brokerPort port of the broker, 0 to be reached inside this process only
 */
public record ProgramOptions(
    Path home,
    Optional<Path> config,
    OptionalInt apiPort,
    OptionalInt dashboardPort,
    OptionalInt brokerPort) {

  /**
   * Returns the configuration with these options and the environment above it.
   *
   * @throws io.fuxictr.config.InvalidConfigException with everything that is wrong with it
   */
  public WorkflowConfig configuration() {
    return WorkflowConfig.load(input());
  }

  /** Returns where the configuration comes from. */
  public ConfigInput input() {
    var overrides = new HashMap<String, String>();
    apiPort.ifPresent(port -> overrides.put("api.port", Integer.toString(port)));
    dashboardPort.ifPresent(port -> overrides.put("dashboard.port", Integer.toString(port)));
    brokerPort.ifPresent(port -> overrides.put("broker.port", Integer.toString(port)));
    return new ConfigInput(home, config, overrides, System.getenv());
  }

  /** Returns options that name a home and leave the rest to the defaults. */
  public static ProgramOptions ofHome(Path home) {
    return new ProgramOptions(
        home, Optional.empty(), OptionalInt.empty(), OptionalInt.empty(), OptionalInt.empty());
  }

  /** Returns the same options with other ports for the REST interface and the page. */
  public ProgramOptions withWebPorts(int api, int dashboard) {
    return new ProgramOptions(
        home, config, OptionalInt.of(api), OptionalInt.of(dashboard), brokerPort);
  }
}
