package io.fuxictr.ctr.zoo;

import io.fuxictr.ctr.config.ModelConfigException;
import io.fuxictr.ctr.config.NearestNames;
import io.fuxictr.ctr.config.Question;
import io.fuxictr.ctr.model.ModelSetup;
import io.fuxictr.ctr.model.Network;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The models that can be trained, by the name that an experiment gives in {@code model}. */
public final class ModelRegistry {
  private static final Map<String, ModelCard> MODELS = new TreeMap<>();

  static {
    Stream.of(
            AdaptiveModels.CARDS,
            AttentionModels.CARDS,
            CrossModels.CARDS,
            DeepModels.CARDS,
            FactorizationModels.CARDS,
            MultiObjectiveModels.CARDS,
            ProductModels.CARDS,
            SequenceModels.CARDS)
        .flatMap(List::stream)
        .forEach(card -> MODELS.put(card.name(), card));
  }

  private ModelRegistry() {}

  /** Returns all names, sorted. */
  public static List<String> names() {
    return List.copyOf(MODELS.keySet());
  }

  /** Returns what is known of all models, sorted by name. */
  public static List<ModelCard> cards() {
    return List.copyOf(MODELS.values());
  }

  /**
   * Returns what is known of a model.
   *
   * @throws ModelConfigException if there is no such model, naming the nearest
   */
  public static ModelCard card(String name) {
    return Optional.ofNullable(MODELS.get(name)).orElseThrow(() -> unknown(name));
  }

  /**
   * Returns a setup as its model sees it: a model with one objective takes the first label only.
   *
   * @throws ModelConfigException if there is no such model, naming the nearest
   */
  public static ModelSetup prepare(ModelSetup setup) {
    return setup.of(card(setup.model()).kind());
  }

  /**
   * Builds a network without values.
   *
   * @param setup as {@link #prepare} returns it
   * @throws ModelConfigException if there is no such model, naming the nearest, or a
   *     hyper-parameter cannot be used
   */
  public static Network build(ModelSetup setup) {
    ModelCard card = card(setup.model());
    setup.check();
    return card.constructor().apply(setup);
  }

  /** Returns the hyper-parameters that a model asks for when it is built, in that order. */
  public static List<Question> parameters(String name) {
    List<Question> questions = new ArrayList<>();
    ModelCard card = card(name);
    ModelSetup setup = SampleSetups.of(card);
    var _ =
        card.constructor()
            .apply(
                new ModelSetup(setup.parameters().observedBy(questions::add), setup.features())
                    .of(card.kind()));
    return questions.stream().distinct().toList();
  }

  private static ModelConfigException unknown(String name) {
    return new ModelConfigException(
        "Model '%s' is not known; the nearest are: %s"
            .formatted(name, String.join(", ", NearestNames.of(name, MODELS.keySet()))));
  }
}
