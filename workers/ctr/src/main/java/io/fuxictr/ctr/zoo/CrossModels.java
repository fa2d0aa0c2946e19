package io.fuxictr.ctr.zoo;

import java.util.List;

/** The models of package {@code model.cross}. */
final class CrossModels {
  static final List<ModelCard> CARDS = List.of();

  private CrossModels() {}
}
