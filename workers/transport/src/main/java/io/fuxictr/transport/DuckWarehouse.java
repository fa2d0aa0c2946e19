package io.fuxictr.transport;

import io.fuxictr.remote.file.DataFiles;
import io.fuxictr.remote.file.FileException;
import io.fuxictr.remote.transfer.Place;
import io.fuxictr.remote.transfer.Transfer;
import io.fuxictr.remote.transfer.TransferOptions;
import io.fuxictr.task.ErrorCode;
import io.fuxictr.worker.StageContext;
import io.fuxictr.worker.StageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A warehouse that needs no server: a DuckDB file, made when it is first used. Staging is a folder
 * of this host, {@code {staging}/{dataset_id}}.
 *
 * <p>The file is open only while a load runs, so that others can read the table afterwards.
 */
public final class DuckWarehouse implements Warehouse {
  private static final Pattern DATASET_ID = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9_.-]*");

  private final Settings settings;
  private final InstantSource clock;

  /**
   * Where the warehouse keeps things.
   *
   * @param database DuckDB file with the result tables
   * @param staging folder of one folder per dataset
   */
  public record Settings(Path database, Path staging) {}

  /** Creates a warehouse; nothing is opened before it is used. */
  public DuckWarehouse(Settings settings, InstantSource clock) {
    this.settings = settings;
    this.clock = clock;
  }

  @Override
  public String name() {
    return "DuckDB file " + settings.database();
  }

  @Override
  public String staging(String datasetId) {
    return folder(datasetId).toString();
  }

  @Override
  public Delivery delivery(Load load, Path output, StageContext context) {
    return new Delivery() {
      @Override
      public Transfer.Result push() throws InterruptedException {
        return DuckWarehouse.this.push(load, output, context);
      }

      @Override
      public Loaded load() throws InterruptedException {
        return DuckWarehouse.this.load(load, context);
      }
    };
  }

  private Transfer.Result push(Load load, Path output, StageContext context)
      throws InterruptedException {
    if (!load.partition().isEmpty()) {
      throw new StageException(
          ErrorCode.INVALID_INPUT,
          "Loading into %s: tables of a DuckDB file have no partitions; leave hive_partition out"
              .formatted(load.table()));
    }
    Path staged = folder(load.datasetId());
    try {
      Transfer.Result result =
          new Transfer(Place.here(output), Place.here(staged), TransferOptions.DEFAULTS)
              .run(load.files(), new PushProgress(context));
      load.files().verify(staged);
      return result;
    } catch (FileException e) {
      throw FileFailure.of(e);
    }
  }

  private Loaded load(Load load, StageContext context) throws InterruptedException {
    if (load.table().table().equalsIgnoreCase(LoadBook.TABLE)) {
      throw new StageException(
          ErrorCode.INVALID_INPUT,
          "Loading into %s: the warehouse keeps its own records there; choose another hive_table"
              .formatted(load.table()));
    }
    List<Path> files =
        load.files().entries().stream()
            .map(entry -> folder(load.datasetId()).resolve(entry.path()))
            .toList();
    context.checkStopped();
    createFolder();
    try (Connection connection =
        DriverManager.getConnection("jdbc:duckdb:" + settings.database())) {
      connection.setAutoCommit(false);
      return commit(connection, new DuckLoad(connection, load, files, context), context, clock);
    } catch (SQLException e) {
      if (DuckFailure.isInterruption(e)) {
        throw new InterruptedException("the load was cancelled");
      }
      throw DuckFailure.of("Loading into %s of %s".formatted(load.table(), name()), e);
    }
  }

  private static Loaded commit(
      Connection connection, DuckLoad work, StageContext context, InstantSource clock)
      throws SQLException, InterruptedException {
    return DuckStop.during(
        connection,
        context,
        () -> {
          Loaded loaded = work.run(clock);
          context.checkStopped();
          context.checkHeld();
          connection.commit();
          return loaded;
        });
  }

  @Override
  public void clean(String datasetId) {
    try {
      DataFiles.deleteFolder(folder(datasetId));
    } catch (FileException e) {
      throw FileFailure.of(e);
    }
  }

  private Path folder(String datasetId) {
    if (!DATASET_ID.matcher(datasetId).matches()) {
      throw new IllegalArgumentException("not a dataset id: '" + datasetId + "'");
    }
    return settings.staging().resolve(datasetId);
  }

  private void createFolder() {
    Path folder = settings.database().toAbsolutePath().getParent();
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new StageException(
          ErrorCode.STORAGE, "Creating the folder of %s: %s".formatted(name(), e), e);
    }
  }
}
