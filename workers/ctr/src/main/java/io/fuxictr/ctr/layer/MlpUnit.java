package io.fuxictr.ctr.layer;

import ai.djl.ndarray.types.Shape;

/**
 * One layer of one perceptron.
 *
 * @param prefix name of the perceptron in the reference
 * @param layer the layer
 */
record MlpUnit(String prefix, MlpShape.Layer layer) {

  /** Returns the shape of what belongs to its outputs, such as a bias. */
  Shape shape() {
    return new Shape(layer.units());
  }
}
