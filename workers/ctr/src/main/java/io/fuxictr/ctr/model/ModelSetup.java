package io.fuxictr.ctr.model;

import io.fuxictr.ctr.batch.FieldLayout;
import io.fuxictr.ctr.config.HyperParameters;
import io.fuxictr.ctr.config.ModelConfigException;
import io.fuxictr.ctr.layer.dense.Activation;
import io.fuxictr.ctr.layer.dense.MlpShape;
import io.fuxictr.ctr.layer.dense.MlpShape.Norm;
import io.fuxictr.ctr.metric.MetricPlan;
import io.fuxictr.ctr.metric.Objective;
import io.fuxictr.dataset.feature.Feature;
import io.fuxictr.dataset.feature.FeatureMap;
import io.fuxictr.dataset.part.DatasetException;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
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
  private static final String GROUP_ID = "group_id";
  private static final String RATE = "at least 0, below 1";

  /**
   * Returns the setup of an experiment on a dataset: hyper-parameter {@code use_features} names the
   * features that take part, in their order, and {@code feature_specs} changes what the dataset
   * says of some of them.
   *
   * @throws ModelConfigException if one of the two cannot be used
   */
  public static ModelSetup of(HyperParameters parameters, FeatureMap dataset) {
    try {
      FeatureMap used =
          list(parameters, "use_features")
              .map(names -> dataset.select(names.stream().map(String::valueOf).toList()))
              .orElse(dataset);
      return new ModelSetup(
          parameters, list(parameters, "feature_specs").map(used::with).orElse(used));
    } catch (DatasetException e) {
      throw new ModelConfigException(String.valueOf(e.getMessage()));
    }
  }

  private static Optional<List<?>> list(HyperParameters parameters, String key) {
    return parameters
        .value(key)
        .map(
            value -> {
              if (value instanceof List<?> list && !list.isEmpty()) {
                return list;
              }
              throw ModelConfigException.of(key, value, "a list with at least one entry, or null");
            });
  }

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
    return gpu(parameters);
  }

  /** Returns the CUDA device that hyper-parameters ask for, below 0 for the CPU. */
  public static int gpu(HyperParameters parameters) {
    return parameters.integer("gpu", -1, _ -> true, "-1 for the CPU, or the number of a device");
  }

  /** Returns the number of objectives T. */
  public int objectives() {
    return features.labels().size();
  }

  /** Returns what is measured, hyper-parameter {@code metrics}. */
  public MetricPlan metrics() {
    return MetricPlan.of(parameters, features.labels());
  }

  /**
   * Returns for each label the prediction above which a sample counts as positive, out of
   * hyper-parameter {@code label_col}; 0.5 where it says nothing.
   */
  public List<Double> thresholds() {
    return Objective.of(parameters, features.labels()).stream().map(Objective::threshold).toList();
  }

  /**
   * Returns where features stand in a batch, and the column of hyper-parameter {@code group_id} if
   * the dataset has it.
   */
  public FieldLayout layout() {
    return new FieldLayout(features, parameters.value(GROUP_ID).map(Object::toString));
  }

  /**
   * Checks that samples come with what a plan compares them by.
   *
   * @throws ModelConfigException if metrics compare the samples of a group, and the dataset does
   *     not have the column of hyper-parameter {@code group_id}, naming those it has
   */
  public void checkGroups(MetricPlan plan) {
    if (plan.isGrouped() && layout().group().isEmpty()) {
      throw ModelConfigException.of(
          GROUP_ID,
          parameters.value(GROUP_ID).orElse("missing"),
          "columns of type meta %s or categorical %s of dataset %s"
              .formatted(
                  names(Feature.Meta.class),
                  names(Feature.Categorical.class),
                  features.datasetId()));
    }
  }

  private List<String> names(Class<? extends Feature> kind) {
    return features.features().stream().filter(kind::isInstance).map(Feature::name).toList();
  }

  /** Returns this setup as a model of a kind sees it: a single objective is the first label. */
  public ModelSetup of(ModelKind kind) {
    return switch (kind) {
      case MULTI_OBJECTIVE -> this;
      case SINGLE_OBJECTIVE ->
          objectives() < 2
              ? this
              : new ModelSetup(
                  parameters,
                  new FeatureMap(
                      features.datasetId(), features.features(), features.labels().subList(0, 1)));
    };
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

  /** Returns the width d of the embeddings of features that do not say their own. */
  public int embeddingDim() {
    return embeddingDim(10);
  }

  /** Returns the width d of embeddings, with the default of a model. */
  public int embeddingDim(int fallback) {
    return parameters.integer("embedding_dim", fallback, d -> d >= 1, "at least 1");
  }

  /** Returns the width d of embeddings of a model that needs the same for all features. */
  public int commonEmbeddingDim() {
    return commonEmbeddingDim(10);
  }

  /** Returns the common width d of embeddings, with the default of a model. */
  public int commonEmbeddingDim(int fallback) {
    return common(embeddingDim(fallback));
  }

  /**
   * Returns several widths of embeddings, each common to all features of its set: one number for
   * all sets, or a list with one per set.
   */
  public List<Integer> commonEmbeddingDims(int sets, int fallback) {
    String allowed = "a whole number of at least 1; one for all, or a list of " + sets;
    List<Double> dims =
        parameters.reals(
            "embedding_dim", List.of((double) fallback), d -> d >= 1 && d == (int) d, allowed);
    if (dims.size() != 1 && dims.size() != sets) {
      throw ModelConfigException.of("embedding_dim", dims, allowed);
    }
    List<Double> each = dims.size() == sets ? dims : Collections.nCopies(sets, dims.getFirst());
    return each.stream().map(dim -> common(dim.intValue())).toList();
  }

  private int common(int dim) {
    for (Feature feature : features.inputs()) {
      int own = feature.embeddingDim().orElse(dim);
      if (own != dim) {
        throw new ModelConfigException(
            "Feature %s asks for embedding_dim %d, but %s needs the model's %d for every feature; remove it from the feature"
                .formatted(feature.name(), own, model(), dim));
      }
    }
    return dim;
  }

  /**
   * Checks that there are enough features for interactions of a number of them.
   *
   * @throws ModelConfigException if there are fewer
   */
  public void needFields(int least) {
    if (features.fields() < least) {
      throw new ModelConfigException(
          "Model %s needs at least %d features; dataset %s has %d"
              .formatted(model(), least, features.datasetId(), features.fields()));
    }
  }

  /** Returns a probability to leave numbers out, 0 by default. */
  public double dropout(String key) {
    return dropout(key, 0);
  }

  /** Returns a probability to leave numbers out. */
  public double dropout(String key, double fallback) {
    return parameters.real(key, fallback, rate -> rate >= 0 && rate < 1, RATE);
  }

  /** Returns an activation. */
  public Activation activation(String key, Activation fallback) {
    return Activation.of(key, parameters.text(key, fallback.reference()));
  }

  /** Returns the style of hidden layers: hidden_activations, net_dropout, batch_norm. */
  public MlpShape.Style mlpStyle() {
    return style("hidden_activations", "net_dropout", "batch_norm");
  }

  /** Returns the style of hidden layers with activations under a key of their own. */
  public MlpShape.Style mlpStyle(String activations) {
    return style(activations, "net_dropout", "batch_norm");
  }

  /**
   * Returns the style of hidden layers, each value for all layers or as a list of one per layer.
   *
   * @param activations key of the activations, ReLU by default
   * @param dropouts key of the probabilities to leave a number out, 0 by default
   * @param batchNorm key of whether to normalise over the batch, false by default
   */
  public MlpShape.Style style(String activations, String dropouts, String batchNorm) {
    return new MlpShape.Style(
        activations(activations),
        dropouts(dropouts),
        parameters.flag(batchNorm, false) ? Norm.EACH_LAYER : Norm.NONE);
  }

  /** Returns probabilities to leave numbers out: one for all layers, 0 by default, or a list. */
  public List<Double> dropouts(String key) {
    return parameters.reals(key, List.of(0.0), rate -> rate >= 0 && rate < 1, RATE);
  }

  /** Returns the activations of hidden layers: one for all, ReLU by default, or one per layer. */
  public List<Activation> activations(String key) {
    return activations(key, Activation.RELU);
  }

  /** Returns the activations of hidden layers: one for all, or one per layer. */
  public List<Activation> activations(String key, Activation fallback) {
    return parameters.texts(key, List.of(fallback.reference())).stream()
        .map(name -> Activation.of(key, name))
        .toList();
  }

  /** Returns the shape of a perceptron that may have no hidden layer. */
  public MlpShape mlp(
      String key, List<Integer> fallback, OptionalInt output, MlpShape.Style style) {
    List<Integer> units = parameters.units(key, fallback);
    try {
      return new MlpShape(units, output, style);
    } catch (IllegalArgumentException e) {
      throw new ModelConfigException(
          "Hyper-parameter %s is %s: %s; give one for all, or one per layer"
              .formatted(key, units, e.getMessage()));
    }
  }

  /**
   * Returns the shape of perceptrons that are computed together: with at least one hidden layer,
   * and activations without weights.
   */
  public MlpShape groupedMlp(String key, List<Integer> fallback, OptionalInt output) {
    MlpShape.Style style = mlpStyle();
    for (Activation activation : style.activations()) {
      if (activation.hasWeights()) {
        throw ModelConfigException.of(
            "hidden_activations",
            activation.reference(),
            "activations that train nothing themselves, in " + model());
      }
    }
    MlpShape shape = mlp(key, fallback, output, style);
    if (shape.hiddenUnits().isEmpty()) {
      throw ModelConfigException.of(key, List.of(), "a list with at least one width");
    }
    return shape;
  }

  /**
   * Returns a list of features by their names.
   *
   * @throws ModelConfigException if there is no such feature, naming those there are
   */
  public List<String> featureNames(String key, List<String> fallback) {
    List<String> names = parameters.texts(key, fallback);
    List<String> known = features.inputs().stream().map(Feature::name).toList();
    if (!known.containsAll(names)) {
      throw ModelConfigException.of(key, names, "features of the dataset: " + known);
    }
    return names;
  }

  /** Checks what concerns all models: features, labels, task. */
  public void check() {
    int objectives = objectives();
    if (objectives == 0 || features.fields() == 0) {
      throw new ModelConfigException(
          "Model %s needs at least one feature and one label; dataset %s has %d features and labels %s"
              .formatted(model(), features.datasetId(), features.fields(), features.labels()));
    }
    kinds();
  }

  /** Checks what concerns models with several objectives: that num_tasks is their number. */
  public void checkObjectives() {
    int objectives = objectives();
    int tasks = parameters.integer("num_tasks", objectives, n -> n >= 1, "at least 1");
    if (tasks != objectives) {
      throw new ModelConfigException(
          "Hyper-parameter num_tasks is %d, but dataset %s has %d labels: %s; set num_tasks to %3$d"
              .formatted(tasks, features.datasetId(), objectives, features.labels()));
    }
  }
}
