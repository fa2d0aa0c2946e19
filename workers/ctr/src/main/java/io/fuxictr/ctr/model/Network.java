package io.fuxictr.ctr.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.nn.Block;
import io.fuxictr.ctr.layer.Pass;
import io.fuxictr.ctr.layer.Weight;
import java.util.List;
import java.util.Optional;

/** A model's block: from the inputs of a batch to its logits (T, B). */
public interface Network extends Block {

  /** Computes the logits, as the only output: (T, B). */
  NDList apply(Pass pass, NDList inputs);

  /** Returns all weights, those of inner blocks included; always in the same order. */
  List<Weight> weights();

  /** Returns how many objectives it has, which decides what its weights are to a penalty. */
  ModelKind kind();

  /** Scores a batch. */
  default Output score(Pass pass, NDList inputs) {
    return new Output(apply(pass, inputs).singletonOrThrow(), Optional.empty());
  }

  /** Returns the weight of the last layer that all objectives share, if there is one. */
  default Optional<Weight> lastSharedLayer() {
    return Optional.empty();
  }

  /**
   * What a network computes for a batch.
   *
   * @param logits (T, B)
   * @param auxiliaryLoss a scalar that training adds to its loss, if the model asks for it
   */
  record Output(NDArray logits, Optional<NDArray> auxiliaryLoss) {}
}
