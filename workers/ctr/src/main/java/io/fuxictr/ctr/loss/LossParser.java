package io.fuxictr.ctr.loss;

import io.fuxictr.ctr.config.HyperParameters;
import io.fuxictr.ctr.config.ModelConfigException;
import io.fuxictr.ctr.model.ObjectiveKind;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.DoublePredicate;

/**
 * Reads one entry of the hyper-parameter {@code loss}: a name, or a map of {@code name} (or {@code
 * fn}) and {@code params}.
 */
final class LossParser {
  private static final String KEY = "loss";
  private static final String PARAMS = "params";
  private static final Set<String> CROSS_ENTROPY =
      Set.of("bce", "binary_crossentropy", "binary_cross_entropy");
  private static final String ALLOWED =
      "binary_crossentropy, FocalLoss, HingeLoss, mse_loss, l1_loss, smooth_l1_loss, huber_loss";
  private static final String ALLOWED_IN_REGRESSION =
      "mse_loss, l1_loss, smooth_l1_loss, huber_loss";

  private final Object entry;
  private final ObjectiveKind kind;
  private final String name;
  private final Map<?, ?> params;

  private LossParser(Object entry, ObjectiveKind kind) {
    this.entry = entry;
    this.kind = kind;
    if (entry instanceof Map<?, ?> map) {
      this.name = String.valueOf(map.get(map.containsKey("name") ? "name" : "fn"));
      this.params = map.get(PARAMS) instanceof Map<?, ?> given ? given : Map.of();
    } else {
      this.name = entry.toString();
      this.params = Map.of();
    }
  }

  /** Returns what is used where an experiment names no loss. */
  static String fallback(ObjectiveKind kind) {
    return kind.predictsProbability() ? "binary_crossentropy" : "mse_loss";
  }

  /**
   * Returns the loss of an objective.
   *
   * @throws ModelConfigException if there is no such loss, or not for this kind of objective
   */
  static ObjectiveLoss parse(Object entry, ObjectiveKind kind) {
    return new LossParser(entry, kind).loss();
  }

  private ObjectiveLoss loss() {
    return switch (name) {
      case "mse_loss" -> distance(Distance.Form.SQUARE, "");
      case "l1_loss" -> distance(Distance.Form.LINE, "");
      case "smooth_l1_loss" -> distance(Distance.Form.SMOOTH_LINE, "beta");
      case "huber_loss" -> distance(Distance.Form.HUBER, "delta");
      default -> {
        if (!kind.predictsProbability()) {
          throw refused("of a regression: " + ALLOWED_IN_REGRESSION);
        }
        yield ofClasses(name.toLowerCase(Locale.ROOT));
      }
    };
  }

  private ObjectiveLoss ofClasses(String lowerCase) {
    if (CROSS_ENTROPY.contains(lowerCase)) {
      expect(Set.of());
      return new CrossEntropy(input());
    }
    return switch (lowerCase) {
      case "focalloss" -> {
        expect(Set.of("gamma", "alpha", "eps"));
        yield new Focal(
            param("gamma", 2, x -> x >= 0, "at least 0"),
            param("alpha", 0.25, x -> x >= 0 && x <= 1, "from 0 to 1"),
            Math.max(param("eps", 1e-6, x -> x >= 0 && x < 0.5, "from 0 to 0.5"), Math.ulp(1f)),
            input());
      }
      case "hingeloss" -> {
        expect(Set.of("margin"));
        yield new Hinge(param("margin", 1, Double::isFinite, "finite"), input());
      }
      default -> throw refused(ALLOWED);
    };
  }

  private Distance distance(Distance.Form form, String bendName) {
    expect(bendName.isEmpty() ? Set.of() : Set.of(bendName));
    return new Distance(form, param(bendName, 1, bend -> bend > 0, "above 0"), input());
  }

  private ObjectiveLoss.Input input() {
    return switch (kind) {
      case CLASSIFICATION -> ObjectiveLoss.Input.PROBABILITY;
      case CLASSIFICATION_LOGITS, REGRESSION -> ObjectiveLoss.Input.LOGIT;
    };
  }

  private void expect(Set<String> names) {
    for (Object given : params.keySet()) {
      if (!names.contains(given.toString())) {
        String known = names.isEmpty() ? "none" : String.join(", ", new TreeSet<>(names));
        throw refused("as params of %s: %s".formatted(name, known));
      }
    }
  }

  private double param(String param, double fallback, DoublePredicate valid, String allowed) {
    Object value = params.get(param);
    return value == null
        ? fallback
        : HyperParameters.number(KEY + "." + PARAMS + "." + param, value, valid, allowed);
  }

  private ModelConfigException refused(String allowed) {
    return ModelConfigException.of(KEY, entry, allowed);
  }

  /** Returns the entries of the hyper-parameter, one per objective. */
  static List<Object> entries(HyperParameters parameters, List<ObjectiveKind> kinds) {
    Object value = parameters.value(KEY).orElse(List.of());
    List<?> given = value instanceof List<?> list ? list : List.of(value);
    if (given.isEmpty()) {
      return kinds.stream().map(LossParser::fallback).map(Object.class::cast).toList();
    }
    if (given.size() == 1) {
      return kinds.stream().map(_ -> (Object) given.getFirst()).toList();
    }
    if (given.size() != kinds.size()) {
      throw ModelConfigException.of(
          KEY, value, "one loss, or a list of %d, one per label".formatted(kinds.size()));
    }
    return List.copyOf(given);
  }
}
