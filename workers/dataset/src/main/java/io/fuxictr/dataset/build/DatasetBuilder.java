package io.fuxictr.dataset.build;

import io.fuxictr.dataset.feature.FeatureEncoder;
import io.fuxictr.dataset.feature.FeatureEncoderFile;
import io.fuxictr.dataset.feature.FeatureFitter;
import io.fuxictr.dataset.feature.FeatureMap;
import io.fuxictr.dataset.feature.FeatureMapFile;
import io.fuxictr.dataset.feature.VocabularyFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Makes a dataset of raw files: divides the rows, learns vocabularies and scales from the training
 * rows, encodes everything.
 *
 * <p>The folder then holds {@code train.parquet}, {@code valid.parquet}, {@code test.parquet} (or
 * folders of {@code part_00000.parquet} and so on), {@code feature_map.json}, {@code
 * feature_vocab.json}, {@code feature_processor.json.gz} and, last of all, {@code dataset.json}.
 * All are written aside and moved when all are complete; a build that was killed leaves nothing
 * that could be taken for a dataset. A folder that holds the very dataset already is left as it is.
 *
 * <p>Departs from FuxiCTR: rows are split while they stream by, so the rows of a random split stand
 * in file order, not in shuffled order (the trainer shuffles); values are compared by their texts;
 * missing labels are unknown whatever their type (-1 for a class, NaN for a number); numbers that
 * are not finite count as missing; null elements of lists are skipped, and lists are never joined
 * and split again.
 */
public final class DatasetBuilder {
  /** Folder, in that of a dataset, of the encoded files that were not Parquet. */
  public static final String CONVERTED = "encoded";

  private final Path folder;
  private final int threads;

  /**
   * Creates a builder.
   *
   * @param folder where the dataset will lie; made if needed
   * @param threads threads that work on columns side by side; the result does not depend on it
   */
  public DatasetBuilder(Path folder, int threads) {
    this.folder = folder;
    this.threads = threads;
  }

  /**
   * Builds the dataset, unless the same one is there already.
   *
   * @throws io.fuxictr.dataset.part.DatasetException if the data do not allow it
   * @throws java.io.UncheckedIOException if the disk does not, naming the file
   * @throws InterruptedException if the listener or an interruption stops it
   */
  public Dataset build(DatasetSpec spec, BuildListener listener) throws InterruptedException {
    if (spec.isParquet()) {
      RawTable.open(spec);
    }
    String fingerprint = Fingerprint.of(spec, false);
    Optional<Dataset> known = known(fingerprint);
    if (known.isPresent()) {
      return known.get();
    }
    try (Staging staging = Staging.in(folder)) {
      RawTable table = RawTable.open(Conversion.of(spec, staging.path().resolve("raw")));
      SplitPlan plan = SplitPlan.of(spec.split(), table.rows(Split.TRAIN));
      var progress = new BuildProgress(listener, rowsToRead(table));
      FeatureEncoder encoder = fit(spec, table, plan, progress);
      Map<Split, Dataset.SplitFiles> splits =
          encode(spec, table, plan, encoder, progress, staging.path());
      return publish(spec, staging, encoder, new Described(fingerprint, splits), listener);
    }
  }

  /**
   * What is known of a dataset when its files are written.
   *
   * @param fingerprint of what it was made of
   * @param splits its files
   */
  private record Described(String fingerprint, Map<Split, Dataset.SplitFiles> splits) {}

  /**
   * Makes a dataset of files that another program has encoded: describes them by what their columns
   * declare, learns nothing and changes none of them. Parquet files stay where they are, even in
   * the dataset's own folder; others are turned into Parquet, in the folder {@value #CONVERTED}.
   *
   * @param spec columns that all declare their ids; the split is not asked for
   * @throws io.fuxictr.dataset.part.DatasetException if the files do not have what is declared
   * @throws java.io.UncheckedIOException if the disk does not allow it, naming the file
   * @throws InterruptedException if the thread is interrupted
   */
  public Dataset describe(DatasetSpec spec) throws InterruptedException {
    return describe(spec, Optional.empty());
  }

  /**
   * Makes a dataset of files that another program has encoded and described: its {@code
   * feature_map.json}, which lies in the folder, stays as it is, and so do its other files.
   *
   * @param spec the columns that the map has, {@linkplain
   *     io.fuxictr.dataset.feature.ColumnSpecs#encoded as they are encoded}; the split is not asked
   *     for
   * @param map what that program noted
   * @throws io.fuxictr.dataset.part.DatasetException if the files do not have what it noted
   * @throws java.io.UncheckedIOException if the disk does not allow it, naming the file
   * @throws InterruptedException if the thread is interrupted
   */
  public Dataset adopt(DatasetSpec spec, FeatureMap map) throws InterruptedException {
    return describe(spec, Optional.of(map));
  }

