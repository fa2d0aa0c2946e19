package io.fuxictr.broker;

import java.nio.file.Path;
import java.util.Optional;

/**
 * The key and certificate that a broker shows, and whom it trusts.
 *
 * @param keystore PKCS #12 file with the private key and its chain; one that ends in {@code .jks}
 *     is read as JKS
 * @param password of the keystore and of its key; never shown
 * @param clients keystore with the certificates of clients; if it is there, nobody without one is
 *     let in
 * @param clientsPassword of the latter; never shown
 */
public record ServerTls(
    Path keystore, String password, Optional<Path> clients, String clientsPassword) {

  /** Returns a key for clients that only bring a password. */
  public static ServerTls of(Path keystore, String password) {
    return new ServerTls(keystore, password, Optional.empty(), "");
  }

  @Override
  public String toString() {
    return "ServerTls[keystore=%s, clients=%s]".formatted(keystore, clients);
  }
}
