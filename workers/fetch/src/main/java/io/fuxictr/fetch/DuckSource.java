package io.fuxictr.fetch;

import static io.fuxictr.remote.file.DataFiles.deleteFolder;

import io.fuxictr.remote.file.DataFiles;
import io.fuxictr.remote.file.FileException;
import io.fuxictr.remote.file.Manifest;
import io.fuxictr.remote.transfer.Place;
import io.fuxictr.remote.transfer.Transfer;
import io.fuxictr.remote.transfer.TransferOptions;
import io.fuxictr.remote.transfer.TransferWatch;
import io.fuxictr.task.ErrorCode;
import io.fuxictr.worker.StageContext;
import io.fuxictr.worker.StageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * A source that needs no server: a DuckDB file, read-only, and data files that queries may read
 * besides. Staging is a folder of this host, {@code {staging}/{dataset_id}/train|infer}.
 */
public final class DuckSource implements SourceServer {
  private static final Pattern DATASET_ID = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9_.-]*");
  private static final Pattern MEMORY = Pattern.compile("\\d+(\\.\\d+)?\\s?([KMGT]i?B)");

  private final Settings settings;

  /**
   * What the source reads and how much it may take.
   *
   * @param database DuckDB file whose tables can be queried; empty if queries only read files
   * @param readable files and folders that queries may read, as in {@code FROM 'file.parquet'}
   * @param staging folder of one folder per dataset
   * @param rowsPerPart a larger result goes to several files
   * @param threads threads of a query, at least 1
   * @param memoryLimit what a query may use before it spills to disk, such as {@code 2GB}
   */
  public record Settings(
      Optional<Path> database,
      List<Path> readable,
      Path staging,
      long rowsPerPart,
      int threads,
      String memoryLimit) {
    private static final long ROWS_PER_PART = 2_000_000;

    /** Rejects limits that DuckDB would not take. */
    public Settings {
      readable = List.copyOf(readable);
      if (rowsPerPart < 1 || threads < 1 || !MEMORY.matcher(memoryLimit).matches()) {
        throw new IllegalArgumentException(
            "rows per part %d, threads %d, memory limit '%s' (a size such as 2GB)"
                .formatted(rowsPerPart, threads, memoryLimit));
      }
    }

    /** Returns usual limits: 2 million rows per part, half of the processors, 2 GB. */
    public static Settings of(Path database, Path staging) {
      int threads = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
      return new Settings(Optional.of(database), List.of(), staging, ROWS_PER_PART, threads, "2GB");
    }

    /** Returns the same settings with files and folders that queries may read besides. */
    public Settings reading(List<Path> files) {
      return new Settings(database, files, staging, rowsPerPart, threads, memoryLimit);
    }
  }

  /** Creates a source; nothing is opened before it is used. */
  public DuckSource(Settings settings) {
    this.settings = settings;
  }

  @Override
  public String name() {
    return settings.database().map(file -> "DuckDB file " + file).orElse("DuckDB, on files");
  }

  @Override
  public void prepare(String datasetId, StageContext context) {
    for (RowSet rows : RowSet.ALL) {
      create(folder(datasetId, rows));
    }
    try (Connection connection = DuckSession.open(settings, folder(datasetId))) {
      connection.isValid(0);
    } catch (SQLException e) {
      throw DuckFailure.of("Opening " + name(), e);
    }
  }

  @Override
  public OptionalLong export(String datasetId, RowSet rows, String sql, StageContext context)
      throws InterruptedException {
    Path folder = folder(datasetId, rows);
    context.checkHeld();
    translating(
        () -> {
          deleteFolder(folder);
          return folder;
        });
    create(folder);
    try (Connection connection = DuckSession.open(settings, folder)) {
      return OptionalLong.of(
          new DuckExport(connection, folder, settings.rowsPerPart(), context).run(rows, sql));
    } catch (SQLException e) {
      throw DuckFailure.of("Closing " + name(), e);
    }
  }

  @Override
  public boolean holds(String datasetId, RowSet rows, StageContext context) {
    return translating(() -> !DataFiles.under(folder(datasetId, rows)).isEmpty());
  }

  @Override
  public Manifest list(String datasetId, RowSet rows, StageContext context) {
    return translating(() -> Manifest.of(folder(datasetId, rows)));
  }

  @Override
  public Transfer.Result pull(
      String datasetId, RowSet rows, Manifest manifest, Path target, TransferWatch watch)
      throws InterruptedException {
    try {
      Place staging = Place.here(folder(datasetId, rows));
      return new Transfer(staging, Place.here(target), TransferOptions.DEFAULTS)
          .run(manifest, watch);
    } catch (FileException e) {
      throw Failures.of(e);
    }
  }

  @Override
  public void clean(String datasetId) {
    translating(
        () -> {
          deleteFolder(folder(datasetId));
          return datasetId;
        });
  }

  private Path folder(String datasetId, RowSet rows) {
    return folder(datasetId).resolve(rows.folder());
  }

  private Path folder(String datasetId) {
    if (!DATASET_ID.matcher(datasetId).matches()) {
      throw new IllegalArgumentException("not a dataset id: '" + datasetId + "'");
    }
    return settings.staging().resolve(datasetId);
  }

  private static void create(Path folder) {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new StageException(
          ErrorCode.STORAGE, "Creating the staging folder %s: %s".formatted(folder, e), e);
    }
  }

  private static <T> T translating(Supplier<T> work) {
    try {
      return work.get();
    } catch (FileException e) {
      throw Failures.of(e);
    }
  }
}
