package io.fuxictr.fetch;

import io.fuxictr.task.ErrorCode;
import io.fuxictr.worker.StageException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * A DuckDB instance of its own in which it is safe to run somebody else's SELECT: the database is
 * attached read-only, no other file can be reached but those allowed, nothing is downloaded, and no
 * setting can be changed any more.
 *
 * <p>An instance in memory with the file attached, rather than the file itself: settings belong to
 * an instance, and two attempts that read the same file need different ones.
 */
final class DuckSession {
  private static final String SOURCE = "source";

  private DuckSession() {}

  /**
   * Opens a session.
   *
   * @param workspace folder that exports go to; spilled data too
   */
  static Connection open(DuckSource.Settings settings, Path workspace) {
    settings.database().ifPresent(DuckSession::checkPresent);
    try {
      Connection connection = DriverManager.getConnection("jdbc:duckdb:");
      try {
        prepare(connection, settings, workspace);
        return connection;
      } catch (SQLException | RuntimeException e) {
        connection.close();
        throw e;
      }
    } catch (SQLException e) {
      throw failure(settings, e);
    }
  }

  private static void checkPresent(Path database) {
    if (!Files.isRegularFile(database)) {
      throw new StageException(
          ErrorCode.INVALID_INPUT,
          ("Opening the data source %s: there is no such file; create it with DuckDB, or name"
                  + " another in the configuration")
              .formatted(database));
    }
  }

  private static StageException failure(DuckSource.Settings settings, SQLException e) {
    String file = settings.database().map(Path::toString).orElse("in memory");
    return DuckFailure.of("Opening the data source " + file, e);
  }

  private static void prepare(Connection connection, DuckSource.Settings settings, Path workspace)
      throws SQLException {
    List<Path> folders = new ArrayList<>(List.of(workspace));
    List<Path> files = new ArrayList<>();
    settings.readable().forEach(path -> (Files.isDirectory(path) ? folders : files).add(path));
    try (Statement statement = connection.createStatement()) {
      statement.execute("SET autoinstall_known_extensions = false");
      statement.execute("SET autoload_known_extensions = false");
      statement.execute("SET threads = " + settings.threads());
      statement.execute("SET memory_limit = " + SqlText.literal(settings.memoryLimit()));
      statement.execute("SET temp_directory = " + SqlText.literal(workspace.resolve(".spill")));
      if (settings.database().isPresent()) {
        String file = SqlText.literal(settings.database().get());
        statement.execute("ATTACH %s AS %s (READ_ONLY)".formatted(file, SOURCE));
        statement.execute("USE " + SOURCE);
      }
      statement.execute("SET allowed_directories = " + SqlText.list(folders));
      statement.execute("SET allowed_paths = " + SqlText.list(files));
      statement.execute("SET enable_external_access = false");
      statement.execute("SET lock_configuration = true");
    }
  }
}
