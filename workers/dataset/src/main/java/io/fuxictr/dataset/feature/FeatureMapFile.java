package io.fuxictr.dataset.feature;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import io.fuxictr.dataset.part.DatasetException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * {@code feature_map.json}, in the layout of FuxiCTR.
 *
 * <p>Columns that are carried along stand in it as entries of type {@code meta}; reading leaves
 * them out, for no model sees them.
 */
public final class FeatureMapFile {
  /** The usual name of the file. */
  public static final String NAME = "feature_map.json";

  private FeatureMapFile() {}

  /**
   * Writes a feature map.
   *
   * @param columns all columns of the dataset, in order; those without a feature become meta
   *     entries
   */
  public static void write(Path file, FeatureMap map, List<ColumnSpec> columns) {
    Map<String, Feature> features = new HashMap<>();
    map.features().forEach(feature -> features.put(feature.name(), feature));
    JsonFile.write(
        file,
        json -> {
          json.writeStartObject();
          json.writeStringField("dataset_id", map.datasetId());
          json.writeNumberField("num_fields", map.fields());
          json.writeNumberField("total_features", totalFeatures(map));
          json.writeNumberField("input_length", inputLength(map, columns));
          json.writeArrayFieldStart("labels");
          for (String label : map.labels()) {
            json.writeString(label);
          }
          json.writeEndArray();
          json.writeArrayFieldStart("features");
          for (ColumnSpec column : columns) {
            writeEntry(json, column.name(), Optional.ofNullable(features.get(column.name())));
          }
          json.writeEndArray();
          json.writeEndObject();
        });
  }

  /**
   * Reads a feature map.
   *
   * @throws DatasetException if it is missing, broken, or needs what is not supported
   */
  public static FeatureMap read(Path file) {
    JsonNode root = JsonFile.read(file);
    List<Feature> features = new ArrayList<>();
    for (JsonNode entry : root.path("features")) {
      entry
          .properties()
          .forEach(
              named -> feature(file, named.getKey(), named.getValue()).ifPresent(features::add));
    }
    List<String> labels = new ArrayList<>();
    root.path("labels").forEach(label -> labels.add(label.asText()));
    if (features.isEmpty()) {
      throw new DatasetException(
          "Reading %s: it has no features; build the dataset again".formatted(file));
    }
    return new FeatureMap(root.path("dataset_id").asText(), features, labels);
  }

  private static long totalFeatures(FeatureMap map) {
    long total = 0;
    for (Feature feature : map.features()) {
      total +=
          switch (feature) {
            case Feature.Numeric _ -> 1;
            case Feature.Categorical it -> it.shareWith().isPresent() ? 0 : it.vocabularySize();
            case Feature.Sequence it -> it.shareWith().isPresent() ? 0 : it.vocabularySize();
          };
    }
    return total;
  }

  private static long inputLength(FeatureMap map, List<ColumnSpec> columns) {
    long length = columns.size();
    for (Feature feature : map.features()) {
      if (feature instanceof Feature.Sequence sequence) {
        length += sequence.maxLength() - 1;
      }
    }
    return length;
  }

  private static void writeEntry(JsonGenerator json, String name, Optional<Feature> feature)
      throws IOException {
    json.writeStartObject();
    json.writeObjectFieldStart(name);
    if (feature.isPresent()) {
      writeFeature(json, feature.get());
    } else {
      json.writeStringField("type", "meta");
    }
    json.writeEndObject();
    json.writeEndObject();
  }

  private static void writeFeature(JsonGenerator json, Feature feature) throws IOException {
    switch (feature) {
      case Feature.Numeric numeric -> {
        json.writeStringField("source", numeric.source());
        json.writeStringField("type", "numeric");
        writeWidth(json, numeric);
      }
      case Feature.Categorical it -> {
        json.writeStringField("source", it.source());
        json.writeStringField("type", "categorical");
        writeWidth(json, it);
        writeShared(json, it.shareWith());
        json.writeNumberField("padding_idx", 0);
        json.writeNumberField("vocab_size", it.vocabularySize());
      }
      case Feature.Sequence it -> {
        json.writeStringField("source", it.source());
        json.writeStringField("type", "sequence");
        json.writeStringField("feature_encoder", EncoderNames.text(it.encoder()).orElse(null));
        writeWidth(json, it);
        writeShared(json, it.shareWith());
        json.writeNumberField("padding_idx", 0);
        json.writeNumberField("max_len", it.maxLength());
        json.writeNumberField("vocab_size", it.vocabularySize());
      }
    }
  }

  private static void writeWidth(JsonGenerator json, Feature feature) throws IOException {
    if (feature.embeddingDim().isPresent()) {
      json.writeNumberField("embedding_dim", feature.embeddingDim().getAsInt());
    }
  }

  private static void writeShared(JsonGenerator json, Optional<String> owner) throws IOException {
    if (owner.isPresent()) {
      json.writeStringField("share_embedding", owner.get());
    }
  }

  private static Optional<Feature> feature(Path file, String name, JsonNode entry) {
    String source = entry.path("source").asText("");
    JsonNode width = entry.path("embedding_dim");
    OptionalInt dim = width.isInt() ? OptionalInt.of(width.asInt()) : OptionalInt.empty();
    JsonNode owner = entry.path("share_embedding");
    Optional<String> shared = owner.isTextual() ? Optional.of(owner.asText()) : Optional.empty();
    int size = entry.path("vocab_size").asInt();
    return switch (entry.path("type").asText()) {
      case "numeric" -> Optional.of(new Feature.Numeric(name, source, dim));
      case "categorical" -> Optional.of(new Feature.Categorical(name, source, size, shared, dim));
      case "sequence" -> {
        int length = entry.path("max_len").asInt();
        var encoder = encoder(file, name, entry.path("feature_encoder"));
        yield Optional.of(new Feature.Sequence(name, source, size, length, shared, encoder, dim));
      }
      case "meta" -> Optional.empty();
      default -> throw unsupported(file, name, "type", entry.path("type"));
    };
  }

  private static Feature.SequenceEncoder encoder(Path file, String name, JsonNode encoder) {
    return EncoderNames.parse(encoder.isNull() || encoder.isMissingNode() ? null : encoder.asText())
        .orElseThrow(() -> unsupported(file, name, "feature_encoder", encoder));
  }

  private static DatasetException unsupported(Path file, String name, String key, JsonNode value) {
    return new DatasetException(
        "Reading %s: feature '%s' has %s %s, which is not supported"
            .formatted(file, name, key, value));
  }
}
