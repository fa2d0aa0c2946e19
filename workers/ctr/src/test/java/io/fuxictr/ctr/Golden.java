package io.fuxictr.ctr;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fuxictr.ctr.config.HyperParameters;
import io.fuxictr.ctr.model.ModelSetup;
import io.fuxictr.dataset.feature.Feature;
import io.fuxictr.dataset.feature.FeatureMap;
import io.fuxictr.dataset.sample.SampleBlock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/** What the reference computed for one model: golden vectors, read from two files. */
public final class Golden {
  private final JsonNode description;
  private final Map<String, NDArray> arrays;

  private Golden(JsonNode description, Map<String, NDArray> arrays) {
    this.description = description;
    this.arrays = arrays;
  }

  /** Returns the folder of the golden vectors, which may not exist. */
  public static Path folder() {
    String given = System.getProperty("goldens", "");
    return (given.isBlank() ? Path.of("../../../shared/goldens") : Path.of(given))
        .toAbsolutePath()
        .normalize();
  }

  /** Returns the names of all golden vectors in the folder, sorted; empty if there are none. */
  public static List<String> names() {
    if (!Files.isDirectory(folder())) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder())) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".json"))
          .map(name -> name.substring(0, name.length() - ".json".length()))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the model that golden vectors are of. */
  public static String model(String name) {
    try {
      Path file = folder().resolve(name + ".json");
      return new ObjectMapper().readTree(file.toFile()).path("params").path("model").asText();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Reads one. */
  public static Golden load(NDManager manager, String name) {
    Path folder = folder();
    try (var input = Files.newInputStream(folder.resolve(name + ".npz"))) {
      Map<String, NDArray> arrays = new HashMap<>();
      for (NDArray array : NDList.decode(manager, input)) {
        arrays.put(array.getName(), array);
      }
      JsonNode json = new ObjectMapper().readTree(folder.resolve(name + ".json").toFile());
      return new Golden(json, arrays);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public ModelSetup setup() {
    Map<String, Object> parameters =
        new ObjectMapper()
            .convertValue(
                description.get("params"), new TypeReference<LinkedHashMap<String, Object>>() {});
    return new ModelSetup(HyperParameters.of(parameters), features());
  }

  private FeatureMap features() {
    List<Feature> features = new ArrayList<>();
    for (JsonNode entry : description.get("features")) {
      var named = entry.properties().iterator().next();
      features.add(feature(named.getKey(), named.getValue()));
    }
    List<String> labels = new ArrayList<>();
    description.get("labels").forEach(label -> labels.add(label.asText()));
    return new FeatureMap("golden", features, labels);
  }

  private static Feature feature(String name, JsonNode entry) {
    OptionalInt dim =
        entry.has("embedding_dim")
            ? OptionalInt.of(entry.get("embedding_dim").asInt())
            : OptionalInt.empty();
    Optional<String> share =
        Optional.ofNullable(entry.get("share_embedding")).map(JsonNode::asText);
    String source = entry.path("source").asText("");
    int vocabulary = entry.path("vocab_size").asInt();
    return switch (entry.get("type").asText()) {
      case "numeric" -> new Feature.Numeric(name, source, dim);
      case "categorical" -> new Feature.Categorical(name, source, vocabulary, share, dim);
      case "sequence" ->
          new Feature.Sequence(
              name,
              source,
              vocabulary,
              entry.get("max_len").asInt(),
              share,
              entry.path("feature_encoder").asText("null").equals("null")
                  ? Feature.SequenceEncoder.NONE
                  : Feature.SequenceEncoder.MASKED_AVERAGE,
              dim);
      case String type -> throw new IllegalArgumentException("feature type " + type);
    };
  }

  public double loss(int step) {
    return description.get("loss").get(step).asDouble();
  }

  public double gradientNorm(int step) {
    return description.get("grad_norm").get(step).asDouble();
  }

  public float[] numbers(String name) {
    NDArray array = arrays.get(name);
    if (array == null) {
      throw new IllegalArgumentException("no array " + name);
    }
    return array.toFloatArray();
  }

  public boolean has(String name) {
    return arrays.containsKey(name);
  }

  /** Returns the names of the float32 arrays of a kind, without the kind. */
  public List<String> names(String kind) {
    return arrays.keySet().stream()
        .filter(name -> name.startsWith(kind + "/"))
        .filter(name -> arrays.get(name).getDataType() == DataType.FLOAT32)
        .map(name -> name.substring(kind.length() + 1))
        .sorted()
        .toList();
  }

  public SampleBlock batch(int number) {
    Map<String, float[]> numbers = new HashMap<>();
    Map<String, int[]> ids = new HashMap<>();
    Map<String, float[]> labels = new HashMap<>();
    FeatureMap features = features();
    String kind = "batch" + number + "/";
    for (Feature feature : features.features()) {
      NDArray array = arrays.get(kind + feature.name());
      switch (feature) {
        case Feature.Numeric _ -> numbers.put(feature.name(), array.toFloatArray());
        case Feature.Categorical _, Feature.Sequence _ ->
            ids.put(feature.name(), ints(array.toLongArray()));
        case Feature.Vector _, Feature.Meta _ -> throw new AssertionError(feature);
      }
    }
    features.labels().forEach(label -> labels.put(label, numbers(kind + label)));
    int rows = labels.values().iterator().next().length;
    return new SampleBlock(rows, numbers, ids, labels);
  }

  private static int[] ints(long[] values) {
    int[] ints = new int[values.length];
    for (int i = 0; i < ints.length; i++) {
      ints[i] = Math.toIntExact(values[i]);
    }
    return ints;
  }
}
