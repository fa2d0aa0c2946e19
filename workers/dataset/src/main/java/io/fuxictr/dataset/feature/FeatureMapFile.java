package io.fuxictr.dataset.feature;

import com.fasterxml.jackson.databind.JsonNode;
import io.fuxictr.dataset.part.DatasetException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** {@code feature_map.json}, in the layout of FuxiCTR. */
public final class FeatureMapFile {
  /** The usual name of the file. */
  public static final String NAME = "feature_map.json";

  private static final Path ORIGIN = Path.of("a feature map");

  private FeatureMapFile() {}

  /** Writes a feature map. */
  public static void write(Path file, FeatureMap map) {
    JsonFile.write(file, content(map));
  }

  /** Returns the text of such a file, on one line. */
  public static String text(FeatureMap map) {
    return JsonFile.text(content(map));
  }

  private static JsonFile.Content content(FeatureMap map) {
    return json -> {
      json.writeStartObject();
      json.writeStringField("dataset_id", map.datasetId());
      json.writeNumberField("num_fields", map.fields());
      json.writeNumberField("total_features", map.totalFeatures());
      json.writeNumberField("input_length", map.inputLength());
      json.writeArrayFieldStart("labels");
      for (String label : map.labels()) {
        json.writeString(label);
      }
      json.writeEndArray();
      json.writeArrayFieldStart("features");
      for (Feature feature : map.features()) {
        json.writeStartObject();
        json.writeObjectFieldStart(feature.name());
        FeatureEntry.write(json, feature);
        json.writeEndObject();
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeEndObject();
    };
  }

  /**
   * Reads a feature map.
   *
   * @throws DatasetException if it is missing, broken, or needs what is not supported
   */
  public static FeatureMap read(Path file) {
    return map(file, JsonFile.read(file));
  }

  /**
   * Reads the text of such a file.
   *
   * @throws DatasetException if it is broken, or needs what is not supported
   */
  public static FeatureMap parse(String text) {
    return map(ORIGIN, JsonFile.parse(ORIGIN, text));
  }

  private static FeatureMap map(Path file, JsonNode root) {
    List<Feature> features = new ArrayList<>();
    for (JsonNode entry : root.path("features")) {
      entry
          .properties()
          .forEach(
              named ->
                  features.add(new FeatureEntry(file, named.getKey(), named.getValue()).read()));
    }
    List<String> labels = new ArrayList<>();
    root.path("labels").forEach(label -> labels.add(label.asText()));
    var map = new FeatureMap(root.path("dataset_id").asText(), features, labels);
    if (map.fields() == 0) {
      throw new DatasetException(
          "Reading %s: it has no features; build the dataset again".formatted(file));
    }
    return map;
  }
}
