package io.fuxictr.ctr.layer;

import ai.djl.ndarray.types.Shape;

/**
 * A parameter of the reference inside a weight: consecutive numbers of it.
 *
 * @param name its name in the reference
 * @param offset first number in the weight
 * @param shape its shape in the reference
 */
public record Piece(String name, long offset, Shape shape) {

  /** Returns how many numbers it has. */
  public long size() {
    return shape.size();
  }

  /** Returns where it ends, exclusively. */
  public long end() {
    return offset + size();
  }
}
