package io.fuxictr.dataset.build;

import io.fuxictr.dataset.feature.ColumnDefaults;
import io.fuxictr.dataset.feature.ColumnSpec;
import io.fuxictr.dataset.feature.ColumnSpecs;
import io.fuxictr.dataset.feature.FeatureMap;
import io.fuxictr.dataset.feature.FeatureMapFile;
import io.fuxictr.dataset.feature.LabelSpec;
import io.fuxictr.dataset.input.RawFormat;
import io.fuxictr.dataset.part.DatasetException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The section of a dataset in a configuration: labels, columns and split, checked as they are read.
 * A key that is absent or null has its default.
 *
 * @param values value by key, as YAML has them
 * @param source where the section stands, for messages
 */
public record DatasetSection(Map<String, Object> values, String source) {
  private static final int USUAL_BUCKETS = 10;
  private static final String HASH = "hash";
  private static final int MOST_BITS = 32;
  private static final Set<String> OF_EXPERIMENTS = Set.of("task", "feature_encoder", "hash_bits");
  private static final Set<String> TYPES_WITH_IDS = Set.of("categorical", "sequence");

  /** Takes a copy of the map that keeps its order. */
  public DatasetSection {
    values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
  }

  /**
   * What counts where the section does not say how rows are divided.
   *
   * @param order name of the order
   * @param size {@code valid_size} and {@code test_size}
   */
  public record SplitDefaults(String order, double size) {}

  /**
   * Creates the section of a dataset that an experiment uses: what the experiment says about
   * columns and labels counts where the section says nothing of it.
   *
   * @param block value by key, of the dataset
   * @param experiment value by key, of the experiment; only {@code task}, {@code feature_encoder}
   *     and {@code hash_bits} are looked at
   * @param source where the section stands, for messages
   */
  public static DatasetSection of(Map<String, ?> block, Map<String, ?> experiment, String source) {
    var values = new LinkedHashMap<String, Object>(block);
    for (String key : OF_EXPERIMENTS) {
      Object value = experiment.get(key);
      if (value != null && values.get(key) == null) {
        values.put(key, value);
      }
    }
    return new DatasetSection(values, source);
  }

  /**
   * Returns the columns to predict; none if the section does not name any.
   *
   * @throws DatasetException if {@code label_col} cannot be used
   */
  public List<LabelSpec> labels() {
    Object declared = values.get("label_col");
    return declared == null ? List.of() : LabelSpec.parse(declared, this::labelKind);
  }

  /**
   * Returns the columns to predict where it is known already which they are.
   *
   * @param names columns, in the order of the objectives
   */
  public List<LabelSpec> labels(List<String> names) {
    return IntStream.range(0, names.size())
        .mapToObj(i -> LabelSpec.of(names.get(i), labelKind(i)))
        .toList();
  }

  /**
   * Returns what the values of a label are, by {@code task}: one for all labels, or a list with one
   * for each. Whether there are such tasks, and as many, is for the model to say.
   */
  private LabelSpec.Kind labelKind(int label) {
    Object task = values.get("task");
    if (task instanceof List<?> tasks) {
      int index = tasks.size() == 1 ? 0 : label;
      task = index < tasks.size() ? tasks.get(index) : null;
    }
    return "regression".equals(task) ? LabelSpec.Kind.NUMBER : LabelSpec.Kind.CLASS;
  }

  /**
   * Returns the columns that are declared; none if there is no {@code feature_cols}.
   *
   * @throws DatasetException if one cannot be declared so, naming all of these
   */
  public List<ColumnSpec> columns() {
    return columns(Path.of(""), false);
  }

  /**
   * Returns the columns that are declared; none if there is no {@code feature_cols}.
   *
   * @param folder folder that relative paths start from
   * @param isEncoded whether the data are encoded already, so that columns declare their ids
   * @throws DatasetException if one cannot be declared so, naming all of these
   */
  public List<ColumnSpec> columns(Path folder, boolean isEncoded) {
    Object groups = values.get("feature_cols");
    if (groups == null) {
      return List.of();
    }
    if (!(groups instanceof List<?> list)) {
      throw wrong("feature_cols", groups, "a list");
    }
    return ColumnSpecs.parse(list, defaults(folder, isEncoded));
  }

  /**
   * Returns what holds for columns that are recognised by their names.
   *
   * @throws DatasetException if {@code min_categr_count}, {@code feature_encoder} or {@code
   *     hash_bits} cannot be used
   */
  public ColumnDefaults defaults() {
    return defaults(Path.of(""), false);
  }

  private ColumnDefaults defaults(Path folder, boolean isEncoded) {
    return new ColumnDefaults(
        minCount(), whole("num_buckets", USUAL_BUCKETS), isEncoded, folder, hashing());
  }

  private ColumnDefaults.Hashing hashing() {
    Optional<String> encoder = text("feature_encoder");
    if (encoder.isPresent() && !encoder.get().equals(HASH)) {
      throw wrong(
          "feature_encoder",
          encoder.get(),
          "hash, or nothing; other encoders are those of columns");
    }
    if (values.get("hash_bits") == null) {
      if (encoder.isPresent()) {
        throw wrong(
            "hash_bits", "null", "a whole number from 1 to 32, where feature_encoder is hash");
      }
      return ColumnDefaults.Hashing.NONE;
    }
    int bits = whole("hash_bits", 0);
    if (bits < 1 || bits > MOST_BITS) {
      throw wrong("hash_bits", bits, "a whole number from 1 to 32");
    }
    return new ColumnDefaults.Hashing(encoder.isPresent(), OptionalInt.of(bits));
  }

