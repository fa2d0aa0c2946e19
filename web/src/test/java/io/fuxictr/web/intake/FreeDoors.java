package io.fuxictr.web.intake;

import io.fuxictr.broker.Listening;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** Ports that nobody has at the moment. */
final class FreeDoors {
  private FreeDoors() {}

  /** Returns one for each protocol, on loopback. */
  static Listening find() throws IOException {
    try (ServerSocket core = open();
        ServerSocket amqp = open();
        ServerSocket stomp = open();
        ServerSocket mqtt = open()) {
      return Listening.on("127.0.0.1", core.getLocalPort())
          .alsoOn(amqp.getLocalPort(), stomp.getLocalPort(), mqtt.getLocalPort());
    }
  }

  private static ServerSocket open() throws IOException {
    return new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
  }
}
