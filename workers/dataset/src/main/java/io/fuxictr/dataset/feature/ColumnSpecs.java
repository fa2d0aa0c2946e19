package io.fuxictr.dataset.feature;

import io.fuxictr.dataset.part.DatasetException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The text form of column declarations: the {@code feature_cols} of a {@code dataset_config.yaml}.
 *
 * <p>A group is a map that declares one column, or several alike when {@code name} is a list.
 */
public final class ColumnSpecs {

  private ColumnSpecs() {}

  /**
   * Reads groups; those with {@code active: false} are left out.
   *
   * @param groups maps as YAML or JSON has them
   * @param minCount {@code min_categr_count} of columns that do not say their own
   * @throws DatasetException naming every key and value that is unknown or not supported
   */
  public static List<ColumnSpec> parse(List<?> groups, int minCount) {
    return parse(groups, ColumnDefaults.of(minCount));
  }

  /**
   * Reads groups; those with {@code active: false} are left out.
   *
   * @param groups maps as YAML or JSON has them
   * @param defaults what holds for columns that do not say it themselves
   * @throws DatasetException naming every key and value that is unknown or not supported
   */
  public static List<ColumnSpec> parse(List<?> groups, ColumnDefaults defaults) {
    List<String> problems = new ArrayList<>();
    Map<String, ColumnSpec> specs = new LinkedHashMap<>();
    for (Object group : groups) {
      if (!(group instanceof Map<?, ?> map)) {
        problems.add("a group is '%s', not a map".formatted(group));
        continue;
      }
      for (String name : names(map, problems)) {
        var reader =
            new ColumnSpecReader(
                name,
                map,
                defaults,
                owner -> Optional.ofNullable(specs.get(owner)).flatMap(ColumnSpecs::coding),
                problems);
        reader.read().ifPresent(spec -> put(specs, spec, problems));
      }
    }
    if (!problems.isEmpty()) {
      throw new DatasetException("Reading feature_cols: " + String.join("; ", problems));
    }
    return List.copyOf(specs.values());
  }

  /**
   * Returns the columns of files that another program has encoded.
   *
   * @param map what it noted about them
   * @throws DatasetException if a feature starts from vectors learnt elsewhere, whose values only
   *     that program can number
   */
  public static List<ColumnSpec> encoded(FeatureMap map) {
    List<String> pretrained =
        map.features().stream()
            .filter(it -> it.pretrained().isPresent())
            .map(Feature::name)
            .toList();
    if (!pretrained.isEmpty()) {
      throw new DatasetException(
          "Reading feature_map.json of dataset '%s': features %s have pretrained_emb, whose keys"
                  .formatted(map.datasetId(), pretrained)
              + " cannot be numbered as the program did that encoded the data; set rebuild_dataset"
              + " to true and give the raw data");
    }
    return map.features().stream().map(ColumnSpecs::encoded).toList();
  }

  private static ColumnSpec encoded(Feature feature) {
    return switch (feature) {
      case Feature.Numeric it ->
          new ColumnSpec.Numeric(
              it.name(),
              DataType.FLOAT,
              it.source(),
              0,
              Optional.empty(),
              it.embedding(),
              Optional.empty());
      case Feature.Categorical it ->
          new ColumnSpec.Categorical(
              it.name(),
              DataType.INT,
              it.source(),
              encoded(it.vocabularySize(), it.shareWith()),
              it.embedding(),
              Optional.empty());
      case Feature.Sequence it ->
          new ColumnSpec.Sequence(
              it.name(),
              DataType.LIST,
              it.source(),
              encoded(it.vocabularySize(), it.shareWith()),
              new ColumnSpec.ListRules("^", it.maxLength(), Padding.POST),
              it.embedding(),
              Optional.empty());
      case Feature.Vector it ->
          new ColumnSpec.Vector(it.name(), DataType.LIST, it.source(), it.dim(), it.embedding());
      case Feature.Meta it -> new ColumnSpec.Meta(it.name(), DataType.INT);
    };
  }

  private static ColumnSpec.TokenRules encoded(long size, Optional<String> owner) {
    return new ColumnSpec.TokenRules(
        Optional.empty(), 1, owner, new Coding.Declared(size), Optional.empty());
  }

  /** Writes columns as groups, consecutive columns that are alike as one. */
  public static List<Map<String, Object>> write(List<ColumnSpec> specs) {
    List<Map<String, Object>> groups = new ArrayList<>();
    List<List<String>> names = new ArrayList<>();
    for (ColumnSpec spec : specs) {
      Map<String, Object> settings = ColumnSpecWriter.settings(spec);
      if (groups.isEmpty() || !groups.getLast().equals(settings)) {
        groups.add(settings);
        names.add(new ArrayList<>());
      }
      names.getLast().add(spec.name());
    }
    List<Map<String, Object>> result = new ArrayList<>();
    for (int i = 0; i < groups.size(); i++) {
      Map<String, Object> group = new LinkedHashMap<>();
      group.put("name", List.copyOf(names.get(i)));
      group.putAll(groups.get(i));
      result.add(group);
    }
    return result;
  }

  private static List<String> names(Map<?, ?> group, List<String> problems) {
    Object name = group.get("name");
    if (name instanceof List<?> list && !list.isEmpty()) {
      return list.stream().map(String::valueOf).toList();
    }
    if (name instanceof String single && !single.isBlank()) {
      return List.of(single);
    }
    problems.add("group %s: name is '%s', not a name or a list of names".formatted(group, name));
    return List.of();
  }

  private static void put(Map<String, ColumnSpec> specs, ColumnSpec spec, List<String> problems) {
    shared(spec).ifPresent(owner -> checkShared(specs, spec, owner, problems));
    if (specs.putIfAbsent(spec.name(), spec) != null) {
      problems.add("column '%s' is declared twice".formatted(spec.name()));
    }
  }

  private static void checkShared(
      Map<String, ColumnSpec> specs, ColumnSpec spec, String owner, List<String> problems) {
    Optional<Coding> coding = Optional.ofNullable(specs.get(owner)).flatMap(ColumnSpecs::coding);
    if (coding.isEmpty()) {
      problems.add(
          "column '%s': share_embedding is '%s'; allowed: a categorical or sequence column declared"
                  .formatted(spec.name(), owner)
              + " before it");
    } else if (!coding.equals(coding(spec)) || coding.get() instanceof Coding.Quantiles) {
      problems.add(
          "column '%s': share_embedding is '%s', whose values become ids by another rule; declare"
                  .formatted(spec.name(), owner)
              + " both alike: feature_encoder and hash_bits, category_processor and num_buckets,"
              + " remap, vocab_size");
    }
  }

  private static Optional<ColumnSpec.TokenRules> tokens(ColumnSpec spec) {
    return switch (spec) {
      case ColumnSpec.Categorical categorical -> Optional.of(categorical.tokens());
      case ColumnSpec.Sequence sequence -> Optional.of(sequence.tokens());
      case ColumnSpec.Numeric _, ColumnSpec.Vector _, ColumnSpec.Meta _ -> Optional.empty();
    };
  }

  /** Returns the vectors learnt elsewhere that a column starts from. */
  public static Optional<PretrainedSource> pretrained(ColumnSpec spec) {
    return tokens(spec).flatMap(ColumnSpec.TokenRules::pretrained);
  }

  static Optional<Coding> coding(ColumnSpec spec) {
    return tokens(spec).map(ColumnSpec.TokenRules::coding);
  }

  static Optional<String> shared(ColumnSpec spec) {
    return tokens(spec).flatMap(ColumnSpec.TokenRules::shareWith);
  }
}
