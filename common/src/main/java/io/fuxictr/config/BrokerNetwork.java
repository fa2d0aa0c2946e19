package io.fuxictr.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Doors of our own broker for programs of others, and encryption of all of its doors.
 *
 * @param amqpPort AMQP 1.0; 0 for none
 * @param stompPort STOMP 1.2; 0 for none
 * @param mqttPort MQTT 3.1.1 and 5; 0 for none
 * @param tls encryption; empty for none
 */
public record BrokerNetwork(int amqpPort, int stompPort, int mqttPort, Optional<Tls> tls) {

  /**
   * Encryption. Passwords of the files come from files of their own or from the environment.
   *
   * @param keystore key and certificate that our broker shows; not needed where it does not run
   * @param keystorePasswordFile its password
   * @param truststore authorities that the broker's certificate goes back to; those of Java without
   * @param truststorePasswordFile its password
   */
  public record Tls(
      Optional<Path> keystore,
      Optional<Path> keystorePasswordFile,
      Optional<Path> truststore,
      Optional<Path> truststorePasswordFile) {}

  /** Reads the keys of the section {@code broker} that are about its doors. */
  static BrokerNetwork from(Section broker) {
    return new BrokerNetwork(
        broker.integer("amqp_port", 0, 0, 65535),
        broker.integer("stomp_port", 0, 0, 65535),
        broker.integer("mqtt_port", 0, 0, 65535),
        tls(broker.section("tls")));
  }

  private static Optional<Tls> tls(Section section) {
    for (String store : List.of("keystore", "truststore")) {
      section.refuse(
          store + "_password",
          "a password does not belong here; write it to a file of its own and name that in %s_password_file"
              .formatted(store));
    }
    boolean enabled = section.flag("enabled", false);
    var tls =
        new Tls(
            section.optionalPath("keystore"),
            section.optionalPath("keystore_password_file"),
            section.optionalPath("truststore"),
            section.optionalPath("truststore_password_file"));
    section.warnOfUnknownKeys();
    return enabled ? Optional.of(tls) : Optional.empty();
  }
}
