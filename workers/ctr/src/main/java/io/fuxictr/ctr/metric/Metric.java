package io.fuxictr.ctr.metric;

import io.fuxictr.ctr.config.HyperParameters;
import io.fuxictr.ctr.config.ModelConfigException;
import java.util.ArrayList;
import java.util.List;

/** A number that says how good predictions of one objective are. */
public enum Metric {
  /** Area under the ROC curve; more is better. */
  AUC("AUC"),
  /** Mean negative log likelihood; less is better. */
  LOGLOSS("logloss");

  private final String key;

  Metric(String key) {
    this.key = key;
  }

  /** Returns the name under which it is reported. */
  public String key() {
    return key;
  }

  /** Refuses experiments whose {@code metrics} ask for another one. */
  public static void check(HyperParameters parameters) {
    Object value = parameters.value("metrics").orElse(List.of());
    List<?> names = value instanceof List<?> list ? list : List.of(value);
    for (Object name : names) {
      if (!known().contains(name.toString()) && !name.equals("binary_crossentropy")) {
        throw ModelConfigException.of("metrics", value, "a list of " + String.join(", ", known()));
      }
    }
  }

  private static List<String> known() {
    List<String> known = new ArrayList<>();
    for (Metric metric : values()) {
      known.add(metric.key);
    }
    return known;
  }

  double of(float[] predictions, float[] labels) {
    return switch (this) {
      case AUC -> Auc.of(predictions, labels);
      case LOGLOSS -> LogLoss.of(predictions, labels);
    };
  }
}
