package io.fuxictr.ctr.layer.dense;

import ai.djl.ndarray.NDArray;
import io.fuxictr.ctr.layer.Layer;
import io.fuxictr.ctr.layer.Pass;

/** An activation without weights, as a layer: any shape to the same shape. */
final class Elementwise extends Layer {
  private final Activation activation;

  Elementwise(Activation activation) {
    this.activation = activation;
  }

  @Override
  public NDArray apply(Pass pass, NDArray x) {
    return activation.apply(x);
  }
}
