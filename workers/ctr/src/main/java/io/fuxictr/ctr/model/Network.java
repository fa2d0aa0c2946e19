package io.fuxictr.ctr.model;

import ai.djl.nn.Block;
import io.fuxictr.ctr.layer.Weight;
import java.util.List;

/** A model's block: from the inputs of a batch to its logits (T, B). */
public interface Network extends Block {

  /** Returns all weights, those of inner blocks included; always in the same order. */
  List<Weight> weights();
}
