package io.fuxictr.web.api;

import java.util.List;
import java.util.Map;

/**
 * What the server tells about its installation. Holds no key and no password.
 *
 * @param version of the program
 * @param servers hosts that tasks work with
 * @param configuration sections that anybody may see: {@code storage}, {@code fuxictr_paths},
 *     {@code transfer}, {@code workflow}
 */
public record ServerFacts(
    String version, List<Server> servers, Map<String, Map<String, Object>> configuration) {

  /**
   * A host that tasks work with.
   *
   * @param name its name in the configuration
   * @param host where it is
   * @param port of its SSH server
   * @param username whom tasks log in as
   */
  public record Server(String name, String host, int port, String username) {}

  /** Takes copies. */
  public ServerFacts {
    servers = List.copyOf(servers);
    configuration = Map.copyOf(configuration);
  }
}
