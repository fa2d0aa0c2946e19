package io.fuxictr.dataset.feature;

import io.fuxictr.dataset.feature.Feature.SequenceEncoder;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Reads the declaration of one column out of a group, collecting what is wrong with it. */
final class ColumnSpecReader {
  private static final Set<String> OF_ALL = Set.of("name", "active", "dtype", "type");
  private static final Set<String> OF_FEATURES =
      Set.of("source", "fill_na", "embedding_dim", "feature_encoder");
  private static final Set<String> OF_TOKENS =
      Set.of("min_categr_count", "share_embedding", "remap");
  private static final Set<String> OF_LISTS = Set.of("splitter", "max_len", "padding", "encoder");
  private static final Set<String> NOT_YET =
      Set.of(
          "preprocess",
          "pretrained_emb",
          "pretrain_dim",
          "pretrain_usage",
          "freeze_emb",
          "emb_output_dim",
          "vocab_size",
          "category_processor",
          "num_buckets",
          "embedding_type",
          "hash_function",
          "hash_bits",
          "embedding_size");

  private final String name;
  private final Map<?, ?> group;
  private final int minCount;
  private final List<String> problems;

  ColumnSpecReader(String name, Map<?, ?> group, int minCount, List<String> problems) {
    this.name = name;
    this.group = group;
    this.minCount = minCount;
    this.problems = problems;
  }

  /** Returns the declaration, or empty if the column is not active or cannot be declared so. */
  Optional<ColumnSpec> read() {
    if (!flag("active", true)) {
      return Optional.empty();
    }
    int before = problems.size();
    DataType dtype = dtype();
    Optional<ColumnSpec> spec =
        switch (text("type").orElse("")) {
          case "numeric" -> Optional.of(numeric(dtype));
          case "categorical" -> Optional.of(categorical(dtype));
          case "sequence" -> Optional.of(sequence(dtype));
          case "meta" -> Optional.of(meta(dtype));
          case "embedding" ->
              refused("type", "numeric, categorical, sequence, meta; not supported yet");
          default -> refused("type", "numeric, categorical, sequence, meta");
        };
    return problems.size() > before ? Optional.empty() : spec;
  }

  private ColumnSpec numeric(DataType dtype) {
    allow(Set.of("normalizer"), OF_FEATURES);
    noEncoder();
    Optional<Scaling> scaling = text("normalizer").flatMap(Scaling::of);
    if (text("normalizer").isPresent() && scaling.isEmpty()) {
      refuse("normalizer", "StandardScaler, MinMaxScaler");
    }
    return new ColumnSpec.Numeric(
        name, dtype, text("source").orElse(""), number("fill_na"), scaling, embeddingDim());
  }

  private ColumnSpec categorical(DataType dtype) {
    allow(OF_FEATURES, OF_TOKENS);
    noEncoder();
    return new ColumnSpec.Categorical(
        name, dtype, text("source").orElse(""), tokens(), embeddingDim());
  }

  private ColumnSpec sequence(DataType dtype) {
    allow(OF_FEATURES, OF_TOKENS, OF_LISTS);
    return new ColumnSpec.Sequence(
        name, dtype, text("source").orElse(""), tokens(), list(), embeddingDim());
  }

  private ColumnSpec meta(DataType dtype) {
    allow(Set.of("remap"));
    if (flag("remap", false)) {
      refuse("remap", "false for meta columns: their values are carried along unchanged");
    }
    return new ColumnSpec.Meta(name, dtype);
  }

  private ColumnSpec.TokenRules tokens() {
    if (!flag("remap", true)) {
      refuse("remap", "true");
    }
    int count = whole("min_categr_count", 1).orElse(minCount);
    return new ColumnSpec.TokenRules(text("fill_na"), count, text("share_embedding"));
  }

