package io.fuxictr.broker;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** The password of a keystore, from the environment or from a file that only its owner may read. */
public enum StorePassword {
  /** Of the key that the broker shows. */
  KEYSTORE("FUXICTR_BROKER_KEYSTORE_PASSWORD"),
  /** Of the authorities that clients trust. */
  TRUSTSTORE("FUXICTR_BROKER_TRUSTSTORE_PASSWORD");

  private final String variable;

  StorePassword(String variable) {
    this.variable = variable;
  }

  /**
   * Returns the password; the variable wins over the file, and without both it is empty.
   *
   * @param environment variables of the process
   * @throws BrokerException if the file cannot be read, or others may read it
   */
  public String read(Map<String, String> environment, Optional<Path> file) {
    String given = environment.getOrDefault(variable, "");
    if (!given.isEmpty() || file.isEmpty()) {
      return given;
    }
    try {
      return SecretFile.read(file.get());
    } catch (IOException e) {
      throw new BrokerException(
          "Reading the password of a keystore in %s: %s; make it readable, or set %s"
              .formatted(file.get(), e, variable),
          e);
    }
  }
}
