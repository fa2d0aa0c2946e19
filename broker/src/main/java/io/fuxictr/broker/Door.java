package io.fuxictr.broker;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.activemq.artemis.api.core.TransportConfiguration;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyAcceptorFactory;

/**
 * One port of the broker and the protocol that is spoken there.
 *
 * @param protocol as Artemis calls it
 * @param port from 1
 */
record Door(String protocol, int port) {
  /** Longest time that a client has to say who it is. */
  private static final int HANDSHAKE_SECONDS = 10;

  /** Returns the doors that are open. */
  static List<Door> open(Listening listening) {
    return List.of(
            new Door("CORE", listening.port()),
            new Door("AMQP", listening.amqpPort()),
            new Door("STOMP", listening.stompPort()),
            new Door("MQTT", listening.mqttPort()))
        .stream()
        .filter(door -> door.port() > 0)
        .toList();
  }

  /**
   * Looks whether all doors can be opened. Artemis itself would start without those that cannot.
   *
   * @throws BrokerException if a port is taken or named twice, or the key cannot be read
   */
  static void check(Listening listening) {
    var ports = new HashSet<Integer>();
    for (Door door : open(listening)) {
      if (!ports.add(door.port())) {
        throw new BrokerException(
            "Starting the broker on %s:%d: two protocols cannot share the port; give %s one of its own"
                .formatted(listening.host(), door.port(), door.protocol()));
      }
      door.probe(listening.host());
    }
    listening
        .tls()
        .ifPresent(
            tls -> {
              open(tls.keystore(), tls.password());
              tls.clients().ifPresent(clients -> open(clients, tls.clientsPassword()));
            });
  }

  private static void open(Path file, String password) {
    try (InputStream in = Files.newInputStream(file)) {
      KeyStore.getInstance(storeType(file)).load(in, password.toCharArray());
    } catch (IOException | GeneralSecurityException e) {
      throw new BrokerException(
          "Starting the broker: the keystore %s cannot be opened: %s; correct broker.tls and the keystore's password"
              .formatted(file, e),
          e);
    }
  }

  private void probe(String host) {
    try (var probe = new ServerSocket()) {
      probe.bind(new InetSocketAddress(InetAddress.getByName(host), port));
    } catch (IOException e) {
      throw new BrokerException(
          "Starting the broker on %s:%d: %s; stop what listens there, or choose another port"
              .formatted(host, port, e.getMessage()),
          e);
    }
  }

  /** Returns the door as Artemis opens it. */
  TransportConfiguration acceptor(Listening listening) {
    var parameters = new HashMap<String, Object>();
    parameters.put("host", listening.host());
    parameters.put("port", port);
    parameters.put("protocols", protocol);
    parameters.put("handshake-timeout", HANDSHAKE_SECONDS);
    listening.tls().ifPresent(tls -> putKey(tls, parameters));
    return new TransportConfiguration(
        NettyAcceptorFactory.class.getName(), parameters, protocol.toLowerCase(Locale.ROOT));
  }

  private static void putKey(ServerTls tls, Map<String, Object> parameters) {
    parameters.put("sslEnabled", true);
    parameters.put("enabledProtocols", "TLSv1.3,TLSv1.2");
    parameters.put("keyStorePath", tls.keystore().toString());
    parameters.put("keyStoreType", storeType(tls.keystore()));
    parameters.put("keyStorePassword", tls.password());
    tls.clients()
        .ifPresent(
            clients -> {
              parameters.put("needClientAuth", true);
              parameters.put("trustStorePath", clients.toString());
              parameters.put("trustStoreType", storeType(clients));
              parameters.put("trustStorePassword", tls.clientsPassword());
            });
  }

  private static String storeType(Path file) {
    return file.toString().endsWith(".jks") ? "JKS" : "PKCS12";
  }
}
