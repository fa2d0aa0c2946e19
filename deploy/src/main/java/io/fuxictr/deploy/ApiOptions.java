package io.fuxictr.deploy;

import io.fuxictr.deploy.client.ApiClient;
import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of every command that talks to a running web server. */
final class ApiOptions {
  @Option(
      names = "--api",
      paramLabel = "URL",
      description = "the web server (default: from the configuration, http://127.0.0.1:8001)")
  private @Nullable URI api;

  @Option(names = "--json", description = "print JSON")
  private boolean json;

  @Mixin private HomeOptions home;

  ApiOptions() {
    home = new HomeOptions();
  }

  /** Returns whether the answer is wanted as JSON. */
  boolean json() {
    return json;
  }

  /**
   * Returns a client of the server.
   *
   * @throws CommandFailure if its address is not one
   */
  ApiClient client() {
    URI address = Optional.ofNullable(api).orElseGet(() -> ApiAddress.configured(home));
    if (address.getHost() == null
        || !(address.getScheme().equals("http") || address.getScheme().equals("https"))) {
      throw new CommandFailure(
          "'%s' is no address of a web server; write it like http://127.0.0.1:8001"
              .formatted(address));
    }
    return new ApiClient(address);
  }
}
