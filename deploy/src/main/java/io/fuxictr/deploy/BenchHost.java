package io.fuxictr.deploy;

import io.fuxictr.remote.HostSettings;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The SSH server to measure with. */
final class BenchHost {
  static final int LEAST_MEGABYTES = 64;

  @Option(names = "--host", paramLabel = "HOST", required = true, description = "an SSH server")
  private String host = "";

  @Option(
      names = "--port",
      paramLabel = "PORT",
      defaultValue = "22",
      description = "its port (default: ${DEFAULT-VALUE})")
  private int port;

  @Option(names = "--user", paramLabel = "USER", required = true, description = "who logs in")
  private String user = "";

  @Option(names = "--key", paramLabel = "FILE", required = true, description = "private key")
  private Path key = Path.of("");

  @Option(
      names = "--known-hosts",
      paramLabel = "FILE",
      required = true,
      description = "file with the server's key")
  private Path knownHosts = Path.of("");

  BenchHost() {}

  HostSettings settings() {
    return HostSettings.of(host, port, user, key.toAbsolutePath(), knownHosts.toAbsolutePath());
  }
}
