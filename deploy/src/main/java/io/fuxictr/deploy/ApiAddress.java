package io.fuxictr.deploy;

import io.fuxictr.config.ConfigInput;
import io.fuxictr.config.WorkflowConfig;
import java.net.URI;
import java.util.Map;

/** Where the configuration says that the web server listens. */
final class ApiAddress {
  private static final String ANY_HOST = "0.0.0.0";

  private ApiAddress() {}

  /** Returns the address that the configuration names, seen from this machine. */
  static URI configured(HomeOptions options) {
    WorkflowConfig.Api api =
        WorkflowConfig.load(
                new ConfigInput(options.home(), options.config(), Map.of(), System.getenv()))
            .api();
    String host = api.host().equals(ANY_HOST) ? "127.0.0.1" : api.host();
    return URI.create("http://%s:%d".formatted(host, api.port()));
  }
}
