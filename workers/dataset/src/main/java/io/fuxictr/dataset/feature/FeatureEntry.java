package io.fuxictr.dataset.feature;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import io.fuxictr.dataset.part.DatasetException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The entry of one feature in {@code feature_map.json}; keys come in the order in which FuxiCTR
 * writes them.
 *
 * @param file file it stands in, for messages
 * @param name feature
 * @param entry its keys
 */
record FeatureEntry(Path file, String name, JsonNode entry) {

  static void write(JsonGenerator json, Feature feature) throws IOException {
    switch (feature) {
      case Feature.Meta _ -> json.writeStringField("type", "meta");
      case Feature.Numeric it -> {
        writeKind(json, it, "numeric");
        writeEncoders(json, it);
        writeWidths(json, it);
      }
      case Feature.Vector it -> {
        writeKind(json, it, "embedding");
        writeEncoders(json, it);
        writeWidths(json, it);
        json.writeNumberField("pretrain_dim", it.dim());
      }
      case Feature.Categorical it -> {
        writeKind(json, it, "categorical");
        writeEncoders(json, it);
        writeTable(json, it, it.shareWith());
        json.writeNumberField("vocab_size", it.vocabularySize());
        writePretrained(json, it);
      }
      case Feature.Sequence it -> {
        writeKind(json, it, "sequence");
        if (it.encoders().isEmpty()) {
          json.writeNullField("feature_encoder");
        }
        writeEncoders(json, it);
        writeTable(json, it, it.shareWith());
        json.writeNumberField("max_len", it.maxLength());
        json.writeNumberField("vocab_size", it.vocabularySize());
        writePretrained(json, it);
      }
    }
  }

  private static void writeKind(JsonGenerator json, Feature feature, String type)
      throws IOException {
    json.writeStringField("source", feature.source());
    json.writeStringField("type", type);
  }

  private static void writeEncoders(JsonGenerator json, Feature feature) throws IOException {
    List<String> texts = EncoderSteps.text(feature.encoders());
    if (texts.size() == 1) {
      json.writeStringField("feature_encoder", texts.getFirst());
    } else if (texts.size() > 1) {
      json.writeArrayFieldStart("feature_encoder");
      for (String text : texts) {
        json.writeString(text);
      }
      json.writeEndArray();
    }
  }

  private static void writeWidths(JsonGenerator json, Feature feature) throws IOException {
    writeWidth(json, "embedding_dim", feature.embeddingDim());
    writeWidth(json, "emb_output_dim", feature.embedding().outputDim());
  }

  private static void writeTable(JsonGenerator json, Feature feature, Optional<String> owner)
      throws IOException {
    writeWidths(json, feature);
    if (owner.isPresent()) {
      json.writeStringField("share_embedding", owner.get());
    }
    json.writeNumberField("padding_idx", 0);
    if (feature.pretrained().isPresent()) {
      json.writeNumberField("oov_idx", feature.pretrained().get().oovId());
    }
  }

  private static void writePretrained(JsonGenerator json, Feature feature) throws IOException {
    if (feature.pretrained().isPresent()) {
      Pretrained vectors = feature.pretrained().get();
      writeWidth(json, "pretrain_dim", vectors.dim());
      json.writeStringField("pretrained_emb", vectors.file());
      json.writeBooleanField("freeze_emb", vectors.frozen());
      json.writeStringField("pretrain_usage", vectors.usage().wireName());
    }
  }

  private static void writeWidth(JsonGenerator json, String key, OptionalInt width)
      throws IOException {
    if (width.isPresent()) {
      json.writeNumberField(key, width.getAsInt());
    }
  }

  /**
   * Returns the feature.
   *
   * @throws DatasetException if the entry needs what is not supported
   */
  Feature read() {
    String source = entry.path("source").asText("");
    return switch (entry.path("type").asText()) {
      case "meta" -> new Feature.Meta(name);
      case "numeric" -> new Feature.Numeric(name, source, embedding());
      case "embedding" -> new Feature.Vector(name, source, positive("pretrain_dim"), embedding());
      case "categorical" ->
          new Feature.Categorical(name, source, vocabularySize(), owner(), embedding());
      case "sequence" ->
          new Feature.Sequence(
              name, source, vocabularySize(), positive("max_len"), owner(), embedding());
      default -> throw unsupported("type");
    };
  }

  private Feature.Embedding embedding() {
    return new Feature.Embedding(
        width("embedding_dim"), width("emb_output_dim"), encoders(), pretrained());
  }

  private List<EncoderStep> encoders() {
    JsonNode node = entry.path("feature_encoder");
    if (node.isMissingNode() || node.isNull()) {
      return List.of();
    }
    if (!node.isArray()) {
      return EncoderSteps.parse(node.asText()).orElseThrow(() -> unsupported("feature_encoder"));
    }
    List<String> texts = new ArrayList<>();
    node.forEach(text -> texts.add(text.asText()));
    return EncoderSteps.parse(texts).orElseThrow(() -> unsupported("feature_encoder"));
  }

  private Optional<Pretrained> pretrained() {
    JsonNode vectors = entry.path("pretrained_emb");
    if (!vectors.isTextual()) {
      return Optional.empty();
    }
    Pretrained.Usage usage =
        Pretrained.Usage.of(entry.path("pretrain_usage").asText("init"))
            .orElseThrow(() -> unsupported("pretrain_usage"));
    return Optional.of(
        new Pretrained(
            vectors.asText(),
            width("pretrain_dim"),
            entry.path("freeze_emb").asBoolean(true),
            usage,
            positive("oov_idx")));
  }

  private Optional<String> owner() {
    return Optional.of(entry.path("share_embedding"))
        .filter(JsonNode::isTextual)
        .map(JsonNode::asText);
  }

  private OptionalInt width(String key) {
    JsonNode width = entry.path(key);
    return width.isInt() ? OptionalInt.of(width.asInt()) : OptionalInt.empty();
  }

  private long vocabularySize() {
    long value = entry.path("vocab_size").asLong();
    if (value < 1) {
      throw unsupported("vocab_size");
    }
    return value;
  }

  private int positive(String key) {
    int value = entry.path(key).asInt();
    if (value < 1) {
      throw unsupported(key);
    }
    return value;
  }

  private DatasetException unsupported(String key) {
    return new DatasetException(
        "Reading %s: feature '%s' has %s %s, which is not supported"
            .formatted(file, name, key, entry.path(key)));
  }
}
