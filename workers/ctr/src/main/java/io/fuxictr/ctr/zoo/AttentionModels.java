package io.fuxictr.ctr.zoo;

import java.util.List;

/** The models of package {@code model.attention}. */
final class AttentionModels {
  static final List<ModelCard> CARDS = List.of();

  private AttentionModels() {}
}
