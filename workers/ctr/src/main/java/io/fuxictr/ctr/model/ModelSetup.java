package io.fuxictr.ctr.model;

import io.fuxictr.ctr.config.HyperParameters;
import io.fuxictr.ctr.config.ModelConfigException;
import io.fuxictr.ctr.layer.Activation;
import io.fuxictr.ctr.layer.MlpShape;
import io.fuxictr.dataset.feature.Feature;
import io.fuxictr.dataset.feature.FeatureMap;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * All that a model is built from.
 *
 * @param parameters hyper-parameters of the merged experiment
 * @param features inputs and objectives
 */
public record ModelSetup(HyperParameters parameters, FeatureMap features) {
  /** Returns the name of the model, hyper-parameter {@code model}. */
  public String model() {
    return parameters.text("model");
  }

  /** Returns the number all randomness follows from, hyper-parameter {@code seed}. */
  public long seed() {
    return parameters.integer("seed", 2019, _ -> true, "any");
  }

  /**
   * Returns the CUDA device that is asked for, below 0 for the CPU; hyper-parameter {@code gpu}.
   */
  public int gpu() {
    return parameters.integer("gpu", -1, _ -> true, "-1 for the CPU, or the number of a device");
  }

  /** Returns the number of objectives T. */
  public int objectives() {
    return features.labels().size();
  }

  /** Returns what each objective is, hyper-parameter {@code task}. */
  public List<ObjectiveKind> kinds() {
    String fallback = ObjectiveKind.CLASSIFICATION.wireName();
    return parameters.perObjective("task", fallback, objectives()).stream()
        .map(ModelSetup::kind)
        .toList();
  }

  private static ObjectiveKind kind(String task) {
    return ObjectiveKind.named(task)
        .orElseThrow(
            () ->
                ModelConfigException.of(
                    "task",
                    task,
                    Stream.of(ObjectiveKind.values())
                        .map(ObjectiveKind::wireName)
                        .collect(Collectors.joining(", "))));
  }

  /** Returns the width d of embeddings, the same for all features. */
  public int embeddingDim() {
    int dim = parameters.integer("embedding_dim", 10, d -> d >= 1, "at least 1");
    for (Feature feature : features.features()) {
      int own = feature.embeddingDim().orElse(dim);
      if (own != dim) {
        throw new ModelConfigException(
            "Feature %s asks for embedding_dim %d, but %s needs the model's %d for every feature; remove it from the feature"
                .formatted(feature.name(), own, model(), dim));
      }
    }
    return dim;
  }

  /** Returns the style of hidden layers: hidden_activations, net_dropout, batch_norm. */
  public MlpShape.Style mlpStyle() {
    String key = "hidden_activations";
    if (parameters.value(key).filter(List.class::isInstance).isPresent()) {
      throw ModelConfigException.of(
          key, parameters.value(key).orElseThrow(), "one name for all layers of " + model());
    }
    return new MlpShape.Style(
        Activation.of(key, parameters.text(key, "ReLU")),
        parameters.real("net_dropout", 0, rate -> rate >= 0 && rate < 1, "at least 0, below 1"),
        parameters.flag("batch_norm", false));
  }

  /** Returns the shape of a perceptron with at least one hidden layer. */
  public MlpShape mlp(String key, List<Integer> fallback, OptionalInt output) {
    List<Integer> units = parameters.units(key, fallback);
    if (units.isEmpty()) {
      throw ModelConfigException.of(key, units, "a list with at least one width");
    }
    return new MlpShape(units, output, mlpStyle());
  }

  /** Checks what concerns all multi-objective models: labels, num_tasks, task. */
  public void checkObjectives() {
    int objectives = objectives();
    if (objectives == 0 || features.fields() == 0) {
      throw new ModelConfigException(
          "Model %s needs at least one feature and one label; dataset %s has %d features and labels %s"
              .formatted(model(), features.datasetId(), features.fields(), features.labels()));
    }
    int tasks = parameters.integer("num_tasks", objectives, n -> n >= 1, "at least 1");
    if (tasks != objectives) {
      throw new ModelConfigException(
          "Hyper-parameter num_tasks is %d, but dataset %s has %d labels: %s; set num_tasks to %3$d"
              .formatted(tasks, features.datasetId(), objectives, features.labels()));
    }
    kinds();
  }
}
