package io.fuxictr.ctr.predict;

import io.fuxictr.dataset.part.DatasetException;
import io.fuxictr.dataset.part.PartFooter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Which input part becomes which output part.
 *
 * @param parts in the order in which they are scored
 */
public record PartPlan(List<Part> parts) {
  private static final Pattern NUMBER = Pattern.compile("\\d+");

  /** Takes a copy of the list. */
  public PartPlan {
    parts = List.copyOf(parts);
  }

  /**
   * One input and its output.
   *
   * @param input rows to score
   * @param output the same rows with predictions
   */
  public record Part(PartFooter input, Path output) {

    /** Returns the rows of the input. */
    public long rows() {
      return input.rows();
    }

    /** Returns the name of the output. */
    public String name() {
      return output.getFileName().toString();
    }
  }

  /**
   * Reads the plan off a folder of parts, in the numeric order of their names; the n-th input
   * becomes {@code part-n.parquet}.
   *
   * @throws DatasetException if a file is not Parquet
   */
  public static PartPlan numbered(Path inputs, Path outputs) {
    var parts = new ArrayList<Part>();
    for (Path file : partsOf(inputs)) {
      Path output = outputs.resolve("part-%05d.parquet".formatted(parts.size()));
      parts.add(new Part(PartFooter.read(file), output));
    }
    return new PartPlan(parts);
  }

  /**
   * Plans outputs that are called like their inputs.
   *
   * @throws DatasetException if two inputs have the same name, or a file is not Parquet
   */
  public static PartPlan named(List<Path> inputs, Path outputs) {
    Map<Path, Path> taken = new HashMap<>();
    var parts = new ArrayList<Part>();
    for (Path file : inputs) {
      Path output = outputs.resolve(file.getFileName());
      Path before = taken.put(output, file);
      if (before != null) {
        throw new DatasetException(
            "Scoring %s and %s: both would become %s; score them into different folders"
                .formatted(before, file, output));
      }
      parts.add(new Part(PartFooter.read(file), output));
    }
    return new PartPlan(parts);
  }

  private static List<Path> partsOf(Path folder) {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries
          .filter(file -> file.getFileName().toString().endsWith(".parquet"))
          .filter(file -> !file.getFileName().toString().startsWith("."))
          .sorted(Comparator.comparing(PartPlan::number).thenComparing(Path::getFileName))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException("Listing the rows to score in " + folder, e);
    }
  }

  private static BigInteger number(Path file) {
    Matcher matcher = NUMBER.matcher(file.getFileName().toString());
    return matcher.find() ? new BigInteger(matcher.group()) : BigInteger.ZERO;
  }

  /** Returns the rows of all parts. */
  public long rows() {
    return parts.stream().mapToLong(Part::rows).sum();
  }
}
