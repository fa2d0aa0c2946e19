package io.fuxictr.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** A folder with experiments, and the command line that works on them. */
final class Lab {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final Path root;

  /**
   * Opens a folder for work.
   *
   * @param root folder that relative paths start from
   * @param models contents of {@code model_config.yaml}
   */
  Lab(Path root, String models) {
    this.root = root;
    write("config/model_config.yaml", models);
  }

  /** Returns a path in the folder. */
  Path path(String name) {
    return root.resolve(name);
  }

  /** Writes a file of text. */
  void write(String name, String text) {
    try {
      Files.createDirectories(path(name).getParent());
      Files.writeString(path(name), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Writes a file of rows.
   *
   * @param query rows, in order
   * @param form what DuckDB calls the format, such as {@code parquet} or {@code csv, header}
   */
  Path rows(String name, String query, String form) {
    try (var connection = DriverManager.getConnection("jdbc:duckdb:");
        var statement = connection.createStatement()) {
      Files.createDirectories(path(name).getParent());
      statement.execute("COPY (%s) TO '%s' (FORMAT %s)".formatted(query, path(name), form));
      return path(name);
    } catch (SQLException e) {
      throw new IllegalArgumentException(query, e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Runs a command on an experiment and returns its exit code. */
  int run(String command, String experiment, String... arguments) {
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    var all = new ArrayList<>(List.of(command, "--root", root.toString()));
    all.addAll(List.of("--config", path("config").toString(), "--expid", experiment));
    all.addAll(List.of(arguments));
    return Main.commandLine(new PrintWriter(out, true), new PrintWriter(err, true))
        .execute(all.toArray(String[]::new));
  }

  /** Runs a command that must succeed and returns its answer in JSON. */
  JsonNode json(String command, String experiment, String... arguments) {
    var all = new ArrayList<>(List.of(arguments));
    all.add("--json");
    assertThat(run(command, experiment, all.toArray(String[]::new))).as(err.toString()).isZero();
    try {
      return new JsonMapper().readTree(out.toString());
    } catch (IOException e) {
      throw new UncheckedIOException(out.toString(), e);
    }
  }

  /** Returns what the last command wrote to standard output. */
  String out() {
    return out.toString();
  }

  /** Returns what the last command wrote to standard error. */
  String err() {
    return err.toString();
  }
}
