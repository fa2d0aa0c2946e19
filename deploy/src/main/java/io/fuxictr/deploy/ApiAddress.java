package io.fuxictr.deploy;

import io.fuxictr.config.YamlFile;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Where the configuration says that the web server listens. */
final class ApiAddress {
  private static final String DEFAULT_HOST = "127.0.0.1";
  private static final int DEFAULT_PORT = 8001;
  private static final String ANY_HOST = "0.0.0.0";

  private ApiAddress() {}

  /** Returns the address that a configuration names, else the default one. */
  static URI configured(Optional<Path> config) {
    Map<?, ?> api =
        config.map(YamlFile::read).map(values -> values.get("api")).orElse(Map.of())
                instanceof Map<?, ?> section
            ? section
            : Map.of();
    String host =
        api.get("host") instanceof String named && !named.equals(ANY_HOST) ? named : DEFAULT_HOST;
    int port = api.get("port") instanceof Integer named ? named : DEFAULT_PORT;
    return URI.create("http://%s:%d".formatted(host, port));
  }
}
