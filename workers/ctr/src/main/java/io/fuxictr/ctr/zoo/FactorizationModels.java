package io.fuxictr.ctr.zoo;

import java.util.List;

/** The models of package {@code model.factorization}. */
final class FactorizationModels {
  static final List<ModelCard> CARDS = List.of();

  private FactorizationModels() {}
}
