package io.fuxictr.dataset.build;

import io.fuxictr.dataset.feature.ColumnDefaults;
import io.fuxictr.dataset.feature.ColumnSpec;
import io.fuxictr.dataset.feature.ColumnSpecs;
import io.fuxictr.dataset.feature.LabelSpec;
import io.fuxictr.dataset.feature.UnknownKeys;
import io.fuxictr.dataset.input.RawFiles;
import io.fuxictr.dataset.input.RawFormat;
import io.fuxictr.dataset.part.DatasetException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One block of a {@code dataset_config.yaml}: where the raw files lie, what is made of them and
 * where.
 *
 * @param spec what is to be built of what
 * @param folder where the dataset will lie: {@code processed_root}, or else {@code data_root}, and
 *     in it a folder named like the dataset
 * @param isEncoded whether the files are encoded already ({@code rebuild_dataset: false})
 */
public record DatasetConfig(DatasetSpec spec, Path folder, boolean isEncoded) {
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
    return new Reader(datasetId, block, base).config(seed);
  }

  /**
   * Builds the dataset, or describes it if it is encoded already.
   *
   * @throws DatasetException if the data do not allow it
   * @throws InterruptedException if the listener or an interruption stops it
   */
  public Dataset build(int threads, BuildListener listener) throws InterruptedException {
    var builder = new DatasetBuilder(folder, threads);
    return isEncoded ? builder.describe(spec) : builder.build(spec, listener);
  }

  /** Reads the values of a block. */
  private static final class Reader {
    private final String datasetId;
    private final Map<String, ?> block;
    private final Path base;

    Reader(String datasetId, Map<String, ?> block, Path base) {
      this.datasetId = datasetId;
      this.block = block;
      this.base = base;
    }

    DatasetConfig config(long seed) {
      boolean isEncoded = !truth("rebuild_dataset", true);
      RawFormat format = format(isEncoded);
      List<ColumnSpec> columns = columns(isEncoded);
      List<LabelSpec> labels = LabelSpec.parse(block.get("label_col"));
      var parts =
          new DatasetSpec.RawParts(
              files("train_data", format), files("valid_data", format), files("test_data", format));
      SplitRule split = isEncoded ? SplitRule.none() : split(seed);
      var spec =
          new DatasetSpec(
              datasetId, columns, labels, parts, format, split, whole("data_block_size", 0, 0));
      Path root = base.resolve(text("data_root").orElse("../data/"));
      Path processed = text("processed_root").map(base::resolve).orElse(root);
      return new DatasetConfig(spec, processed.resolve(datasetId), isEncoded);
    }

    private List<ColumnSpec> columns(boolean isEncoded) {
      var defaults =
          new ColumnDefaults(
              whole("min_categr_count", 1, 1), whole("num_buckets", 10, 1), isEncoded, base);
      Object groups = block.get("feature_cols");
      if (!(groups instanceof List<?> list)) {
        throw wrong("feature_cols", groups, "a list of groups");
      }
      return ColumnSpecs.parse(list, defaults);
    }

    private RawFormat format(boolean isEncoded) {
      String name = text("data_format").orElse("csv");
      RawFormat.Kind kind =
          RawFormat.Kind.of(name)
              .orElseThrow(() -> wrong("data_format", name, "csv, parquet, npz"));
      int rows = whole("n_rows", 0, 1);
      if (isEncoded && rows > 0) {
        throw wrong("n_rows", rows, "nothing where rebuild_dataset is false");
      }
      return new RawFormat(kind, text("sep").orElse(","), rows);
    }

    private List<Path> files(String key, RawFormat format) {
      List<Path> files = new ArrayList<>();
      text(key).ifPresent(path -> files.addAll(RawFiles.of(base, path, format.kind())));
      return files;
    }

    private SplitRule split(long seed) {
      String type = text("split_type").orElse("sequential");
      SplitRule.Order order =
          switch (type) {
            case "sequential" -> SplitRule.Order.SEQUENTIAL;
            case "random" -> SplitRule.Order.RANDOM;
            default -> throw wrong("split_type", type, "sequential, random");
          };
      return new SplitRule(order, size("valid_size"), size("test_size"), seed);
    }

    private double size(String key) {
      Object value = block.get(key);
      if (value == null) {
        return 0;
      }
      if (value instanceof Number number) {
        return number.doubleValue();
      }
      throw wrong(key, value, "a share below 1 or a number of rows");
    }

    private int whole(String key, int otherwise, int least) {
      Object value = block.get(key);
      if (value == null) {
        return otherwise;
      }
      if (value instanceof Integer number && number >= least) {
        return number;
      }
      throw wrong(key, value, "a whole number from " + least);
    }

    private boolean truth(String key, boolean otherwise) {
      Object value = block.get(key);
      if (value == null || value instanceof Boolean) {
        return value == null ? otherwise : (Boolean) value;
      }
      throw wrong(key, value, "true, false");
    }

    private Optional<String> text(String key) {
      return Optional.ofNullable(block.get(key)).map(Object::toString);
    }

    private DatasetException wrong(String key, @Nullable Object value, String allowed) {
      return new DatasetException(
          "Reading dataset '%s': %s is '%s'; allowed: %s"
              .formatted(datasetId, key, value, allowed));
    }
  }
}