  private Dataset describe(DatasetSpec spec, Optional<FeatureMap> noted)
      throws InterruptedException {
    String fingerprint = Fingerprint.of(spec, true);
    Optional<Dataset> known = known(fingerprint);
    if (known.isPresent()) {
      return known.get();
    }
    try (Staging staging = Staging.in(folder)) {
      DatasetSpec parts = Conversion.of(spec, staging.path().resolve(CONVERTED));
      RawTable table = RawTable.open(parts);
      FeatureEncoder encoder =
          new FeatureFitter(spec.columns(), table.types())
              .finish(spec.datasetId(), spec.labelNames());
      Map<Split, Dataset.SplitFiles> splits = new EnumMap<>(Split.class);
      for (Split split : Split.values()) {
        if (!table.parts(split).isEmpty()) {
          List<Path> files =
              table.parts(split).stream().map(part -> published(part.file(), staging)).toList();
          splits.put(split, new Dataset.SplitFiles(table.rows(split), files));
        }
      }
      FeatureEncoderFile.write(staging.path().resolve(FeatureEncoderFile.NAME), encoder);
      if (noted.isEmpty()) {
        FeatureMapFile.write(staging.path().resolve(FeatureMapFile.NAME), encoder.featureMap());
        VocabularyFile.write(staging.path().resolve(VocabularyFile.NAME), encoder);
      }
      staging.publishBeside(
          List.of(CONVERTED, VocabularyFile.NAME, FeatureEncoderFile.NAME, FeatureMapFile.NAME));
      var dataset = new Dataset(folder, fingerprint, noted.orElseGet(encoder::featureMap), splits);
      DatasetFile.write(dataset);
      return dataset;
    }
  }

  private Path published(Path file, Staging staging) {
    return file.startsWith(staging.path()) ? folder.resolve(staging.path().relativize(file)) : file;
  }

  private Optional<Dataset> known(String fingerprint) {
    return Dataset.open(folder).filter(it -> it.fingerprint().equals(fingerprint));
  }

  private Dataset publish(
      DatasetSpec spec,
      Staging staging,
      FeatureEncoder encoder,
      Described described,
      BuildListener listener) {
    FeatureMapFile.write(staging.path().resolve(FeatureMapFile.NAME), encoder.featureMap());
    VocabularyFile.write(staging.path().resolve(VocabularyFile.NAME), encoder);
    FeatureEncoderFile.write(staging.path().resolve(FeatureEncoderFile.NAME), encoder);
    var copies = new PretrainedCopies(spec.columns());
    copies.copyTo(staging.path());
    listener.publishing();
    staging.publish(names(copies));
    var dataset =
        new Dataset(folder, described.fingerprint(), encoder.featureMap(), described.splits());
    listener.publishing();
    DatasetFile.write(dataset);
    return dataset;
  }

  private FeatureEncoder fit(
      DatasetSpec spec, RawTable table, SplitPlan plan, BuildProgress progress)
      throws InterruptedException {
    var pass = new FitPass(spec, table, plan, progress);
    try (var crew = new ColumnCrew(threads)) {
      return pass.run(crew);
    }
  }

  private Map<Split, Dataset.SplitFiles> encode(
      DatasetSpec spec,
      RawTable table,
      SplitPlan plan,
      FeatureEncoder encoder,
      BuildProgress progress,
      Path staging)
      throws InterruptedException {
    Map<Split, Dataset.SplitFiles> result = new EnumMap<>(Split.class);
    try (var pass = new EncodePass(spec, table, plan, encoder, progress, staging);
        var crew = new ColumnCrew(threads)) {
      pass.run(crew)
          .forEach(
              (split, output) ->
                  result.put(split, new Dataset.SplitFiles(output.rows(), files(output))));
    }
    return result;
  }

  private List<Path> files(SplitOutput output) {
    return output.names().stream().map(folder::resolve).toList();
  }

  private static List<String> names(PretrainedCopies copies) {
    List<String> names = new ArrayList<>();
    for (Split split : Split.values()) {
      names.add(split.wireName());
      names.add(split.wireName() + ".parquet");
    }
    names.addAll(copies.names());
    names.addAll(List.of(VocabularyFile.NAME, FeatureEncoderFile.NAME, FeatureMapFile.NAME));
    return names;
  }

  private static long rowsToRead(RawTable table) {
    return 2 * table.rows(Split.TRAIN) + table.rows(Split.VALID) + table.rows(Split.TEST);
  }
}
