package io.fuxictr.ctr.file;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.fuxictr.ctr.config.HyperParameters;
import io.fuxictr.ctr.layer.Weight;
import io.fuxictr.ctr.model.ModelSetup;
import io.fuxictr.dataset.feature.FeatureMapFile;
import io.fuxictr.dataset.part.DatasetException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A trained model in one file: its weights under the reference's names, its hyper-parameters, its
 * features and labels.
 */
public final class ModelFile {
  private static final JsonMapper JSON = new JsonMapper();
  private static final String KIND = "fuxictr_model";
  private static final String VERSION = "1";
  private static final String PARAMETERS = "hyper_parameters";
  private static final String FEATURES = "feature_map";

  private ModelFile() {}

  /**
   * Writes a model, all or nothing.
   *
   * @param publishing runs right before the file gets its name; if it throws, there is no file
   */
  public static void write(Path file, ModelSetup setup, List<Weight> weights, Runnable publishing) {
    Map<String, String> metadata = new LinkedHashMap<>();
    metadata.put(KIND, VERSION);
    metadata.put("model", setup.model());
    metadata.putAll(describe(setup));
    TensorWriter.write(file, metadata, StoredTensor.of(weights), publishing);
  }

  /** Returns hyper-parameters as JSON, and features as feature_map.json has them. */
  public static Map<String, String> describe(ModelSetup setup) {
    try {
      return Map.of(
          PARAMETERS,
          JSON.writeValueAsString(setup.parameters().values()),
          FEATURES,
          FeatureMapFile.text(setup.features()));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("hyper-parameters are not plain values", e);
    }
  }

  /**
   * Returns what the model in a file is built from.
   *
   * @throws ModelFileException if the file holds no model
   */
  public static ModelSetup setup(TensorFile file) {
    String version = file.text(KIND);
    if (!version.equals(VERSION)) {
      throw new ModelFileException(
          "The model file is of version %s, this program reads version %s; train again"
              .formatted(version, VERSION));
    }
    try {
      Map<String, Object> parameters =
          JSON.readValue(
              file.text(PARAMETERS), new TypeReference<LinkedHashMap<String, Object>>() {});
      return new ModelSetup(
          HyperParameters.of(parameters), FeatureMapFile.parse(file.text(FEATURES)));
    } catch (JsonProcessingException | DatasetException e) {
      throw new ModelFileException("The description in the model file is damaged; train again", e);
    }
  }
}
