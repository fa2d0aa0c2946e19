package io.fuxictr.ctr.layer;

import java.util.List;

/**
 * Perceptrons of the same shape that are computed together.
 *
 * @param prefixes the name of each in the reference
 * @param shape their layers
 */
public record MlpGroup(List<String> prefixes, MlpShape shape) {

  /** Takes a copy of the list. */
  public MlpGroup {
    prefixes = List.copyOf(prefixes);
  }

  /** Returns how many they are, K. */
  public int count() {
    return prefixes.size();
  }
}
