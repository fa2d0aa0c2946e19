package io.fuxictr.web.store;

import io.helidon.config.Config;
import io.helidon.config.ConfigSources;
import io.helidon.dbclient.DbClient;
import io.helidon.dbclient.DbExecute;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import org.flywaydb.core.Flyway;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The SQLite file with everything the web server knows.
 *
 * <p>Readers use the database client and see snapshots. There is one writer: a lock of this object
 * lets one transaction in at a time, and those who follow events are told of them, after the commit
 * and before the lock is given back, so that everybody hears them in the order of their numbers.
 */
public final class Database implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Database.class);
  private static final String PACKAGE = "io/fuxictr/web/store/";
  private static final String PRAGMAS =
      "?journal_mode=WAL&synchronous=NORMAL&busy_timeout=5000&foreign_keys=on&temp_store=MEMORY"
          + "&journal_size_limit=67108864&transaction_mode=IMMEDIATE";
  private static final int READERS = 4;

  private final DbClient reader;
  private final DbClient writer;
  private final Map<String, String> statements;
  private final ReentrantLock writing = new ReentrantLock();
  private final List<Consumer<List<StoredEvent>>> followers = new CopyOnWriteArrayList<>();

  private Database(DbClient reader, DbClient writer, Map<String, String> statements) {
    this.reader = reader;
    this.writer = writer;
    this.statements = statements;
  }

  /**
   * Opens a database, makes it if it is not there, and brings its schema up to date. One that the
   * original program made keeps its rows.
   *
   * @throws StoreException if the file cannot be opened or is no such database
   */
  public static Database open(Path file) {
    Path path = file.toAbsolutePath();
    String url = "jdbc:sqlite:" + path + PRAGMAS;
    try {
      Files.createDirectories(path.getParent());
      migrate(url);
      Config statements = Config.just(ConfigSources.classpath(PACKAGE + "statements.yaml").build());
      return new Database(
          client(statements, url + "&open_mode=1", READERS, true),
          client(statements, url, 1, false),
          statements.get("statements").detach().asMap().orElse(Map.of()));
    } catch (IOException | RuntimeException e) {
      throw new StoreException(
          "Opening the database %s: %s. Check the path, its permissions and that no other program made it."
              .formatted(path, e.getMessage()),
          e);
    }
  }

  private static void migrate(String url) {
    int done =
        Flyway.configure(Database.class.getClassLoader())
            .dataSource(url, "", "")
            .locations("classpath:" + PACKAGE + "migration")
            .baselineOnMigrate(true)
            .baselineVersion("0")
            .load()
            .migrate()
            .migrationsExecuted;
    if (done > 0) {
      log.info("Database schema: {} changes applied", done);
    }
  }

  private static DbClient client(Config statements, String url, int connections, boolean readOnly) {
    Map<String, String> settings =
        Map.of(
            "source",
            "jdbc",
            "connection.url",
            url,
            "connection.username",
            "",
            "connection.password",
            "",
            "connection.readOnly",
            Boolean.toString(readOnly),
            "connection.maximumPoolSize",
            Integer.toString(connections),
            "connection.minimumIdle",
            Integer.toString(connections));
    return DbClient.create(
        Config.just(ConfigSources.create(settings), ConfigSources.create(statements)));
  }

  /** Adds somebody who is told of all new events. Must not block and not write. */
  public void follow(Consumer<List<StoredEvent>> follower) {
    followers.add(follower);
  }

  /**
   * Returns whether the file can be read.
   *
   * @throws RuntimeException of the database client if it cannot
   */
  public boolean isReadable() {
    return read().createNamedGet("ping").execute().isPresent();
  }

  DbExecute read() {
    return reader.execute();
  }

  /**
   * Does work in one transaction and tells the followers of its events.
   *
   * @throws StoreException if the database refuses; nothing was written then
   */
  <T> T write(Function<WriteSession, T> work) {
    writing.lock();
    try (Connection connection = writer.unwrap(Connection.class)) {
      run(connection, "BEGIN IMMEDIATE");
      var session = new WriteSession(connection, statements);
      T result = inTransaction(connection, session, work);
      tell(session.told());
      return result;
    } catch (SQLException e) {
      throw new StoreException("Writing to the database: " + e.getMessage(), e);
    } finally {
      writing.unlock();
    }
  }

  private static <T> T inTransaction(
      Connection connection, WriteSession session, Function<WriteSession, T> work)
      throws SQLException {
    try (session) {
      T result = work.apply(session);
      run(connection, "COMMIT");
      return result;
    } catch (SQLException | RuntimeException e) {
      rollBack(connection, e);
      throw e;
    }
  }

  /** A full disk or a fault of the file has ended the transaction already. */
  private static void rollBack(Connection connection, Exception why) {
    try {
      run(connection, "ROLLBACK");
    } catch (SQLException e) {
      why.addSuppressed(e);
    }
  }

  /**
   * Begins and ends transactions by hand: the driver believes itself inside one after a BEGIN that
   * was refused.
   */
  private static void run(Connection connection, String sql) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private void tell(List<StoredEvent> events) {
    if (!events.isEmpty()) {
      followers.forEach(follower -> follower.accept(events));
    }
  }

  @Override
  public void close() {
    writing.lock();
    try {
      reader.close();
      writer.close();
    } catch (UncheckedIOException e) {
      log.debug("Closing the database", e);
    } finally {
      writing.unlock();
    }
  }
}
