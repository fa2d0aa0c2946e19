package io.fuxictr.ctr.layer.embedding;

import io.fuxictr.ctr.config.ModelConfigException;
import io.fuxictr.dataset.feature.PretrainedFile;

/** Where the vectors come from that embeddings start from: the dataset of a training. */
@FunctionalInterface
public interface PretrainedVectors {

  /**
   * Hands over the vectors of the values of a feature, in any order.
   *
   * @param feature whose description has vectors learnt elsewhere
   */
  void read(String feature, PretrainedFile.Vectors taker);

  /** Returns a source that has none, for models whose features need none. */
  static PretrainedVectors none() {
    return (feature, _) -> {
      throw new ModelConfigException(
          "Feature %s has pretrained_emb, but there is no dataset to read its vectors from; train on the dataset that has them"
              .formatted(feature));
    };
  }
}
