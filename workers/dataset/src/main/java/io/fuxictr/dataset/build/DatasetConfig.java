package io.fuxictr.dataset.build;

import io.fuxictr.dataset.feature.ColumnSpec;
import io.fuxictr.dataset.feature.ColumnSpecs;
import io.fuxictr.dataset.feature.FeatureMap;
import io.fuxictr.dataset.feature.LabelSpec;
import io.fuxictr.dataset.feature.UnknownKeys;
import io.fuxictr.dataset.input.RawFiles;
import io.fuxictr.dataset.input.RawFormat;
import io.fuxictr.dataset.part.DatasetException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One block of a {@code dataset_config.yaml}: where the raw files lie, what is made of them and
 * where.
 *
 * @param spec what is to be built of what
 * @param folder where the dataset will lie: {@code processed_root}, or else {@code data_root}, and
 *     in it a folder named like the dataset
 * @param isEncoded whether the files are encoded already ({@code rebuild_dataset: false})
 * @param map what the program that encoded them noted in {@code feature_map.json}, if it is that
 *     which describes them and not the columns' own {@code vocab_size}
 */
public record DatasetConfig(
    DatasetSpec spec, Path folder, boolean isEncoded, Optional<FeatureMap> map) {
  private static final DatasetSection.SplitDefaults SPLIT =
      new DatasetSection.SplitDefaults("sequential", 0);
  private static final String USUAL_ROOT = "../data/";
  private static final Set<String> KEYS =
      Set.of(
          "dataset_id",
          "data_root",
          "processed_root",
          "data_format",
          "train_data",
          "valid_data",
          "test_data",
          "infer_data",
          "feature_cols",
          "label_col",
          "min_categr_count",
          "num_buckets",
          "sep",
          "n_rows",
          "split_type",
          "train_size",
          "valid_size",
          "test_size",
          "data_block_size",
          "task",
          "feature_encoder",
          "hash_bits",
          "rebuild_dataset");

  /**
   * Reads a block. {@code train_size} is accepted and means what is left by the other two; {@code
   * infer_data} is for others.
   *
   * @param datasetId name of the dataset
   * @param block keys and values as YAML has them
   * @param base folder that relative paths start from
   * @param seed seed of a random split
   * @throws DatasetException naming keys that are unknown, values that are not allowed, or paths
   *     that stand for no file
   */
  public static DatasetConfig of(String datasetId, Map<String, ?> block, Path base, long seed) {
    List<String> problems = UnknownKeys.of(block, KEYS);
    if (!problems.isEmpty()) {
      throw new DatasetException(
          "Reading dataset '%s': %s".formatted(datasetId, String.join("; ", problems)));
    }
    var section =
        new DatasetSection(new LinkedHashMap<>(block), "dataset '%s'".formatted(datasetId));
    Path folder =
        base.resolve(
                section
                    .text("processed_root")
                    .or(() -> section.text("data_root"))
                    .orElse(USUAL_ROOT))
            .resolve(datasetId);
    boolean isEncoded = section.isEncoded();
    Optional<FeatureMap> map = section.encodedMap(datasetId, folder);
    List<ColumnSpec> columns =
        map.map(ColumnSpecs::encoded).orElseGet(() -> section.columns(base, isEncoded));
    List<LabelSpec> labels = section.labels();
    if (labels.isEmpty()) {
      throw section.wrong("label_col", "null", "the columns to predict");
    }
    RawFormat format = section.format();
    var parts =
        new DatasetSpec.RawParts(
            files(section, "train_data", base, format),
            files(section, "valid_data", base, format),
            files(section, "test_data", base, format));
    SplitRule split = isEncoded ? SplitRule.none() : section.split(SPLIT, seed);
    var spec =
        new DatasetSpec(datasetId, columns, labels, parts, format, split, section.fileRows());
    return new DatasetConfig(spec, folder, isEncoded, map);
  }

  private static List<Path> files(DatasetSection section, String key, Path base, RawFormat format) {
    return section.text(key).map(path -> RawFiles.of(base, path, format.kind())).orElse(List.of());
  }

  /**
   * Builds the dataset, or describes it if it is encoded already.
   *
   * @throws DatasetException if the data do not allow it
   * @throws InterruptedException if the listener or an interruption stops it
   */
  public Dataset build(int threads, BuildListener listener) throws InterruptedException {
    var builder = new DatasetBuilder(folder, threads);
    if (map.isPresent()) {
      return builder.adopt(spec, map.get());
    }
    return isEncoded ? builder.describe(spec) : builder.build(spec, listener);
  }
}
