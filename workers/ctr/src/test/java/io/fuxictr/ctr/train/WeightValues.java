package io.fuxictr.ctr.train;

import io.fuxictr.ctr.layer.Weight;
import io.fuxictr.ctr.predict.RankModel;
import java.util.HashMap;
import java.util.Map;

/** The weights of a model as numbers, to be compared. */
final class WeightValues {
  private WeightValues() {}

  /** Returns all values by the reference's names. */
  static Map<String, float[]> of(RankModel model) {
    Map<String, float[]> values = new HashMap<>();
    for (var weight : model.network().weights()) {
      for (var piece : weight.pieces()) {
        values.put(piece.name(), Weight.read(weight.array(), piece.offset(), piece.end()));
      }
    }
    return values;
  }
}
