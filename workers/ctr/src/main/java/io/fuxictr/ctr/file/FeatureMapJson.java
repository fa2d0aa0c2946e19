package io.fuxictr.ctr.file;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fuxictr.ctr.config.ModelConfigException;
import io.fuxictr.dataset.feature.Feature;
import io.fuxictr.dataset.feature.FeatureMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** A feature map as JSON inside a model file, in the words of FuxiCTR's feature_map.json. */
final class FeatureMapJson {
  private static final String AVERAGE = "layers.MaskedAveragePooling()";
  private static final String SUM = "layers.MaskedSumPooling()";

  private FeatureMapJson() {}

  static ObjectNode write(FeatureMap map) {
    ObjectNode json = new JsonMapper().createObjectNode();
    json.put("dataset_id", map.datasetId());
    map.labels().forEach(json.putArray("labels")::add);
    var features = json.putArray("features");
    for (Feature feature : map.inputs()) {
      write(features.addObject().putObject(feature.name()), feature);
    }
    return json;
  }

  private static void write(ObjectNode entry, Feature feature) {
    switch (feature) {
      case Feature.Numeric numeric -> entry.put("type", "numeric").put("source", numeric.source());
      case Feature.Categorical categorical -> {
        entry.put("type", "categorical").put("source", categorical.source());
        entry.put("padding_idx", 0).put("vocab_size", categorical.vocabularySize());
        categorical.shareWith().ifPresent(owner -> entry.put("share_embedding", owner));
      }
      case Feature.Sequence sequence -> {
        entry.put("type", "sequence").put("source", sequence.source());
        entry.put("padding_idx", 0).put("vocab_size", sequence.vocabularySize());
        entry.put("max_len", sequence.maxLength());
        sequence.shareWith().ifPresent(owner -> entry.put("share_embedding", owner));
        switch (sequence.encoder()) {
          case MASKED_AVERAGE -> entry.put("feature_encoder", AVERAGE);
          case MASKED_SUM -> entry.put("feature_encoder", SUM);
          case OTHER ->
              throw new ModelConfigException(
                  "Feature %s has a feature_encoder that a model file cannot hold"
                      .formatted(sequence.name()));
          case NONE -> entry.putNull("feature_encoder");
        }
      }
      case Feature.Vector vector ->
          throw new ModelConfigException(
              "Feature %s is of type embedding, which a model file cannot hold"
                  .formatted(vector.name()));
      case Feature.Meta _ -> throw new IllegalStateException("only inputs are written");
    }
    feature.embeddingDim().ifPresent(dim -> entry.put("embedding_dim", dim));
  }

  static FeatureMap read(JsonNode json) {
    List<Feature> features = new ArrayList<>();
    for (JsonNode named : json.path("features")) {
      named.properties().forEach(f -> features.add(feature(f.getKey(), f.getValue())));
    }
    List<String> labels = new ArrayList<>();
    json.path("labels").forEach(label -> labels.add(label.asText()));
    return new FeatureMap(json.path("dataset_id").asText(), features, labels);
  }

  private static Feature feature(String name, JsonNode entry) {
    String source = entry.path("source").asText();
    int vocabulary = entry.path("vocab_size").asInt();
    Optional<String> share =
        Optional.ofNullable(entry.get("share_embedding")).map(JsonNode::asText);
    OptionalInt dim =
        entry.has("embedding_dim")
            ? OptionalInt.of(entry.get("embedding_dim").asInt())
            : OptionalInt.empty();
    return switch (entry.path("type").asText()) {
      case "numeric" -> new Feature.Numeric(name, source, dim);
      case "categorical" -> new Feature.Categorical(name, source, vocabulary, share, dim);
      case "sequence" ->
          new Feature.Sequence(
              name,
              source,
              vocabulary,
              entry.path("max_len").asInt(),
              share,
              encoder(entry.path("feature_encoder").asText("")),
              dim);
      case String type -> throw new ModelFileException("feature type '" + type + "' is not known");
    };
  }

  private static Feature.SequenceEncoder encoder(String text) {
    return switch (text) {
      case AVERAGE -> Feature.SequenceEncoder.MASKED_AVERAGE;
      case SUM -> Feature.SequenceEncoder.MASKED_SUM;
      default -> Feature.SequenceEncoder.NONE;
    };
  }
}
