package io.fuxictr.deploy.wiring;

import java.nio.file.Path;
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