  /** Returns whether the files are encoded already: {@code rebuild_dataset: false}. */
  public boolean isEncoded() {
    return !flag("rebuild_dataset", true);
  }

  /**
   * Returns what another program noted about the files that it encoded, if it is that note and not
   * {@code feature_cols} that says how many ids there are.
   *
   * @param datasetId name of the dataset
   * @param folder where the dataset lies
   * @return the contents of {@code feature_map.json} in the folder; empty if the files are not
   *     encoded, if {@code feature_cols} gives every {@code vocab_size}, or if there is no such
   *     file
   * @throws DatasetException if it belongs to another dataset or is broken
   */
  public Optional<FeatureMap> encodedMap(String datasetId, Path folder) {
    Path file = folder.resolve(FeatureMapFile.NAME);
    if (!isEncoded() || declaresIds() || !Files.isRegularFile(file)) {
      return Optional.empty();
    }
    FeatureMap map = FeatureMapFile.read(file);
    if (!map.datasetId().equals(datasetId)) {
      throw new DatasetException(
          "Reading %s: it describes dataset '%s', not '%s'; correct data_root, or dataset_id"
              .formatted(file, map.datasetId(), datasetId));
    }
    return Optional.of(map);
  }

  private boolean declaresIds() {
    return values.get("feature_cols") instanceof List<?> groups
        && !groups.isEmpty()
        && groups.stream().allMatch(DatasetSection::declaresIds);
  }

  private static boolean declaresIds(Object group) {
    return !(group instanceof Map<?, ?> map)
        || Boolean.FALSE.equals(map.get("active"))
        || !TYPES_WITH_IDS.contains(String.valueOf(map.get("type")))
        || map.get("vocab_size") != null;
  }

  /**
   * Returns how the raw files are stored: {@code data_format}, {@code sep} and {@code n_rows}.
   * Without {@code data_format} it is what {@code train_data} ends with, and otherwise CSV.
   *
   * @throws DatasetException if there is no such format
   */
  public RawFormat format() {
    String name = text("data_format").orElseGet(this::usualFormat);
    RawFormat.Kind kind =
        RawFormat.Kind.of(name)
            .orElseThrow(() -> wrong("data_format", name, "csv, parquet or npz"));
    int rows = whole("n_rows", 0);
    if (isEncoded() && rows > 0) {
      throw wrong("n_rows", rows, "nothing where rebuild_dataset is false");
    }
    return new RawFormat(kind, text("sep").orElse(","), rows);
  }

  private String usualFormat() {
    String path = text("train_data").orElse("");
    return Stream.of(RawFormat.Kind.values())
        .map(RawFormat.Kind::wireName)
        .filter(name -> path.endsWith("." + name))
        .findFirst()
        .orElse(RawFormat.Kind.CSV.wireName());
  }

  /** Returns how often a value must occur to be known, for columns that do not say their own. */
  public int minCount() {
    return whole("min_categr_count", 1);
  }

  /** Returns rows of a processed file at most; 0 means one file per split. */
  public int fileRows() {
    return whole("data_block_size", 0);
  }

  /**
   * Returns how rows are divided.
   *
   * @param defaults what counts where the section does not say
   * @param seed seed of a random order
   */
  public SplitRule split(SplitDefaults defaults, long seed) {
    String type = text("split_type").orElse(defaults.order());
    SplitRule.Order order =
        switch (type) {
          case "random" -> SplitRule.Order.RANDOM;
          case "sequential" -> SplitRule.Order.SEQUENTIAL;
          default -> throw wrong("split_type", type, "random or sequential");
        };
    return new SplitRule(
        order, size("valid_size", defaults.size()), size("test_size", defaults.size()), seed);
  }

  /** Returns a text, if it is there. */
  public Optional<String> text(String key) {
    return Optional.ofNullable(values.get(key)).map(Object::toString);
  }

  /** Returns yes or no, or another one if it is not there. */
  public boolean flag(String key, boolean otherwise) {
    Object value = values.get(key);
    if (value == null) {
      return otherwise;
    }
    if (value instanceof Boolean flag) {
      return flag;
    }
    throw wrong(key, value, "true or false");
  }

  /** Returns a whole number of at least 0, or another one if it is not there. */
  public int whole(String key, int otherwise) {
    double number = number(key, otherwise, "a whole number of at least 0");
    if (number != Math.rint(number) || number > Integer.MAX_VALUE) {
      throw wrong(key, number, "a whole number of at least 0");
    }
    return (int) number;
  }

  private double size(String key, double otherwise) {
    return number(key, otherwise, "a share below 1 or a number of rows");
  }

  /** YAML has {@code 1e-1} as text. */
  private double number(String key, double otherwise, String expected) {
    Object value = values.get(key);
    if (value == null) {
      return otherwise;
    }
    try {
      double number = Double.parseDouble(value.toString());
      if (number >= 0 && Double.isFinite(number)) {
        return number;
      }
    } catch (NumberFormatException _) {
      // Refused below, like a number below zero.
    }
    throw wrong(key, value, expected);
  }

  /** Returns the failure for a value that cannot be used. */
  DatasetException wrong(String key, Object value, String expected) {
    return new DatasetException(
        "Reading %s: %s is '%s', expected %s".formatted(source, key, value, expected));
  }
}
