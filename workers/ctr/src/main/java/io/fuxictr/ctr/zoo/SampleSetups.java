package io.fuxictr.ctr.zoo;

import io.fuxictr.ctr.config.HyperParameters;
import io.fuxictr.ctr.model.ModelSetup;
import io.fuxictr.dataset.feature.Feature;
import io.fuxictr.dataset.feature.Feature.SequenceEncoder;
import io.fuxictr.dataset.feature.FeatureMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Setups on which every model can be built, to learn what it asks for. */
final class SampleSetups {
  private static final int VOCABULARY = 8;
  private static final int LENGTH = 3;

  /** Padding, the unknown, and as many values as there are domains by default. */
  private static final int DOMAINS = 2 + 2;

  private SampleSetups() {}

  static ModelSetup of(ModelCard card) {
    HyperParameters parameters = HyperParameters.of(Map.of("model", card.name()));
    return new ModelSetup(parameters, features(card));
  }

  private static FeatureMap features(ModelCard card) {
    SequenceEncoder encoder =
        card.keepsSequences() ? SequenceEncoder.NONE : SequenceEncoder.MASKED_AVERAGE;
    return new FeatureMap(
        "sample",
        List.of(
            category("user_id", "user", VOCABULARY),
            category("item_id", "item", VOCABULARY),
            category("cate_id", "item", VOCABULARY),
            category("product", "context", DOMAINS),
            new Feature.Numeric("price", "item", OptionalInt.empty()),
            sequence("click_history", "item_id", encoder),
            sequence("cate_history", "cate_id", encoder)),
        List.of("label_0", "label_1"));
  }

  private static Feature category(String name, String source, int vocabulary) {
    return new Feature.Categorical(name, source, vocabulary, Optional.empty(), OptionalInt.empty());
  }

  private static Feature sequence(String name, String owner, SequenceEncoder encoder) {
    return new Feature.Sequence(
        name, "user", VOCABULARY, LENGTH, Optional.of(owner), encoder, OptionalInt.empty());
  }
}
