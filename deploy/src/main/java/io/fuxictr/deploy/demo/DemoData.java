package io.fuxictr.deploy.demo;

import io.fuxictr.deploy.demo.DemoRequest.UserFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.duckdb.DuckDBConnection;

/**
 * The databases that a demonstration begins with.
 *
 * @param source file with the tables {@code sample} and {@code inference}
 */
record DemoData(Path source) {
  /** Table of the rows to learn from. */
  static final String SAMPLE = "sample";

  /** Table of the rows to score. */
  static final String INFERENCE = "inference";

  private static final long SAMPLE_SEED = 142;
  private static final long INFERENCE_SEED = 21;

  /** Makes both tables of generated rows; an older file of that name is replaced. */
  void generate(Truth truth, int sampleRows, int inferenceRows) {
    Path newTruth = beside(truth.file());
    replace(
        newSource -> {
          Files.deleteIfExists(newTruth);
          try (DuckDBConnection tables = open(newSource);
              DuckDBConnection odds = open(newTruth)) {
            MarketingTables.writeSample(
                tables, odds, new CreditMarketing(SAMPLE_SEED, "u"), sampleRows);
            MarketingTables.writeInference(
                tables, new CreditMarketing(INFERENCE_SEED, "v"), inferenceRows);
          }
          move(newTruth, truth.file());
        });
  }

  /**
   * Copies a user's Parquet files into tables; an older file of that name is replaced.
   *
   * @throws DemoException if a file cannot be read, or the sample lacks a label
   */
  void copy(UserFiles files) {
    replace(
        newSource -> {
          try (DuckDBConnection tables = open(newSource)) {
            copy(tables, SAMPLE, files.sample());
            requireLabels(tables, files);
            if (files.inference().isPresent()) {
              copy(tables, INFERENCE, files.inference().get());
            }
          }
        });
  }

  private static void requireLabels(DuckDBConnection tables, UserFiles files) throws SQLException {
    var columns = new ArrayList<String>();
    try (var statement = tables.createStatement();
        var described = statement.executeQuery("DESCRIBE " + SAMPLE)) {
      while (described.next()) {
        columns.add(described.getString(1));
      }
    }
    List<String> missing =
        files.labels().stream().filter(label -> !columns.contains(label)).toList();
    if (!missing.isEmpty()) {
      throw new DemoException(
          "Predicting %s from %s: there is no such column; columns found: %s"
              .formatted(String.join(", ", missing), files.sample(), String.join(", ", columns)));
    }
  }

  private static void copy(DuckDBConnection tables, String table, Path file) {
    if (!Files.isReadable(file)) {
      throw new DemoException("Reading %s: there is no such file".formatted(file));
    }
    String path = file.toString().replace("'", "''");
    try (var statement = tables.createStatement()) {
      statement.execute(
          "CREATE TABLE %s AS SELECT * FROM read_parquet('%s')".formatted(table, path));
    } catch (SQLException e) {
      throw new DemoException(
          "Reading %s: not a Parquet file that can be read (%s)".formatted(file, firstLine(e)), e);
    }
  }

  private static String firstLine(SQLException e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
  }

  private void replace(Filling filling) {
    Path unfinished = beside(source);
    try {
      Files.deleteIfExists(unfinished);
      filling.fill(unfinished);
      move(unfinished, source);
    } catch (IOException | SQLException e) {
      throw new DemoException("Writing %s: %s".formatted(source, e.getMessage()), e);
    }
  }

  private static Path beside(Path file) {
    return file.resolveSibling(file.getFileName() + ".tmp");
  }

  private static void move(Path from, Path to) throws IOException {
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private static DuckDBConnection open(Path file) throws SQLException {
    return DriverManager.getConnection("jdbc:duckdb:" + file).unwrap(DuckDBConnection.class);
  }

  /** Fills a new database. */
  private interface Filling {
    void fill(Path file) throws IOException, SQLException;
  }
}
