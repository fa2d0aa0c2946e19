package io.fuxictr.deploy.preflight;

import io.fuxictr.config.ConfigInput;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The installation that is looked at.
 *
 * @param input where its configuration comes from
 * @param distribution folder that holds {@code lib} and {@code model_zoo}
 * @param version of the program
 * @param program arguments that start this program again, without a command
 * @param sockets where its web server listens; empty for where the configuration says
 */
public record Site(
    ConfigInput input,
    Path distribution,
    String version,
    List<String> program,
    Optional<Sockets> sockets) {

  /**
   * The two sockets of a web server.
   *
   * @param api the one for programs
   * @param dashboard the one for browsers
   */
  public record Sockets(URI api, URI dashboard) {}

  /** Takes a copy of the list. */
  public Site {
    program = List.copyOf(program);
  }
}
