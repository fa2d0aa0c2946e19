package io.fuxictr.dataset.feature;

import io.fuxictr.dataset.part.DatasetException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

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
    List<String> problems = new ArrayList<>();
    Map<String, ColumnSpec> specs = new LinkedHashMap<>();
    for (Object group : groups) {
      if (!(group instanceof Map<?, ?> map)) {
        problems.add("a group is '%s', not a map".formatted(group));
        continue;
      }
      for (String name : names(map, problems)) {
        ColumnSpecReader reader = new ColumnSpecReader(name, map, minCount, problems);
        reader.read().ifPresent(spec -> put(specs, spec, problems));
      }
    }
    if (!problems.isEmpty()) {
      throw new DatasetException("Reading feature_cols: " + String.join("; ", problems));
    }
    return List.copyOf(specs.values());
  }

  /** Writes columns as groups, consecutive columns that are alike as one. */
  public static List<Map<String, Object>> write(List<ColumnSpec> specs) {
    List<Map<String, Object>> groups = new ArrayList<>();
    List<List<String>> names = new ArrayList<>();
    for (ColumnSpec spec : specs) {
      Map<String, Object> settings = settings(spec);
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
    shared(spec)
        .filter(owner -> !isTokenColumn(specs.get(owner)))
        .ifPresent(
            owner ->
                problems.add(
                    "column '%s': share_embedding is '%s'; allowed: a categorical or sequence column"
                            .formatted(spec.name(), owner)
                        + " declared before it"));
    if (specs.putIfAbsent(spec.name(), spec) != null) {
      problems.add("column '%s' is declared twice".formatted(spec.name()));
    }
  }

  private static boolean isTokenColumn(@Nullable ColumnSpec spec) {
    return spec instanceof ColumnSpec.Categorical || spec instanceof ColumnSpec.Sequence;
  }

  private static Optional<String> shared(ColumnSpec spec) {
    return switch (spec) {
      case ColumnSpec.Categorical categorical -> categorical.tokens().shareWith();
      case ColumnSpec.Sequence sequence -> sequence.tokens().shareWith();
      case ColumnSpec.Numeric _, ColumnSpec.Meta _ -> Optional.empty();
    };
  }

  private static Map<String, Object> settings(ColumnSpec spec) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("active", true);
    map.put("dtype", spec.dtype().wireName());
    switch (spec) {
      case ColumnSpec.Numeric numeric -> {
        map.put("type", "numeric");
        putSource(map, numeric.source());
        map.put("fill_na", numeric.fill());
        numeric.scaling().ifPresent(scaling -> map.put("normalizer", scaling.wireName()));
        numeric.embeddingDim().ifPresent(dim -> map.put("embedding_dim", dim));
      }
      case ColumnSpec.Categorical categorical -> {
        map.put("type", "categorical");
        putSource(map, categorical.source());
        putTokens(map, categorical.tokens());
        categorical.embeddingDim().ifPresent(dim -> map.put("embedding_dim", dim));
      }
      case ColumnSpec.Sequence sequence -> {
        map.put("type", "sequence");
        putSource(map, sequence.source());
        putTokens(map, sequence.tokens());
        putList(map, sequence.list());
        sequence.embeddingDim().ifPresent(dim -> map.put("embedding_dim", dim));
      }
      case ColumnSpec.Meta _ -> {
        map.put("type", "meta");
        map.put("remap", false);
      }
    }
    return map;
  }

  private static void putSource(Map<String, Object> map, String source) {
    if (!source.isEmpty()) {
      map.put("source", source);
    }
  }

  private static void putTokens(Map<String, Object> map, ColumnSpec.TokenRules tokens) {
    tokens.fill().ifPresent(fill -> map.put("fill_na", fill));
    map.put("min_categr_count", tokens.minCount());
    tokens.shareWith().ifPresent(owner -> map.put("share_embedding", owner));
  }

  private static void putList(Map<String, Object> map, ColumnSpec.ListRules list) {
    map.put("max_len", list.maxLength());
    map.put("padding", list.padding().wireName());
    map.put("splitter", list.splitter());
    List<String> encoders = EncoderSteps.text(list.encoders());
    map.put(
        "feature_encoder",
        encoders.isEmpty() ? "none" : encoders.size() == 1 ? encoders.getFirst() : encoders);
  }
}
