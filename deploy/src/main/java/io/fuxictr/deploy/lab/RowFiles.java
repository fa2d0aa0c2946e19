package io.fuxictr.deploy.lab;

import io.fuxictr.dataset.build.DatasetSpec;
import io.fuxictr.dataset.build.RowConversion;
import io.fuxictr.dataset.input.RawFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Files of rows to be scored or measured, as parts. Those that are not Parquet are turned into
 * parts of the same names in a temporary folder, which is gone when this is closed.
 *
 * @param parts in the order of the files
 * @param folder the temporary folder
 */
record RowFiles(List<Path> parts, Path folder) implements AutoCloseable {

  /** Takes a copy of the list. */
  RowFiles {
    parts = List.copyOf(parts);
  }

  /**
   * Opens files, each of the format that its name ends with; a name that ends otherwise is that of
   * a Parquet file.
   *
   * @param spec the dataset that the rows are for; its {@code sep} parts the fields of CSV
   * @throws io.fuxictr.dataset.part.DatasetException if columns are missing or values are not what
   *     they should be, naming file, line and column
   * @throws InterruptedException if the thread is interrupted
   */
  static RowFiles open(List<Path> files, DatasetSpec spec, RowConversion.Use use)
      throws InterruptedException {
    var opened = new RowFiles(List.of(), temporary());
    try {
      var conversion = new RowConversion(spec, use);
      List<Path> parts = new ArrayList<>();
      for (Path file : files) {
        parts.add(opened.part(file, conversion, parts.size()));
      }
      return new RowFiles(parts, opened.folder());
    } catch (InterruptedException | RuntimeException e) {
      opened.close();
      throw e;
    }
  }

  private Path part(Path file, RowConversion conversion, int number) throws InterruptedException {
    String name = file.getFileName().toString();
    RawFormat.Kind kind =
        Stream.of(RawFormat.Kind.values())
            .filter(it -> name.endsWith("." + it.wireName()))
            .findFirst()
            .orElse(RawFormat.Kind.PARQUET);
    if (kind == RawFormat.Kind.PARQUET) {
      return file;
    }
    String base = name.substring(0, name.length() - kind.wireName().length() - 1);
    Path part = folder.resolve(String.valueOf(number)).resolve(base + ".parquet");
    var format = new RawFormat(kind, conversion.spec().format().separator(), 0);
    conversion.convert(file, format, part);
    return part;
  }

  private static Path temporary() {
    try {
      return Files.createTempDirectory("fuxictr-rows-");
    } catch (IOException e) {
      throw new UncheckedIOException("Creating a temporary folder: " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    try (Stream<Path> tree = Files.walk(folder)) {
      for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Deleting " + folder, e);
    }
  }
}
