package io.fuxictr.link;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How a client recognises its broker. The name in the broker's certificate must be the host that
 * the client asked for.
 *
 * @param authorities certificates that the broker's must go back to; those of the Java runtime
 *     without
 * @param own key and certificate of this client, for a broker that asks for one
 */
public record ClientTls(Optional<Store> authorities, Optional<Store> own) {

  /**
   * A file of keys or certificates.
   *
   * @param file PKCS #12; one that ends in {@code .jks} is read as JKS, one in {@code .pem} as
   *     certificates in text
   * @param password of the file, empty if it needs none; never shown
   */
  public record Store(Path file, String password) {

    @Override
    public String toString() {
      return file.toString();
    }

    private Map<String, Object> parameters(String kind) {
      var parameters = new HashMap<String, Object>();
      parameters.put(kind + "Path", file.toString());
      parameters.put(kind + "Type", type());
      if (!password.isEmpty()) {
        parameters.put(kind + "Password", password);
      }
      return parameters;
    }

    String type() {
      String name = file.toString();
      if (name.endsWith(".pem")) {
        return "PEM";
      }
      return name.endsWith(".jks") ? "JKS" : "PKCS12";
    }
  }

  /** Returns the trust in the authorities of one file. */
  public static ClientTls trusting(Path file, String password) {
    return new ClientTls(Optional.of(new Store(file, password)), Optional.empty());
  }

  /** Returns parameters of the transport; they never become part of an address. */
  Map<String, Object> parameters() {
    var parameters = new HashMap<String, Object>(Map.of("sslEnabled", true, "verifyHost", true));
    authorities.ifPresent(store -> parameters.putAll(store.parameters("trustStore")));
    own.ifPresent(store -> parameters.putAll(store.parameters("keyStore")));
    return parameters;
  }
}
