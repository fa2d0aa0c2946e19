package io.fuxictr.dataset.feature;

import io.fuxictr.dataset.feature.Feature.Embedding;
import io.fuxictr.dataset.feature.Feature.SequenceEncoder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads the declaration of one column out of a group, collecting what is wrong with it. */
final class ColumnSpecReader {
  private static final Set<String> OF_ALL = Set.of("name", "active", "dtype", "type");
  private static final Set<String> OF_FEATURES =
      Set.of("source", "embedding_dim", "emb_output_dim", "feature_encoder");
  private static final Set<String> OF_TOKENS =
      Set.of(
          "fill_na",
          "preprocess",
          "min_categr_count",
          "share_embedding",
          "remap",
          "hash_bits",
          "pretrained_emb",
          "pretrain_dim",
          "freeze_emb",
          "pretrain_usage",
          "vocab_size");
  private static final Set<String> OF_LISTS = Set.of("splitter", "max_len", "padding", "encoder");
  private static final String HASH = "hash";
  private static final int MOST_BITS = 32;
  private static final int MOST_BUCKETS = Integer.MAX_VALUE - 1;

  private final String name;
  private final Map<?, ?> group;
  private final ColumnDefaults defaults;
  private final Function<String, Optional<Coding>> codings;
  private final List<String> problems;

