package io.fuxictr.deploy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of every command that reads the configuration. */
final class HomeOptions {
  private static final String CONFIG_VARIABLE = "WORKFLOW_CONFIG_PATH";

  @Option(
      names = "--home",
      paramLabel = "DIR",
      description = "where everything is kept (default: ~/.fuxictr-workflow)")
  private @Nullable Path home;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "configuration (default: $WORKFLOW_CONFIG_PATH, else built-in values)")
  private @Nullable Path config;

  HomeOptions() {}

  /** Returns the home, absolute; it need not exist. */
  Path home() {
    return namedHome()
        .orElseGet(() -> Path.of(System.getProperty("user.home"), ".fuxictr-workflow"));
  }

  /** Returns the home that was named on the command line, absolute. */
  Optional<Path> namedHome() {
    return Optional.ofNullable(home).map(HomeOptions::absolute);
  }

  /**
   * Returns the configuration file, absolute.
   *
   * @throws CommandFailure if one is named and not there
   */
  Optional<Path> config() {
    Optional<Path> named =
        Optional.ofNullable(config)
            .or(
                () ->
                    Optional.ofNullable(System.getenv(CONFIG_VARIABLE))
                        .filter(text -> !text.isBlank())
                        .map(Path::of))
            .map(HomeOptions::absolute);
    named
        .filter(file -> !Files.isReadable(file))
        .ifPresent(
            file -> {
              throw new CommandFailure(
                  "Reading the configuration %s: there is no such file; correct --config or %s"
                      .formatted(file, CONFIG_VARIABLE));
            });
    return named;
  }

  private static Path absolute(Path path) {
    return path.toAbsolutePath().normalize();
  }
}
