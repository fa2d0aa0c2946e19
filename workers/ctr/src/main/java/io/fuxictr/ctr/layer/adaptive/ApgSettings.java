package io.fuxictr.ctr.layer.adaptive;

import io.fuxictr.ctr.config.HyperParameters;
import io.fuxictr.ctr.config.ModelConfigException;
import io.fuxictr.ctr.layer.dense.Activation;
import io.fuxictr.ctr.layer.dense.MlpShape;
import io.fuxictr.ctr.layer.dense.MlpShape.Norm;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * How the weights of a layer are generated.
 *
 * @param ranks k of each layer, one for all, or none: the whole matrix is generated
 * @param overparams p of each layer, one for all, or none: factors are trained as they are
 * @param hypernet from a condition to weights: its hidden layers
 * @param generatesBias whether the bias is generated as well
 */
public record ApgSettings(
    List<OptionalInt> ranks,
    List<OptionalInt> overparams,
    MlpShape hypernet,
    boolean generatesBias) {
  private static final String RANK = "rank_k";
  private static final String OVERPARAM = "overparam_p";
  private static final String HYPERNET = "hypernet_config";
  private static final String ALLOWED = "a whole number of at least 1, None, or a list of them";

  /** Takes copies of the lists. */
  public ApgSettings {
    ranks = List.copyOf(ranks);
    overparams = List.copyOf(overparams);
  }

  /** Reads rank_k, overparam_p, generate_bias and hypernet_config. */
  public static ApgSettings of(HyperParameters parameters) {
    return new ApgSettings(
        widths(parameters, RANK, "32"),
        widths(parameters, OVERPARAM, "1024"),
        hypernet(parameters),
        parameters.flag("generate_bias", true));
  }

  private static List<OptionalInt> widths(HyperParameters parameters, String key, String fallback) {
    return parameters.texts(key, List.of(fallback)).stream().map(text -> width(key, text)).toList();
  }

  private static OptionalInt width(String key, String text) {
    if (text.equalsIgnoreCase("none") || text.equals("null")) {
      return OptionalInt.empty();
    }
    double number = HyperParameters.number(key, text, n -> n >= 1 && n == Math.rint(n), ALLOWED);
    return OptionalInt.of((int) number);
  }

  private static MlpShape hypernet(HyperParameters parameters) {
    Object given = parameters.value(HYPERNET).orElse(Map.of());
    String allowed = "a map with hidden_units, hidden_activations, dropout_rates";
    if (!(given instanceof Map<?, ?> map)) {
      throw ModelConfigException.of(HYPERNET, given, allowed);
    }
    java.util.LinkedHashMap<String, Object> entries = new java.util.LinkedHashMap<>();
    map.forEach((key, value) -> entries.put(String.valueOf(key), value));
    HyperParameters own = HyperParameters.of(entries);
    MlpShape.Style style =
        new MlpShape.Style(
            own.texts("hidden_activations", List.of("ReLU")).stream()
                .map(name -> Activation.of(HYPERNET, name))
                .toList(),
            own.reals("dropout_rates", List.of(0.0), r -> r >= 0 && r < 1, "at least 0, below 1"),
            Norm.NONE);
    try {
      return new MlpShape(own.units("hidden_units", List.of()), OptionalInt.empty(), style);
    } catch (IllegalArgumentException e) {
      throw new ModelConfigException(
          "Hyper-parameter %s is %s: %s; give one for all, or one per layer"
              .formatted(HYPERNET, given, e.getMessage()));
    }
  }

  /** Returns the settings of a perceptron of some layers. */
  ApgSettings of(int layers) {
    return new ApgSettings(
        each(RANK, ranks, layers), each(OVERPARAM, overparams, layers), hypernet, generatesBias);
  }

  private static List<OptionalInt> each(String key, List<OptionalInt> values, int layers) {
    if (values.size() == layers) {
      return values;
    }
    if (values.size() != 1) {
      throw ModelConfigException.of(
          key, values, "one number, or one for each of %d layers".formatted(layers));
    }
    return Collections.nCopies(layers, values.getFirst());
  }
}
