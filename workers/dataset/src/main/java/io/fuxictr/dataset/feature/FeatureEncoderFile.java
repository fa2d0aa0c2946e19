package io.fuxictr.dataset.feature;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.fuxictr.dataset.part.DatasetException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * {@code feature_processor.json.gz}: an encoder with all it learnt, as inference needs it.
 *
 * <p>A vocabulary that several columns share is written once, with the column that owns it.
 */
public final class FeatureEncoderFile {
  /** The usual name of the file. */
  public static final String NAME = "feature_processor.json.gz";

  private static final int VERSION = 1;
  private static final JsonMapper MAPPER = new JsonMapper();

  private FeatureEncoderFile() {}

  /** Writes an encoder. */
  public static void write(Path file, FeatureEncoder encoder) {
    var owners = new IdentityHashMap<Coder, String>();
    JsonFile.write(
        file,
        json -> {
          json.writeStartObject();
          json.writeNumberField("version", VERSION);
          json.writeStringField("dataset_id", encoder.featureMap().datasetId());
          json.writeArrayFieldStart("labels");
          for (String label : encoder.featureMap().labels()) {
            json.writeString(label);
          }
          json.writeEndArray();
          json.writeArrayFieldStart("columns");
          for (FittedColumn column : encoder.fitted()) {
            json.writeStartObject();
            json.writeFieldName("declared");
            MAPPER.writeValue(json, ColumnSpecs.write(List.of(column.spec())).getFirst());
            writeLearnt(json, column, owners);
            json.writeEndObject();
          }
          json.writeEndArray();
          json.writeEndObject();
        });
  }

  /**
   * Reads an encoder.
   *
   * @throws DatasetException if it is missing, broken or of another version
   */
  public static FeatureEncoder read(Path file) {
    JsonNode root = JsonFile.read(file);
    if (root.path("version").asInt() != VERSION) {
      throw new DatasetException(
          "Reading %s: its version is %s, this program reads %d; build the dataset again"
              .formatted(file, root.path("version"), VERSION));
    }
    List<Map<String, Object>> declared = new ArrayList<>();
    root.path("columns")
        .forEach(
            column ->
                declared.add(
                    MAPPER.convertValue(column.path("declared"), new TypeReference<>() {})));
    List<ColumnSpec> specs = ColumnSpecs.parse(declared, defaults(declared));
    Map<String, Coder> coders = new HashMap<>();
    List<FittedColumn> columns = new ArrayList<>();
    for (int i = 0; i < specs.size(); i++) {
      columns.add(fitted(specs.get(i), root.path("columns").path(i), coders));
    }
    List<String> labels = new ArrayList<>();
    root.path("labels").forEach(label -> labels.add(label.asText()));
    return new FeatureEncoder(root.path("dataset_id").asText(), labels, columns);
  }

  private static ColumnDefaults defaults(List<Map<String, Object>> declared) {
    boolean isProcessed = declared.stream().anyMatch(group -> group.containsKey("vocab_size"));
    return new ColumnDefaults(1, 1, isProcessed, Path.of(""), ColumnDefaults.Hashing.NONE);
  }

  private static void writeLearnt(
      JsonGenerator json, FittedColumn column, IdentityHashMap<Coder, String> owners)
      throws IOException {
    switch (column) {
      case FittedColumn.Numeric it -> {
        if (it.normalizer().isPresent()) {
          json.writeNumberField("shift", it.normalizer().get().shift());
          json.writeNumberField("divisor", it.normalizer().get().divisor());
        }
      }
      case FittedColumn.Categorical it -> {
        writeCoder(json, it.spec().name(), it.coder(), owners);
        writePretrained(json, it.pretrained());
      }
      case FittedColumn.Bucketed it -> {
        json.writeArrayFieldStart("cuts");
        for (double cut : it.buckets().cuts()) {
          json.writeNumber(cut);
        }
        json.writeEndArray();
      }
      case FittedColumn.Sequence it -> {
        json.writeNumberField("max_len", it.maxLength());
        writeCoder(json, it.spec().name(), it.coder(), owners);
        writePretrained(json, it.pretrained());
      }
      case FittedColumn.Meta it -> json.writeBooleanField("whole", it.isWhole());
      case FittedColumn.MetaIds it -> writeTokens(json, "vocabulary", it.vocabulary().tokens());
      case FittedColumn.Vector _ -> {}
    }
  }

