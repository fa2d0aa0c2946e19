package io.fuxictr.ctr.layer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;

/** A block from one array to one array. */
public abstract class Layer extends WeightedBlock {

  /** Makes a layer without weights; the constructors of its kinds add them. */
  protected Layer() {}

  /** Computes its output. */
  public abstract NDArray apply(Pass pass, NDArray x);

  @Override
  public final NDList apply(Pass pass, NDList inputs) {
    return new NDList(apply(pass, inputs.singletonOrThrow()));
  }
}
