package io.fuxictr.dataset.feature;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.TokenBuffer;
import io.fuxictr.dataset.part.DatasetException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Settings of features that are changed when a feature map is loaded: {@code feature_specs}. */
final class FeatureSpecs {
  private static final Path ORIGIN = Path.of("feature_specs");
  private static final Set<String> KEYS =
      Set.of(
          "name",
          "source",
          "type",
          "feature_encoder",
          "embedding_dim",
          "emb_output_dim",
          "share_embedding",
          "padding_idx",
          "oov_idx",
          "max_len",
          "vocab_size",
          "pretrain_dim",
          "pretrained_emb",
          "freeze_emb",
          "pretrain_usage");
  private static final JsonMapper MAPPER = new JsonMapper();

  private final FeatureMap map;
  private final Map<String, ObjectNode> entries = new LinkedHashMap<>();

  FeatureSpecs(FeatureMap map) {
    this.map = map;
    map.features().forEach(feature -> entries.put(feature.name(), entry(feature)));
  }

  FeatureMap apply(List<?> specs) {
    for (Object spec : specs) {
      if (!(spec instanceof Map<?, ?> settings)) {
        throw new DatasetException(
            "Reading feature_specs: an entry is '%s', not a map".formatted(spec));
      }
      List<String> problems = UnknownKeys.of(settings, KEYS);
      if (!problems.isEmpty()) {
        throw new DatasetException("Reading feature_specs: " + String.join("; ", problems));
      }
      names(settings).forEach(name -> change(name, settings));
    }
    List<Feature> features = new ArrayList<>();
    entries.forEach((name, entry) -> features.add(new FeatureEntry(ORIGIN, name, entry).read()));
    return new FeatureMap(map.datasetId(), features, map.labels());
  }

  private void change(String name, Map<?, ?> settings) {
    ObjectNode entry = entries.get(name);
    if (entry == null) {
      throw new DatasetException(
          "Reading feature_specs: dataset '%s' has no feature '%s'; features found: %s"
              .formatted(map.datasetId(), name, entries.keySet()));
    }
    settings.forEach(
        (key, value) -> {
          if (!key.equals("name")) {
            entry.set(key.toString(), MAPPER.<JsonNode>valueToTree(value));
          }
        });
  }

  private static List<String> names(Map<?, ?> settings) {
    Object name = settings.get("name");
    return name instanceof List<?> list
        ? list.stream().map(String::valueOf).toList()
        : List.of(String.valueOf(name));
  }

  private static ObjectNode entry(Feature feature) {
    try (var buffer = new TokenBuffer(MAPPER, false)) {
      buffer.writeStartObject();
      FeatureEntry.write(buffer, feature);
      buffer.writeEndObject();
      return MAPPER.readTree(buffer.asParser());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
