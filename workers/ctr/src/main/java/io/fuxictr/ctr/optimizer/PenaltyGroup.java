package io.fuxictr.ctr.optimizer;

import io.fuxictr.ctr.layer.WeightRole;
import io.fuxictr.ctr.model.ModelKind;

/**
 * Which penalty a weight pays.
 *
 * <p>As in FuxiCTR the two kinds of models differ: with one objective all that is inside a set of
 * embeddings counts as embedding and everything else as net; with several only tables count as
 * embedding, and bare tensors pay nothing.
 */
enum PenaltyGroup {
  /** That of {@code embedding_regularizer}. */
  EMBEDDING,
  /** That of {@code net_regularizer}. */
  NET,
  /** None. */
  FREE;

  static PenaltyGroup of(WeightRole role, ModelKind kind) {
    boolean single = kind == ModelKind.SINGLE_OBJECTIVE;
    return switch (role) {
      case TABLE -> EMBEDDING;
      case FIELD -> single ? EMBEDDING : NET;
      case NET -> NET;
      case RAW -> single ? NET : FREE;
      case FREE, STATISTIC, FROZEN -> FREE;
    };
  }
}