  /**
   * Starts to read a declaration.
   *
   * @param codings how the values of an earlier column become ids, by its name
   */
  ColumnSpecReader(
      String name,
      Map<?, ?> group,
      ColumnDefaults defaults,
      Function<String, Optional<Coding>> codings,
      List<String> problems) {
    this.name = name;
    this.group = group;
    this.defaults = defaults;
    this.codings = codings;
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
          case "embedding" -> Optional.of(vector(dtype));
          case "meta" -> Optional.of(meta(dtype));
          default -> {
            refuse("type", "numeric, categorical, sequence, embedding, meta");
            yield Optional.empty();
          }
        };
    return problems.size() > before ? Optional.empty() : spec;
  }

  private ColumnSpec numeric(DataType dtype) {
    allow(Set.of("normalizer", "fill_na", "preprocess"), OF_FEATURES);
    Optional<Scaling> scaling = text("normalizer").flatMap(Scaling::of);
    if (text("normalizer").isPresent() && scaling.isEmpty()) {
      refuse("normalizer", "StandardScaler, MinMaxScaler");
    }
    return new ColumnSpec.Numeric(
        name,
        dtype,
        source(),
        number("fill_na"),
        defaults.isProcessed() ? Optional.empty() : scaling,
        embedding(List.of()),
        derivation());
  }

  private ColumnSpec categorical(DataType dtype) {
    allow(OF_FEATURES, OF_TOKENS, Set.of("category_processor", "num_buckets"));
    Coding coding = coding();
    if (coding instanceof Coding.Quantiles && dtype != DataType.INT && dtype != DataType.FLOAT) {
      refuse("dtype", "int, float, where category_processor is quantile_bucket");
    }
    return new ColumnSpec.Categorical(
        name, dtype, source(), tokens(coding), embedding(List.of()), derivation());
  }

  private ColumnSpec sequence(DataType dtype) {
    allow(OF_FEATURES, OF_TOKENS, OF_LISTS);
    Embedding embedding = embedding(SequenceEncoder.MASKED_AVERAGE.steps());
    return new ColumnSpec.Sequence(
        name, dtype, source(), tokens(coding()), list(), embedding, derivation());
  }

  private ColumnSpec vector(DataType dtype) {
    allow(Set.of("pretrain_dim"), OF_FEATURES);
    OptionalInt dim = whole("pretrain_dim", 1);
    if (dim.isEmpty()) {
      refuse("pretrain_dim", "the number of values per sample, at least 1");
    }
    return new ColumnSpec.Vector(name, dtype, source(), dim.orElse(1), embedding(List.of()));
  }

  private ColumnSpec meta(DataType dtype) {
    allow(Set.of("remap", "fill_na", "preprocess", "source"));
    return new ColumnSpec.Meta(
        name,
        dtype,
        text("fill_na"),
        flag("remap", false) && !defaults.isProcessed(),
        derivation());
  }

  private ColumnSpec.TokenRules tokens(Coding coding) {
    int count = whole("min_categr_count", 1).orElse(defaults.minCount());
    return new ColumnSpec.TokenRules(
        text("fill_na"), count, text("share_embedding"), coding, pretrained());
  }

  private Coding coding() {
    List<Coding> found = new ArrayList<>();
    hashed().ifPresent(found::add);
    text("category_processor").ifPresent(processor -> found.add(processed(processor)));
    if (text("category_processor").isEmpty() && group.get("num_buckets") != null) {
      refuse("num_buckets", "nothing, unless category_processor is set");
    }
    if (!flag("remap", true)) {
      found.add(new Coding.Own());
    }
    if (defaults.isProcessed()) {
      OptionalInt size = whole("vocab_size", 2);
      if (size.isEmpty()) {
        refuse("vocab_size", "the number of ids, at least 2, where rebuild_dataset is false");
      }
      return new Coding.Declared(size.orElse(2));
    }
    if (group.get("vocab_size") != null) {
      refuse("vocab_size", "nothing, unless rebuild_dataset is false");
    }
    if (found.size() > 1) {
      problems.add(
          "column '%s': only one of feature_encoder: hash, category_processor and remap: false can be"
              .formatted(name));
    }
    return found.isEmpty() ? usualCoding() : found.getFirst();
  }

  /** What says itself that there is a vocabulary is not hashed because others are. */
  private Coding usualCoding() {
    if (group.get("remap") != null || group.get("pretrained_emb") != null) {
      return new Coding.Learnt();
    }
    Optional<Coding> owner =
        defaults.hashing().isUsual() ? text("share_embedding").flatMap(codings) : Optional.empty();
    return owner.orElseGet(defaults::coding);
  }

  private Optional<Coding> hashed() {
    OptionalInt own = whole("hash_bits", 1);
    boolean isHashed = expressions().contains(HASH) || (own.isPresent() && isUsuallyHashed());
    if (!isHashed) {
      if (own.isPresent()) {
        refuse("hash_bits", "nothing, unless feature_encoder is hash");
      }
      return Optional.empty();
    }
    OptionalInt bits = own.isPresent() ? own : defaults.hashing().bits();
    if (bits.isEmpty() || bits.getAsInt() > MOST_BITS) {
      refuse("hash_bits", "a whole number from 1 to 32, where feature_encoder is hash");
      return Optional.empty();
    }
    return Optional.of(new Coding.Hashed(1L << bits.getAsInt()));
  }

  private boolean isUsuallyHashed() {
    return defaults.hashing().isUsual()
        && Stream.of("remap", "pretrained_emb", "category_processor")
            .allMatch(key -> group.get(key) == null);
  }

  private Coding processed(String processor) {
    int buckets = whole("num_buckets", 1).orElse(defaults.buckets());
    if (buckets > MOST_BUCKETS) {
      refuse("num_buckets", "a whole number up to " + MOST_BUCKETS);
      return new Coding.Learnt();
    }
    return switch (processor) {
      case "quantile_bucket" -> new Coding.Quantiles(buckets);
      case "hash_bucket" -> new Coding.Hashed(buckets + 1L);
      default -> {
        refuse("category_processor", "quantile_bucket, hash_bucket");
        yield new Coding.Learnt();
      }
    };
  }

  private Optional<PretrainedSource> pretrained() {
    Optional<String> file = text("pretrained_emb");
    Pretrained.Usage usage = Pretrained.Usage.INIT;
    if (text("pretrain_usage").isPresent()) {
      Optional<Pretrained.Usage> declared = text("pretrain_usage").flatMap(Pretrained.Usage::of);
      if (declared.isEmpty()) {
        refuse("pretrain_usage", "init, sum, concat");
      }
      usage = declared.orElse(usage);
    }
    if (file.isPresent() && text("share_embedding").isPresent()) {
      refuse("pretrained_emb", "nothing beside share_embedding; declare it with the owner");
    }
    OptionalInt dim = whole("pretrain_dim", 1);
    boolean frozen = flag("freeze_emb", true);
    Pretrained.Usage how = usage;
    return file.map(it -> new PretrainedSource(defaults.path(it), dim, frozen, how));
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
    if (maxLength == 0 && defaults.isProcessed()) {
      refuse("max_len", "the number of ids per sample, where rebuild_dataset is false");
    }
    return new ColumnSpec.ListRules(splitter, maxLength, padding.orElse(Padding.POST));
  }

  private Embedding embedding(List<EncoderStep> usual) {
    String key = encoderKey();
    List<String> layers = expressions().stream().filter(it -> !it.equals(HASH)).toList();
    List<EncoderStep> encoders = usual;
    if (group.containsKey(key) && !(layers.isEmpty() && expressions().contains(HASH))) {
      Optional<List<EncoderStep>> parsed =
          EncoderSteps.parse(layers.size() == 1 ? layers.getFirst() : layers);
      if (parsed.isEmpty()) {
        refuse(key, EncoderSteps.ALLOWED + ", hash");
      }
      encoders = parsed.orElse(usual);
    }
    return new Embedding(
        whole("embedding_dim", 1), whole("emb_output_dim", 1), encoders, Optional.empty());
  }

  private String encoderKey() {
    return group.containsKey("feature_encoder") ? "feature_encoder" : "encoder";
  }

  private List<String> expressions() {
    Object config = group.get(encoderKey());
    return config instanceof List<?> list
        ? list.stream().map(String::valueOf).toList()
        : List.of(String.valueOf(config));
  }

  private Optional<Derivation> derivation() {
    Optional<String> text = text("preprocess");
    Optional<Derivation> derivation = text.flatMap(it -> Derivation.parse(it, name));
    if (text.isPresent() && derivation.isEmpty()) {
      refuse(
          "preprocess",
          "copy_from(column), or one of "
              + Arrays.stream(Derivation.Function.values())
                  .filter(it -> it != Derivation.Function.COPY_FROM)
                  .map(Derivation.Function::wireName)
                  .toList()
              + " with a column in parentheses or without");
    }
    return defaults.isProcessed() ? Optional.empty() : derivation;
  }

  private String source() {
    return text("source").orElse("");
  }

  private DataType dtype() {
    Optional<DataType> dtype = text("dtype").flatMap(DataType::of);
    if (dtype.isEmpty()) {
      refuse("dtype", Arrays.stream(DataType.values()).map(DataType::wireName).toList().toString());
    }
    return dtype.orElse(DataType.STR);
  }

  @SafeVarargs
  private void allow(Set<String>... sets) {
    Set<String> allowed = new TreeSet<>(OF_ALL);
    for (Set<String> set : sets) {
      allowed.addAll(set);
    }
    UnknownKeys.of(group, allowed)
        .forEach(problem -> problems.add("column '%s': %s".formatted(name, problem)));
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

  private void refuse(String key, String allowed) {
    problems.add(
        "column '%s': %s is '%s'; allowed: %s".formatted(name, key, group.get(key), allowed));
  }
}
