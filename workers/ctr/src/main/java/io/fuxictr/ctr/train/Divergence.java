package io.fuxictr.ctr.train;

import ai.djl.ndarray.NDArray;
import io.fuxictr.ctr.batch.FieldLayout;
import io.fuxictr.ctr.batch.HostBatch;
import io.fuxictr.ctr.layer.Piece;
import io.fuxictr.ctr.layer.Weight;
import io.fuxictr.dataset.feature.Feature;
import java.util.ArrayList;
import java.util.List;

/** Finds out what made a loss or a gradient infinite or not a number. */
final class Divergence {
  private Divergence() {}

  static DivergedException describe(
      double loss,
      List<Weight> weights,
      StepWeights gradients,
      FieldLayout layout,
      HostBatch batch) {
    List<String> findings = new ArrayList<>();
    findings.add("the loss is " + loss);
    findings.add(largestGradient(weights, gradients));
    findings.addAll(brokenInputs(layout, batch));
    findings.add("lower learning_rate, or look at the values of the features named");
    return new DivergedException(String.join("; ", findings));
  }

  private static String largestGradient(List<Weight> weights, StepWeights gradients) {
    String largest = "none";
    double norm = -1;
    for (Weight weight : weights) {
      NDArray gradient = gradients.gradient(weight);
      for (Piece piece : weight.pieces()) {
        double own = norm(gradient, piece);
        if (own > norm) {
          largest = piece.name();
          norm = own;
        }
      }
    }
    return "the largest gradient is that of %s, %s"
        .formatted(largest, Double.isInfinite(norm) ? "not finite" : "norm " + norm);
  }

  private static double norm(NDArray gradient, Piece piece) {
    try (NDArray part = Weight.view(gradient, piece.offset(), piece.end());
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
