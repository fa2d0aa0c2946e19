package io.fuxictr.config;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Where a configuration comes from. Options of the command line win over the environment, the
 * environment over the file, the file over the defaults.
 *
 * @param home folder that relative paths start from
 * @param file the file, if there is one
 * @param overrides text by full key such as {@code api.port}
 * @param environment environment variables by name
 */
public record ConfigInput(
    Path home,
    Optional<Path> file,
    Map<String, String> overrides,
    Map<String, String> environment) {

  private static final Map<String, String> KEY_BY_VARIABLE =
      Map.ofEntries(
          Map.entry("FUXICTR_WORKFLOW_PORT", "api.port"),
          Map.entry("FUXICTR_DASHBOARD_PORT", "dashboard.port"),
          Map.entry("FUXICTR_LOG_LEVEL", "logging.level"),
          Map.entry("FUXICTR_WORKFLOW_DATASETS", "fuxictr_paths.datasets_root"),
          Map.entry("FUXICTR_WORKFLOW_MODELS", "fuxictr_paths.model_root"),
          Map.entry("FUXICTR_SERVER_21_HOST", "servers.server_21.host"),
          Map.entry("FUXICTR_SERVER_21_PORT", "servers.server_21.port"),
          Map.entry("FUXICTR_SERVER_21_USER", "servers.server_21.username"),
          Map.entry("FUXICTR_SERVER_21_KEY_PATH", "servers.server_21.key_path"),
          Map.entry("FUXICTR_SERVER_21_STAGING", "storage.server_21_staging"));
  private static final Map<String, String> KEY_BY_PREFERRED_VARIABLE =
      Map.ofEntries(
          Map.entry("HOST", "api.host"),
          Map.entry("PORT", "api.port"),
          Map.entry("WORKFLOW_DB_PATH", "database.path"),
          Map.entry("SERVER_21_HOST", "servers.server_21.host"),
          Map.entry("SERVER_21_PORT", "servers.server_21.port"),
          Map.entry("SERVER_21_USER", "servers.server_21.username"),
          Map.entry("SERVER_21_KEY", "servers.server_21.key_path"),
          Map.entry("SERVER_21_STAGING", "storage.server_21_staging"));

  /** Takes copies, and what the environment sets where no option does. */
  public ConfigInput {
    home = home.toAbsolutePath().normalize();
    environment = Map.copyOf(environment);
    var all = new HashMap<String, String>();
    putSet(all, KEY_BY_VARIABLE, environment);
    putSet(all, KEY_BY_PREFERRED_VARIABLE, environment);
    all.putAll(overrides);
    overrides = Map.copyOf(all);
  }

  private static void putSet(
      Map<String, String> overrides, Map<String, String> keys, Map<String, String> environment) {
    keys.forEach(
        (variable, key) -> {
          String value = environment.get(variable);
          if (value != null && !value.isBlank()) {
            overrides.put(key, value);
          }
        });
  }
}
