package io.fuxictr.ctr.zoo;

import java.util.List;

/** The models of package {@code model.sequence}. */
final class SequenceModels {
  static final List<ModelCard> CARDS = List.of();

  private SequenceModels() {}
}