  private static void writeCoder(
      JsonGenerator json, String name, Coder coder, IdentityHashMap<Coder, String> owners)
      throws IOException {
    String owner = owners.putIfAbsent(coder, name);
    if (owner != null) {
      json.writeStringField("vocabulary_of", owner);
    } else if (coder instanceof Vocabulary vocabulary) {
      writeTokens(json, "vocabulary", vocabulary.tokens());
      if (!vocabulary.behind().isEmpty()) {
        writeTokens(json, "behind", vocabulary.behind());
      }
    }
  }

  private static void writeTokens(JsonGenerator json, String key, List<String> tokens)
      throws IOException {
    json.writeArrayFieldStart(key);
    for (String token : tokens) {
      json.writeString(token);
    }
    json.writeEndArray();
  }

  private static void writePretrained(JsonGenerator json, Optional<Pretrained> pretrained)
      throws IOException {
    if (pretrained.isPresent()) {
      json.writeStringField("pretrained_file", pretrained.get().file());
      json.writeNumberField("pretrained_dim", pretrained.get().dim().orElse(0));
      json.writeNumberField("oov", pretrained.get().oovId());
    }
  }

  private static FittedColumn fitted(ColumnSpec spec, JsonNode learnt, Map<String, Coder> coders) {
    return switch (spec) {
      case ColumnSpec.Numeric it -> new FittedColumn.Numeric(it, normalizer(it, learnt));
      case ColumnSpec.Categorical it
          when it.tokens().coding() instanceof Coding.Quantiles(int buckets) ->
          new FittedColumn.Bucketed(it, new Buckets(cuts(learnt), buckets + 1));
      case ColumnSpec.Categorical it ->
          new FittedColumn.Categorical(
              it, coder(it, it.tokens(), learnt, coders), pretrained(it.tokens(), learnt));
      case ColumnSpec.Sequence it ->
          new FittedColumn.Sequence(
              it,
              coder(it, it.tokens(), learnt, coders),
              learnt.path("max_len").asInt(),
              pretrained(it.tokens(), learnt));
      case ColumnSpec.Vector it -> new FittedColumn.Vector(it);
      case ColumnSpec.Meta it when it.remap() ->
          new FittedColumn.MetaIds(it, new Vocabulary(tokens(learnt, "vocabulary")));
      case ColumnSpec.Meta it -> new FittedColumn.Meta(it, learnt.path("whole").asBoolean());
    };
  }

  private static Optional<Normalizer> normalizer(ColumnSpec.Numeric spec, JsonNode learnt) {
    double shift = learnt.path("shift").asDouble();
    double divisor = learnt.path("divisor").asDouble();
    return spec.scaling().map(scaling -> new Normalizer(scaling, shift, divisor));
  }

  private static double[] cuts(JsonNode learnt) {
    var cuts = new double[learnt.path("cuts").size()];
    for (int i = 0; i < cuts.length; i++) {
      cuts[i] = learnt.path("cuts").path(i).asDouble();
    }
    return cuts;
  }

  private static Coder coder(
      ColumnSpec spec, ColumnSpec.TokenRules rules, JsonNode learnt, Map<String, Coder> coders) {
    String owner = learnt.path("vocabulary_of").asText(spec.name());
    Coder coder = coders.computeIfAbsent(owner, _ -> coder(spec, rules, learnt));
    coders.put(spec.name(), coder);
    return coder;
  }

  private static Coder coder(ColumnSpec spec, ColumnSpec.TokenRules rules, JsonNode learnt) {
    return switch (rules.coding()) {
      case Coding.Learnt(), Coding.Quantiles(_) ->
          new Vocabulary(tokens(learnt, "vocabulary")).withBehind(tokens(learnt, "behind"));
      case Coding.Own() ->
          Vocabulary.own(spec.name(), tokens(learnt, "vocabulary"))
              .withBehind(tokens(learnt, "behind"));
      case Coding.Hashed(long size) -> new HashedIds(size);
      case Coding.Declared(long size) -> new DeclaredIds(size);
    };
  }

  private static Optional<Pretrained> pretrained(ColumnSpec.TokenRules rules, JsonNode learnt) {
    return rules
        .pretrained()
        .map(
            source ->
                new Pretrained(
                    learnt.path("pretrained_file").asText(),
                    OptionalInt.of(learnt.path("pretrained_dim").asInt()),
                    source.frozen(),
                    source.usage(),
                    learnt.path("oov").asInt()));
  }

  private static List<String> tokens(JsonNode learnt, String key) {
    List<String> tokens = new ArrayList<>();
    learnt.path(key).forEach(token -> tokens.add(token.asText()));
    return tokens;
  }
}