  private ColumnSpec.ListRules list() {
    Optional<Padding> padding =
        text("padding").isEmpty()
            ? Optional.of(Padding.POST)
            : text("padding").flatMap(Padding::of);
    if (padding.isEmpty()) {
      refuse("padding", Arrays.stream(Padding.values()).map(Padding::wireName).toList().toString());
    }
    String splitter = text("splitter").orElse("^");
    if (splitter.isEmpty()) {
      refuse("splitter", "any text of at least one character");
    }
    int maxLength = whole("max_len", 0).orElse(0);
    return new ColumnSpec.ListRules(splitter, maxLength, padding.orElse(Padding.POST), encoders());
  }

  private List<EncoderStep> encoders() {
    String key = group.containsKey("feature_encoder") ? "feature_encoder" : "encoder";
    if (!group.containsKey(key)) {
      return SequenceEncoder.MASKED_AVERAGE.steps();
    }
    Optional<List<EncoderStep>> encoders = EncoderSteps.parse(group.get(key));
    if (encoders.isEmpty()) {
      refuse(key, EncoderSteps.ALLOWED);
    }
    return encoders.orElse(List.of());
  }

  private void noEncoder() {
    if (!EncoderSteps.parse(group.get("feature_encoder")).equals(Optional.of(List.of()))) {
      refuse("feature_encoder", "nothing, except for sequences");
    }
  }

  private DataType dtype() {
    Optional<DataType> dtype = text("dtype").flatMap(DataType::of);
    if (dtype.isEmpty()) {
      refuse("dtype", Arrays.stream(DataType.values()).map(DataType::wireName).toList().toString());
    }
    return dtype.orElse(DataType.STR);
  }

  private OptionalInt embeddingDim() {
    return whole("embedding_dim", 1);
  }

  @SafeVarargs
  private void allow(Set<String>... sets) {
    Set<String> allowed = new TreeSet<>(OF_ALL);
    for (Set<String> set : sets) {
      allowed.addAll(set);
    }
    for (Object key : group.keySet()) {
      if (!allowed.contains(String.valueOf(key))) {
        problems.add(unknown(String.valueOf(key), allowed));
      }
    }
  }

  private String unknown(String key, Set<String> allowed) {
    String value = String.valueOf(group.get(key));
    if (NOT_YET.contains(key)) {
      return "column '%s': %s is '%s', which is not supported; allowed keys: %s"
          .formatted(name, key, value, allowed);
    }
    String hint = key.contains(":") ? " (a blank is missing behind the colon)" : "";
    return "column '%s': key '%s' is unknown%s; allowed keys: %s"
        .formatted(name, key, hint, allowed);
  }

  private boolean flag(String key, boolean otherwise) {
    Object value = group.get(key);
    if (value == null || value instanceof Boolean) {
      return value == null ? otherwise : (Boolean) value;
    }
    refuse(key, "true, false");
    return otherwise;
  }

  private double number(String key) {
    try {
      return text(key).map(Double::parseDouble).orElse(0.0);
    } catch (NumberFormatException _) {
      refuse(key, "a number");
      return 0;
    }
  }

  private OptionalInt whole(String key, int least) {
    Optional<String> text = text(key);
    if (text.isEmpty()) {
      return OptionalInt.empty();
    }
    try {
      int value = Integer.parseInt(text.get());
      if (value >= least) {
        return OptionalInt.of(value);
      }
    } catch (NumberFormatException _) {
      // Refused below, like a number that is too small.
    }
    refuse(key, "a whole number from " + least);
    return OptionalInt.empty();
  }

  private Optional<String> text(String key) {
    @Nullable Object value = group.get(key);
    return value == null ? Optional.empty() : Optional.of(value.toString());
  }

  private Optional<ColumnSpec> refused(String key, String allowed) {
    refuse(key, allowed);
    return Optional.empty();
  }

  private void refuse(String key, String allowed) {
    problems.add(
        "column '%s': %s is '%s'; allowed: %s".formatted(name, key, group.get(key), allowed));
  }
}
