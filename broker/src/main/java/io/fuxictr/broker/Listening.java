package io.fuxictr.broker;

import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Where a broker is reached from outside its process. A port of 0 is a door that stays shut.
 *
 * @param host interface
 * @param port our own programs, and others that speak Artemis' Core protocol
 * @param amqpPort programs that speak AMQP 1.0
 * @param stompPort programs that speak STOMP 1.0 to 1.2
 * @param mqttPort programs that speak MQTT 3.1.1 or 5
 * @param tls the key that all of these doors show; without it they speak in the clear
 */
public record Listening(
    String host, int port, int amqpPort, int stompPort, int mqttPort, Optional<ServerTls> tls) {

  /** Rejects ports outside 0 to 65535. */
  public Listening {
    IntStream.of(port, amqpPort, stompPort, mqttPort)
        .filter(each -> each < 0 || each > 65535)
        .forEach(
            each -> {
              throw new IllegalArgumentException("port " + each + " is not in 0 to 65535");
            });
  }

  /** Returns one door, for our own programs. */
  public static Listening on(String host, int port) {
    return new Listening(host, port, 0, 0, 0, Optional.empty());
  }

  /** Returns the same with doors for other protocols. */
  public Listening alsoOn(int amqp, int stomp, int mqtt) {
    return new Listening(host, port, amqp, stomp, mqtt, tls);
  }

  /** Returns the same, encrypted. */
  public Listening withTls(ServerTls key) {
    return new Listening(host, port, amqpPort, stompPort, mqttPort, Optional.of(key));
  }
}
