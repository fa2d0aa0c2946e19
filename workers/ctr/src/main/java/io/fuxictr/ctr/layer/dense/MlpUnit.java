package io.fuxictr.ctr.layer.dense;

import ai.djl.ndarray.types.Shape;
import io.fuxictr.ctr.layer.Weight.NamedShape;

/**
 * One layer of one perceptron.
 *
 * @param prefix name of the perceptron in the reference
 * @param layer the layer
 */
record MlpUnit(String prefix, MlpShape.Layer layer) {

  /** Returns the weight of its Linear. */
  NamedShape weight(int inputs) {
    return new NamedShape(layer.linear(prefix, "weight"), new Shape(layer.units(), inputs));
  }

  /** Returns the bias of its Linear. */
  NamedShape bias() {
    return new NamedShape(layer.linear(prefix, "bias"), new Shape(layer.units()));
  }

  /** Returns its columns in a batch norm. */
  BatchNorm.Columns normColumns() {
    return new BatchNorm.Columns(layer.batchNorm(prefix), layer.units());
  }
}
