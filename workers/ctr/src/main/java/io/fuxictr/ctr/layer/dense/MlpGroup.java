package io.fuxictr.ctr.layer.dense;

import java.util.List;

/**
 * Perceptrons of the same shape that are computed together.
 *
 * @param prefixes the name of each in the reference
 * @param shape their layers, whose activations have no weights
 */
public record MlpGroup(List<String> prefixes, MlpShape shape) {

  /** Takes a copy of the list, and rejects what cannot be computed together. */
  public MlpGroup {
    prefixes = List.copyOf(prefixes);
    if (shape.style().norm() == MlpShape.Norm.INPUT_ONLY
        || shape.style().activations().stream().anyMatch(Activation::hasWeights)
        || shape.outputActivation() != Activation.IDENTITY) {
      throw new IllegalArgumentException("not to be computed together: " + shape);
    }
  }

  /** Returns how many they are, K. */
  public int count() {
    return prefixes.size();
  }
}
