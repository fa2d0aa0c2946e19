package io.fuxictr.ctr.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.training.ParameterStore;
import io.fuxictr.ctr.config.HyperParameters;
import io.fuxictr.ctr.config.ModelConfigException;
import io.fuxictr.ctr.layer.Weight;
import io.fuxictr.ctr.model.ModelSetup;
import io.fuxictr.ctr.model.Network;
import java.util.List;

/**
 * How the losses of the objectives become one, hyper-parameter {@code loss_weight}.
 *
 * <p>One weighting serves one training.
 */
public sealed interface LossWeighting extends AutoCloseable permits Fixed, GradNorm, Uncertainty {
  /** The hyper-parameter. */
  String KEY = "loss_weight";

  /** Returns what the optimizer trains for it; empty unless weights are trained with the model. */
  default List<Weight> weights() {
    return List.of();
  }

  /**
   * Returns the total loss.
   *
   * @param losses one per objective (T)
   * @param store the weights that the losses were computed with
   */
  NDArray total(NDArray losses, ParameterStore store);

  /** Returns what it remembers from step to step, besides {@link #weights}. */
  default String state() {
    return "";
  }

  /** Goes on from what {@link #state} returned. */
  default void restore(String state) {}

  @Override
  default void close() {}

  /**
   * Reads the hyper-parameter: {@code EQ}, {@code UW}, {@code GN} or a number per objective.
   *
   * @throws ModelConfigException if it is something else, or GN and the network shares no layer
   */
  static LossWeighting of(ModelSetup setup, Network network) {
    int objectives = setup.objectives();
    return switch (named(setup)) {
      case EQUAL -> Fixed.equal(objectives);
      case GIVEN -> Fixed.of(numbers(setup));
      case UNCERTAINTY -> Uncertainty.of(setup.parameters(), objectives);
      case GRADIENT_NORM -> GradNorm.of(setup, network);
    };
  }

  /** Refuses what cannot be read, before there is a network. */
  static void check(ModelSetup setup) {
    Kind _ = named(setup);
  }

  /** The ways to weigh. */
  enum Kind {
    /** A sum. */
    EQUAL,
    /** Weights from the configuration. */
    GIVEN,
    /** Weights trained with the model. */
    UNCERTAINTY,
    /** Weights that balance gradients. */
    GRADIENT_NORM
  }

  private static Kind named(ModelSetup setup) {
    Object value = setup.parameters().value(KEY).orElse("EQ");
    if (value instanceof List<?> list && list.size() == setup.objectives()) {
      numbers(setup);
      return Kind.GIVEN;
    }
    return switch (value.toString()) {
      case "EQ" -> Kind.EQUAL;
      case "UW" -> Kind.UNCERTAINTY;
      case "GN" -> Kind.GRADIENT_NORM;
      default ->
          throw ModelConfigException.of(
              KEY,
              value,
              "EQ, UW, GN, or a list of %d numbers, one per label".formatted(setup.objectives()));
    };
  }

  private static List<Double> numbers(ModelSetup setup) {
    List<?> list = (List<?>) setup.parameters().value(KEY).orElseThrow();
    return list.stream()
        .map(entry -> HyperParameters.number(KEY, entry, Double::isFinite, "finite numbers"))
        .toList();
  }
}
