package io.fuxictr.infer;

import io.fuxictr.dataset.part.DatasetException;
import io.fuxictr.dataset.part.PartFooter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Which input part becomes which output part.
 *
 * @param parts in the numeric order of the inputs' names
 */
record PartPlan(List<Part> parts) {
  private static final Pattern NUMBER = Pattern.compile("\\d+");

  /**
   * One input and its output.
   *
   * @param input rows to score
   * @param output the same rows with predictions
   * @param rows of the input
   */
  record Part(Path input, Path output, long rows) {

    /** Returns whether the output is already there, whole. */
    boolean isDone() {
      if (!Files.isRegularFile(output)) {
        return false;
      }
      try {
        return PartFooter.read(output).rows() == rows;
      } catch (DatasetException e) {
        return false;
      }
    }
  }

  /**
   * Reads the plan off a folder of parts; the n-th input becomes {@code part-n.parquet}.
   *
   * @throws DatasetException if a file is not Parquet
   */
  static PartPlan of(Path inputs, Path outputs) {
    List<Path> files;
    try (Stream<Path> entries = Files.list(inputs)) {
      files =
          entries
              .filter(file -> file.getFileName().toString().endsWith(".parquet"))
              .filter(file -> !file.getFileName().toString().startsWith("."))
              .sorted(Comparator.comparing(PartPlan::number).thenComparing(Path::getFileName))
              .toList();
    } catch (IOException e) {
      throw new UncheckedIOException("Listing the rows to score in " + inputs, e);
    }
    var parts = new ArrayList<Part>();
    for (Path file : files) {
      Path output = outputs.resolve("part-%05d.parquet".formatted(parts.size()));
      parts.add(new Part(file, output, PartFooter.read(file).rows()));
    }
    return new PartPlan(List.copyOf(parts));
  }

  private static BigInteger number(Path file) {
    Matcher matcher = NUMBER.matcher(file.getFileName().toString());
    return matcher.find() ? new BigInteger(matcher.group()) : BigInteger.ZERO;
  }

  long rows() {
    return parts.stream().mapToLong(Part::rows).sum();
  }
}
