package io.fuxictr.remote;

import java.nio.file.Path;
import java.time.Duration;

/**
 * How a host is reached.
 *
 * @param host name or address
 * @param port port of its SSH server
 * @param user who logs in, by key
 * @param key private key, readable by its owner only
 * @param knownHosts file with the keys of known hosts, as OpenSSH writes it
 * @param hostKeys what to do with a host that is not in it
 * @param connectTimeout how long one try to connect may take
 * @param connectTries how often it is tried before it counts as failed, at least 1
 * @param compression whether what is sent is compressed
 */
public record HostSettings(
    String host,
    int port,
    String user,
    Path key,
    Path knownHosts,
    HostKeyPolicy hostKeys,
    Duration connectTimeout,
    int connectTries,
    boolean compression) {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
  private static final int CONNECT_TRIES = 5;
  private static final int LARGEST_PORT = 65_535;

  /** What becomes of a host whose key is not known. A changed key is never accepted. */
  public enum HostKeyPolicy {
    /** It is not spoken to. */
    STRICT,
    /** Its key is written down, and expected from then on. */
    ACCEPT_NEW
  }

  /** Rejects what cannot be an address. */
  public HostSettings {
    if (host.isBlank() || user.isBlank() || port < 1 || port > LARGEST_PORT || connectTries < 1) {
      throw new IllegalArgumentException(
          "host '%s', port %d, user '%s', tries %d".formatted(host, port, user, connectTries));
    }
  }

  /** Returns usual settings: strict, no compression, ten seconds to connect, five tries. */
  public static HostSettings of(String host, int port, String user, Path key, Path knownHosts) {
    return new HostSettings(
        host,
        port,
        user,
        key,
        knownHosts,
        HostKeyPolicy.STRICT,
        CONNECT_TIMEOUT,
        CONNECT_TRIES,
        false);
  }

  /** Returns the same with another treatment of unknown hosts. */
  public HostSettings with(HostKeyPolicy policy) {
    return new HostSettings(
        host, port, user, key, knownHosts, policy, connectTimeout, connectTries, compression);
  }

  /** Returns the same with another number of tries to connect. */
  public HostSettings trying(int tries) {
    return new HostSettings(
        host, port, user, key, knownHosts, hostKeys, connectTimeout, tries, compression);
  }

  /** Returns the same, with or without compression. */
  public HostSettings compressing(boolean compressed) {
    return new HostSettings(
        host, port, user, key, knownHosts, hostKeys, connectTimeout, connectTries, compressed);
  }

  /** Returns {@code user@host:port}. */
  @Override
  public String toString() {
    return "%s@%s:%d".formatted(user, host, port);
  }
}
