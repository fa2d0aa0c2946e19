package io.fuxictr.deploy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** A port that nobody listens on. */
final class FreePort {
  private FreePort() {}

  /** Returns a port of this machine if it is free, else 0, which means any. */
  static int preferring(int port) {
    try (var _ = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return port;
    } catch (IOException e) {
      return 0;
    }
  }
}
