package io.fuxictr.dataset.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fuxictr.dataset.part.DatasetException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class FeatureMapTest {
  private final FeatureMap map =
      new FeatureMap(
          "shop",
          List.of(
              new Feature.Numeric("price", "item", OptionalInt.empty()),
              new Feature.Meta("session"),
              new Feature.Categorical("item", "item", 10, Optional.empty(), OptionalInt.of(8)),
              new Feature.Sequence(
                  "hist",
                  "user",
                  10,
                  5,
                  Optional.of("item"),
                  Feature.SequenceEncoder.MASKED_AVERAGE,
                  OptionalInt.empty())),
          List.of("click"));

  @Test
  void aSelectionHasItsOwnOrderAndCountsItsOwnFields() {
    FeatureMap selected = map.select(List.of("hist", "price"));

    assertThat(selected.inputs()).extracting(Feature::name).containsExactly("hist", "price");
    assertThat(selected.fields()).isEqualTo(2);
    assertThat(selected.features()).contains(new Feature.Meta("session"));
    assertThatThrownBy(() -> map.select(List.of("price", "colour")))
        .isInstanceOf(DatasetException.class)
        .hasMessageContaining("no features [colour]; features found: [price, session, item, hist]");
  }

  @Test
  void settingsTakeThePlaceOfThoseOfTheFeatures() {
    FeatureMap changed =
        map.with(
            List.of(
                Map.of("name", "hist", "feature_encoder", "layers.MaskedSumPooling()"),
                Map.of("name", List.of("item", "price"), "embedding_dim", 4)));

    assertThat(changed.features().get(0).embeddingDim()).hasValue(4);
    assertThat(changed.features().get(1)).isEqualTo(new Feature.Meta("session"));
    assertThat(changed.features().get(2).embeddingDim()).hasValue(4);
    assertThat(((Feature.Sequence) changed.features().get(3)).encoder())
        .isEqualTo(Feature.SequenceEncoder.MASKED_SUM);
    assertThat(map.with(List.of())).isEqualTo(map);
  }

  @Test
  void settingsThatNobodyKnowsAreRefused() {
    assertThatThrownBy(() -> map.with(List.of(Map.of("name", "item", "embedding_type", "hash"))))
        .hasMessageContaining("key 'embedding_type' is unknown (did you mean 'feature_encoder'?)");
    assertThatThrownBy(() -> map.with(List.of(Map.of("name", "x", "vocab_size", 3))))
        .hasMessageContaining("no feature 'x'");
  }

  @Test
  void widthsAreSummedBySource() {
    assertThat(map.embeddingDims(16, List.of())).isEqualTo(16 + 8 + 16);
    assertThat(map.embeddingDims(16, List.of("item"))).isEqualTo(16 + 8);
    assertThat(map.fields(List.of("user"))).isEqualTo(1);
    assertThat(map.totalFeatures()).isEqualTo(11);
    assertThat(map.inputLength()).isEqualTo(1 + 1 + 1 + 5);
  }
}
