package io.fuxictr.ctr.model;

import ai.djl.nn.Block;
import io.fuxictr.ctr.layer.Weight;
import java.util.List;
import java.util.Optional;

/** A model's block: from the inputs of a batch to its logits (T, B). */
public interface Network extends Block {

  /** Returns all weights, those of inner blocks included; always in the same order. */
  List<Weight> weights();

  /**
   * Returns the weight of the last layer that all objectives read, empty if there is none. How
   * strongly each objective pulls at it is what GradNorm balances.
   */
  default Optional<Weight> lastSharedLayer() {
    return Optional.empty();
  }
}
