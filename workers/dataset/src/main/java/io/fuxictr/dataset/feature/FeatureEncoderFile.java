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
import java.util.List;
import java.util.Map;
import java.util.Optional;

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
    Map<Vocabulary, String> owners = new HashMap<>();
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
    List<ColumnSpec> specs = ColumnSpecs.parse(declared, 1);
    Map<String, Vocabulary> vocabularies = new HashMap<>();
    List<FittedColumn> columns = new ArrayList<>();
    for (int i = 0; i < specs.size(); i++) {
      columns.add(fitted(specs.get(i), root.path("columns").path(i), vocabularies));
    }
    List<String> labels = new ArrayList<>();
    root.path("labels").forEach(label -> labels.add(label.asText()));
    return new FeatureEncoder(root.path("dataset_id").asText(), labels, columns);
  }

  private static void writeLearnt(
      JsonGenerator json, FittedColumn column, Map<Vocabulary, String> owners) throws IOException {
    switch (column) {
      case FittedColumn.Numeric numeric -> {
        if (numeric.normalizer().isPresent()) {
          json.writeNumberField("shift", numeric.normalizer().get().shift());
          json.writeNumberField("divisor", numeric.normalizer().get().divisor());
        }
      }
      case FittedColumn.Categorical it ->
          writeVocabulary(json, it.spec().name(), it.vocabulary(), owners);
      case FittedColumn.Sequence it -> {
        json.writeNumberField("max_len", it.maxLength());
        writeVocabulary(json, it.spec().name(), it.vocabulary(), owners);
      }
      case FittedColumn.Meta it -> json.writeBooleanField("whole", it.isWhole());
    }
  }

  private static void writeVocabulary(
      JsonGenerator json, String name, Vocabulary vocabulary, Map<Vocabulary, String> owners)
      throws IOException {
    String owner = owners.putIfAbsent(vocabulary, name);
    if (owner != null) {
      json.writeStringField("vocabulary_of", owner);
      return;
    }
    json.writeArrayFieldStart("vocabulary");
    for (String token : vocabulary.tokens()) {
      json.writeString(token);
    }
    json.writeEndArray();
  }

  private static FittedColumn fitted(
      ColumnSpec spec, JsonNode learnt, Map<String, Vocabulary> vocabularies) {
    return switch (spec) {
      case ColumnSpec.Numeric numeric ->
          new FittedColumn.Numeric(numeric, normalizer(numeric, learnt));
      case ColumnSpec.Categorical categorical ->
          new FittedColumn.Categorical(categorical, vocabulary(spec, learnt, vocabularies));
      case ColumnSpec.Sequence sequence ->
          new FittedColumn.Sequence(
              sequence, vocabulary(spec, learnt, vocabularies), learnt.path("max_len").asInt());
      case ColumnSpec.Meta meta -> new FittedColumn.Meta(meta, learnt.path("whole").asBoolean());
    };
  }

  private static Optional<Normalizer> normalizer(ColumnSpec.Numeric spec, JsonNode learnt) {
    double shift = learnt.path("shift").asDouble();
    double divisor = learnt.path("divisor").asDouble();
    return spec.scaling().map(scaling -> new Normalizer(scaling, shift, divisor));
  }

  private static Vocabulary vocabulary(
      ColumnSpec spec, JsonNode learnt, Map<String, Vocabulary> vocabularies) {
    String owner = learnt.path("vocabulary_of").asText(spec.name());
    Vocabulary vocabulary =
        vocabularies.computeIfAbsent(owner, _ -> new Vocabulary(tokens(learnt)));
    vocabularies.put(spec.name(), vocabulary);
    return vocabulary;
  }

  private static List<String> tokens(JsonNode learnt) {
    List<String> tokens = new ArrayList<>();
    learnt.path("vocabulary").forEach(token -> tokens.add(token.asText()));
    return tokens;
  }
}
