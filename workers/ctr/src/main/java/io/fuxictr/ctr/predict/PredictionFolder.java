package io.fuxictr.ctr.predict;

import io.fuxictr.dataset.feature.FeatureEncoder;
import io.fuxictr.dataset.part.DatasetException;
import io.fuxictr.dataset.part.PartAppend;
import io.fuxictr.dataset.part.PartFooter;
import io.fuxictr.dataset.part.UnfinishedFile;
import io.fuxictr.dataset.sample.RawSamples;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A folder of predictions, which belong to one model and one way to name them: the parts that
 * another one left there are thrown away before new ones are written.
 *
 * <p>A part is written aside and appears when it is whole. It is done when it is there with all its
 * rows and was made of the very input that it is planned for; parts that are done are not scored
 * again. Nothing is deleted that was not written here.
 */
public final class PredictionFolder {
  private static final String MARK = ".model";
  private static final String DONE = ".done";
  private static final int BATCH_SIZE = 4096;

  private final Path folder;
  private final List<String> columns;
  private final Set<String> done;

  private PredictionFolder(Path folder, List<String> columns) throws IOException {
    this.folder = folder;
    this.columns = List.copyOf(columns);
    this.done = new HashSet<>(lines(folder));
  }

  /**
   * Makes a folder ready for the predictions of a model.
   *
   * @param model the model's file
   * @param columns names of the prediction columns, in the order of the labels
   * @throws DatasetException if there are files in it, and none of them says that it holds
   *     predictions
   */
  public static PredictionFolder open(Path folder, Path model, List<String> columns) {
    try {
      Files.createDirectories(folder);
      Path mark = folder.resolve(MARK);
      String wanted = sha256(model) + " " + String.join(",", columns);
      if (Files.notExists(mark)) {
        requireEmpty(folder);
        replace(mark, wanted);
      } else if (!Files.readString(mark).equals(wanted)) {
        clear(folder);
        replace(mark, wanted);
      }
      return new PredictionFolder(folder, columns);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "Preparing the folder of predictions %s: %s".formatted(folder, e), e);
    }
  }

  private static void requireEmpty(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      if (files.findAny().isPresent()) {
        throw new DatasetException(
            "Writing predictions to %s: there are other files in it; name an empty folder"
                .formatted(folder));
      }
    }
  }

  private static void clear(Path folder) throws IOException {
    for (String line : lines(folder)) {
      Files.deleteIfExists(folder.resolve(line.substring(0, line.lastIndexOf('\t'))));
    }
    Files.deleteIfExists(folder.resolve(DONE));
  }

  private static List<String> lines(Path folder) throws IOException {
    Path file = folder.resolve(DONE);
    return Files.exists(file)
        ? Files.readAllLines(file).stream().filter(line -> line.indexOf('\t') > 0).toList()
        : List.of();
  }

  private static void replace(Path file, String text) throws IOException {
    try (UnfinishedFile aside = UnfinishedFile.of(file)) {
      Files.writeString(aside.path(), text, StandardCharsets.UTF_8);
      aside.publish();
    }
  }

  private static String sha256(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] buffer = new byte[1 << 16];
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        digest.update(buffer, 0, read);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** Returns whether a part is here already, whole and made of its input. */
  public boolean isDone(PartPlan.Part part) {
    if (!done.contains(line(part)) || !Files.isRegularFile(part.output())) {
      return false;
    }
    try {
      return PartFooter.read(part.output()).rows() == part.rows();
    } catch (DatasetException _) {
      return false;
    }
  }

  private static String line(PartPlan.Part part) {
    return part.name() + "\t" + part.input().fingerprint();
  }

  /** Is asked between batches whether scoring should go on. */
  @FunctionalInterface
  public interface Stop {

    /**
     * Lets it go on, or ends it.
     *
     * @throws InterruptedException if it should end here; the part is then not written
     */
    void check() throws InterruptedException;

    /**
     * Is asked right before a part gets its name; throws an unchecked exception if the folder is
     * somebody else's by now, and the part is not written.
     */
    default void publishing() {}
  }

  /**
   * Scores a part; the rows keep their order and all their columns.
   *
   * @throws DatasetException if the part lacks a feature, or has a column of predictions already
   */
  public void score(RankModel model, FeatureEncoder encoder, PartPlan.Part part, Stop stop)
      throws InterruptedException {
    Path input = part.input().file();
    var samples = new RawSamples(List.of(input), encoder);
    try (PartAppend output = PartAppend.open(input, part.output(), columns)) {
      new Predictor(model, BATCH_SIZE)
          .predict(
              samples,
              predictions -> {
                stop.check();
                output.add(predictions.toArray(float[][]::new), predictions.getFirst().length);
              });
      stop.publishing();
      output.publish();
    }
    note(part);
  }

  private void note(PartPlan.Part part) {
    Path file = folder.resolve(DONE);
    try {
      Files.writeString(
          file,
          line(part) + "\n",
          StandardCharsets.UTF_8,
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
      done.add(line(part));
    } catch (IOException e) {
      throw new UncheckedIOException("Writing %s: %s".formatted(file, e), e);
    }
  }
}
