package io.fuxictr.ctr.train;

import ai.djl.ndarray.NDArray;
import io.fuxictr.ctr.batch.FieldLayout;
import io.fuxictr.ctr.batch.HostBatch;
import io.fuxictr.ctr.layer.Piece;
import io.fuxictr.ctr.layer.Weight;
import io.fuxictr.ctr.optimizer.Gradient;
import io.fuxictr.dataset.feature.Feature;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds out what made a loss or a gradient infinite or not a number. */
final class Divergence {
  private static final int MOST_NAMES = 5;

  private Divergence() {}

  static DivergedException describe(
      double loss,
      List<Weight> weights,
      StepWeights gradients,
      FieldLayout layout,
      HostBatch batch) {
    List<String> findings = new ArrayList<>();
    findings.add("the loss is " + loss);
    Map<String, Double> norms = norms(weights, gradients);
    largest(ofFeatures(norms, layout)).ifPresent(name -> findings.add("of the features, " + name));
    largest(norms).ifPresent(name -> findings.add("of all weights, " + name));
    findings.addAll(brokenInputs(layout, batch));
    findings.add("lower learning_rate, or look at the values of the features named");
    return new DivergedException(String.join("; ", findings));
  }

  /** Returns the norm of each parameter's gradient by its name. */
  private static Map<String, Double> norms(List<Weight> weights, StepWeights gradients) {
    Map<String, Double> norms = new LinkedHashMap<>();
    for (Weight weight : weights) {
      Gradient gradient = gradients.gradient(weight);
      weight.pieces().forEach(piece -> norms.put(piece.name(), norm(gradient, piece)));
    }
    return norms;
  }

  /** Returns the largest norm among each feature's parameters, by the feature's name. */
  private static Map<String, Double> ofFeatures(Map<String, Double> norms, FieldLayout layout) {
    Map<String, Double> features = new LinkedHashMap<>();
    for (Feature feature : layout.features().features()) {
      norms.forEach(
          (name, norm) -> {
            if (name.endsWith("." + feature.name() + ".weight")) {
              features.merge(feature.name(), norm, Math::max);
            }
          });
    }
    return features;
  }

  /** Says whose gradient is largest, or whose are not finite. */
  private static Optional<String> largest(Map<String, Double> norms) {
    List<String> broken =
        norms.entrySet().stream()
            .filter(entry -> entry.getValue().isInfinite())
            .map(Map.Entry::getKey)
            .toList();
    if (!broken.isEmpty()) {
      String more =
          broken.size() > MOST_NAMES ? " and %d more".formatted(broken.size() - MOST_NAMES) : "";
      List<String> named = broken.subList(0, Math.min(MOST_NAMES, broken.size()));
      return Optional.of("gradients are not finite of " + String.join(", ", named) + more);
    }
    return norms.entrySet().stream()
        .max(Map.Entry.comparingByValue())
        .map(
            entry ->
                "the largest gradient is that of %s, norm %s"
                    .formatted(entry.getKey(), entry.getValue()));
  }

  private static double norm(Gradient gradient, Piece piece) {
    try (NDArray part = gradient.of(piece);
        NDArray norm = part.norm()) {
      double value = norm.getFloat();
      return Double.isFinite(value) ? value : Double.POSITIVE_INFINITY;
    }
  }

  private static List<String> brokenInputs(FieldLayout layout, HostBatch batch) {
    List<String> findings = new ArrayList<>();
    List<Feature.Numeric> features = layout.numbers();
    for (int column = 0; column < features.size(); column++) {
      int broken = 0;
      for (int row = 0; row < batch.rows(); row++) {
        broken += Float.isFinite(batch.numbers()[row * features.size() + column]) ? 0 : 1;
      }
      if (broken > 0) {
        String name = features.get(column).name();
        findings.add("feature %s is not finite in %d of its samples".formatted(name, broken));
      }
    }
    return findings;
  }
}
