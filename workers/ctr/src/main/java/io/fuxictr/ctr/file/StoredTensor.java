package io.fuxictr.ctr.file;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import io.fuxictr.ctr.layer.Piece;
import io.fuxictr.ctr.layer.Weight;
import java.util.ArrayList;
import java.util.List;

/**
 * Consecutive numbers of an array, under a name in a file.
 *
 * @param name its name in the file
 * @param shape its shape in the file
 * @param array where the numbers are, float32
 * @param offset first of them
 */
public record StoredTensor(String name, Shape shape, NDArray array, long offset) {

  /** Returns the pieces of weights under the reference's names. */
  public static List<StoredTensor> of(List<Weight> weights) {
    List<StoredTensor> tensors = new ArrayList<>();
    weights.forEach(weight -> tensors.addAll(of("", weight, weight.array())));
    return tensors;
  }

  /** Returns the pieces of an array that is shaped like a weight, each name with a prefix. */
  public static List<StoredTensor> of(String prefix, Weight weight, NDArray array) {
    List<StoredTensor> tensors = new ArrayList<>();
    for (Piece piece : weight.pieces()) {
      tensors.add(new StoredTensor(prefix + piece.name(), piece.shape(), array, piece.offset()));
    }
    return tensors;
  }

  long bytes() {
    return shape.size() * Float.BYTES;
  }
}
