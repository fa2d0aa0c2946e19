package io.fuxictr.ctr.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import io.fuxictr.ctr.layer.Pass;
import io.fuxictr.ctr.layer.WeightedBlock;

/** A model with one objective: from the inputs of a batch to one logit per sample. */
public abstract class SingleObjective extends WeightedBlock implements Network {

  /** Makes a model without weights; the constructors of its kinds add them. */
  protected SingleObjective() {}

  /** Computes the logits: (B, 1). */
  protected abstract NDArray logit(Pass pass, NDList inputs);

  @Override
  public final ModelKind kind() {
    return ModelKind.SINGLE_OBJECTIVE;
  }

  @Override
  public final NDList apply(Pass pass, NDList inputs) {
    return new NDList(logit(pass, inputs).reshape(1, -1));
  }
}
