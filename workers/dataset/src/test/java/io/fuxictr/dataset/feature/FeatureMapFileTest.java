package io.fuxictr.dataset.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fuxictr.dataset.feature.Feature.Embedding;
import io.fuxictr.dataset.part.DatasetException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FeatureMapFileTest {
  private static final String SHOP =
      """
      {
          "dataset_id": "shop_v1",
          "num_fields": 5,
          "total_features": 1207,
          "input_length": 12,
          "labels": [
              "click",
              "buy"
          ],
          "features": [
              {
                  "session": {
                      "type": "meta"
                  }
              },
              {
                  "price": {
                      "source": "item",
                      "type": "numeric",
                      "feature_encoder": "nn.ReLU()"
                  }
              },
              {
                  "item": {
                      "source": "item",
                      "type": "categorical",
                      "padding_idx": 0,
                      "vocab_size": 1002
                  }
              },
              {
                  "city": {
                      "source": "user",
                      "type": "categorical",
                      "embedding_dim": 8,
                      "emb_output_dim": 4,
                      "padding_idx": 0,
                      "oov_idx": 201,
                      "vocab_size": 204,
                      "pretrain_dim": 16,
                      "pretrained_emb": "pretrained_city.npz",
                      "freeze_emb": false,
                      "pretrain_usage": "sum"
                  }
              },
              {
                  "hist": {
                      "source": "user",
                      "type": "sequence",
                      "feature_encoder": [
                          "layers.KMaxPooling(2, 1)",
                          "nn.Linear(8, 4, bias=False)"
                      ],
                      "share_embedding": "item",
                      "padding_idx": 0,
                      "max_len": 5,
                      "vocab_size": 1002
                  }
              },
              {
                  "image": {
                      "source": "",
                      "type": "embedding",
                      "embedding_dim": 8,
                      "pretrain_dim": 3
                  }
              }
          ]
      }\
      """;

  @TempDir Path folder;

  @Test
  void keysStandInTheOrderOfTheReference() {
    Path file = folder.resolve(FeatureMapFile.NAME);

    FeatureMapFile.write(file, shop());

    assertThat(file).content().isEqualTo(SHOP);
  }

  @Test
  void whatWasWrittenIsRead() {
    Path file = folder.resolve(FeatureMapFile.NAME);

    FeatureMapFile.write(file, shop());

    assertThat(FeatureMapFile.read(file)).isEqualTo(shop());
  }

  @Test
  void textIsTheFileOnOneLine() {
    String text = FeatureMapFile.text(shop());

    assertThat(text).doesNotContain("\n");
    assertThat(FeatureMapFile.parse(text)).isEqualTo(shop());
    assertThatThrownBy(() -> FeatureMapFile.parse(text.substring(1)))
        .isInstanceOf(DatasetException.class)
        .hasMessageContaining("feature map");
  }

  @Test
  void defaultsOfTheReferenceHoldWhereAKeyIsMissing() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("map.json"),
            """
            {"dataset_id": "d", "labels": ["y"], "features": [
              {"a": {"source": "", "type": "categorical", "padding_idx": 0, "oov_idx": 3,
                     "vocab_size": 6, "pretrained_emb": "pretrained_a.npz"}},
              {"s": {"source": "", "type": "sequence", "feature_encoder": null, "max_len": 2,
                     "vocab_size": 4}}]}
            """);

    FeatureMap map = FeatureMapFile.read(file);

    assertThat(map.features().getFirst().pretrained())
        .contains(
            new Pretrained(
                "pretrained_a.npz", OptionalInt.empty(), true, Pretrained.Usage.INIT, 3));
    assertThat(((Feature.Sequence) map.features().getLast()).encoder())
        .isEqualTo(Feature.SequenceEncoder.NONE);
  }

  @Test
  void anUnknownEncoderIsRefused() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("map.json"),
            """
            {"features": [{"a": {"type": "numeric", "feature_encoder": "os.remove(1)"}}]}
            """);

    assertThatThrownBy(() -> FeatureMapFile.read(file))
        .isInstanceOf(DatasetException.class)
        .hasMessageContaining("feature 'a' has feature_encoder \"os.remove(1)\"");
  }

  private static FeatureMap shop() {
    var vectors =
        new Pretrained("pretrained_city.npz", OptionalInt.of(16), false, Pretrained.Usage.SUM, 201);
    var city = new Embedding(OptionalInt.of(8), OptionalInt.of(4), List.of(), Optional.of(vectors));
    var history =
        Embedding.DEFAULT.withEncoders(
            List.of(new EncoderStep.KMaxPooling(2, 1), new EncoderStep.Linear(8, 4, false)));
    var price =
        Embedding.DEFAULT.withEncoders(
            List.of(new EncoderStep.Activation(EncoderStep.Activation.Kind.RELU)));
    return new FeatureMap(
        "shop_v1",
        List.of(
            new Feature.Meta("session"),
            new Feature.Numeric("price", "item", price),
            new Feature.Categorical("item", "item", 1002, Optional.empty(), OptionalInt.empty()),
            new Feature.Categorical("city", "user", 204, Optional.empty(), city),
            new Feature.Sequence("hist", "user", 1002, 5, Optional.of("item"), history),
            new Feature.Vector("image", "", 3, Embedding.of(OptionalInt.of(8)))),
        List.of("click", "buy"));
  }
}
