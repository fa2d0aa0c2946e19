package io.fuxictr.deploy.wiring;

import java.nio.file.Path;

/**
 * Where things lie in a home unless the configuration places them elsewhere.
 *
 * @param home the folder, absolute
 */
public record HomeFiles(Path home) {

  /** Returns the database that queries run on when no other source is configured. */
  public Path source() {
    return home.resolve("source.duckdb");
  }

  /** Returns the database that holds result tables when no other warehouse is configured. */
  public Path warehouse() {
    return home.resolve("warehouse.duckdb");
  }

  /** Returns the folder of one folder per user with configurations of models. */
  public Path userConfigs() {
    return home.resolve("user_configs");
  }

  /** Returns the folder of log files. */
  public Path logs() {
    return home.resolve("logs");
  }
}
