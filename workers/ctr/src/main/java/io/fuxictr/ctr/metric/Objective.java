package io.fuxictr.ctr.metric;

import io.fuxictr.ctr.config.HyperParameters;
import io.fuxictr.ctr.config.ModelConfigException;
import io.fuxictr.dataset.feature.LabelSpec;
import io.fuxictr.dataset.part.DatasetException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a label holds, as far as metrics need to know.
 *
 * @param label its column
 * @param kind which values it may have
 * @param threshold a prediction above it is positive; one that equals it is negative
 */
public record Objective(String label, Kind kind, double threshold) {
  private static final String TASK = "task";
  private static final String LABELS = "label_col";
  private static final double MIDDLE = 0.5;

  /** Which values a label may have. */
  public enum Kind {
    /** 0 or 1; anything else is not known. */
    BINARY,
    /** Any number; one that is not finite is not known. */
    REAL;

    boolean knows(float label) {
      return switch (this) {
        case BINARY -> label == 0f || label == 1f;
        case REAL -> Float.isFinite(label);
      };
    }
  }

  /**
   * Reads {@code task}, and from {@code label_col} the thresholds; other labels may be in it.
   *
   * @param labels in the order of the objectives
   * @throws ModelConfigException if a task or a threshold cannot be used
   */
  public static List<Objective> of(HyperParameters parameters, List<String> labels) {
    List<String> tasks = parameters.perObjective(TASK, "binary_classification", labels.size());
    Map<String, Double> thresholds = thresholds(parameters, tasks);
    List<Objective> objectives = new ArrayList<>();
    for (int i = 0; i < labels.size(); i++) {
      double threshold = thresholds.getOrDefault(labels.get(i), MIDDLE);
      objectives.add(new Objective(labels.get(i), kind(tasks.get(i)), threshold));
    }
    return List.copyOf(objectives);
  }

  private static Kind kind(String task) {
    return switch (task) {
      case "binary_classification", "binary_classification_logits" -> Kind.BINARY;
      case "regression" -> Kind.REAL;
      default ->
          throw ModelConfigException.of(
              TASK, task, "binary_classification, binary_classification_logits, regression");
    };
  }

  private static Map<String, Double> thresholds(HyperParameters parameters, List<String> tasks) {
    Map<String, Double> thresholds = new HashMap<>();
    List<LabelSpec> specs =
        parameters.value(LABELS).map(value -> parse(value, tasks)).orElse(List.of());
    for (LabelSpec spec : specs) {
      if (!(spec.threshold() >= 0 && spec.threshold() <= 1)) {
        throw new ModelConfigException(
            "Hyper-parameter label_col gives %s the threshold %s; allowed: a number from 0 to 1"
                .formatted(spec.name(), spec.threshold()));
      }
      thresholds.put(spec.name(), spec.threshold());
    }
    return thresholds;
  }

  /** A model with one objective has one task, which then is that of all labels. */
  private static List<LabelSpec> parse(Object value, List<String> tasks) {
    try {
      return LabelSpec.parse(
          value,
          label ->
              kind(tasks.get(Math.min(label, tasks.size() - 1))) == Kind.REAL
                  ? LabelSpec.Kind.NUMBER
                  : LabelSpec.Kind.CLASS);
    } catch (DatasetException e) {
      throw new ModelConfigException(String.valueOf(e.getMessage()), e);
    }
  }
}
