package io.fuxictr.ctr.layer.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import io.fuxictr.ctr.MemorySource;
import io.fuxictr.ctr.batch.Batch;
import io.fuxictr.ctr.batch.BatchLoader;
import io.fuxictr.ctr.batch.FieldLayout;
import io.fuxictr.ctr.batch.Labels;
import io.fuxictr.ctr.config.ModelConfigException;
import io.fuxictr.ctr.layer.GradientCheck;
import io.fuxictr.ctr.layer.Pass;
import io.fuxictr.ctr.layer.Piece;
import io.fuxictr.ctr.layer.Weight;
import io.fuxictr.ctr.layer.WeightRole;
import io.fuxictr.dataset.feature.EncoderStep;
import io.fuxictr.dataset.feature.EncoderStep.Activation;
import io.fuxictr.dataset.feature.EncoderStep.KMaxPooling;
import io.fuxictr.dataset.feature.EncoderStep.Linear;
import io.fuxictr.dataset.feature.EncoderStep.MaskedAveragePooling;
import io.fuxictr.dataset.feature.EncoderStep.MaskedSumPooling;
import io.fuxictr.dataset.feature.Feature;
import io.fuxictr.dataset.feature.Feature.Embedding;
import io.fuxictr.dataset.feature.FeatureMap;
import io.fuxictr.dataset.sample.SampleBlock;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FeatureEncodersIT {
  private static final int ROWS = 3;
  private static final float[] IMAGES = {1, 2, 3, -1, 0.5f, 0, 2, -2, 1};
  private static final int[] CLICKS = {1, 2, 0, 0, 3, 1, 4, 2, 4, 0, 0, 0};

  private final GradientCheck check = new GradientCheck();

  @AfterEach
  void release() {
    check.close();
  }

  @Test
  void aVectorIsMultipliedWithAMatrix() throws InterruptedException {
    FeatureEmbedding embedding = embedding(EmbeddingPlan.pooled("e.embedding_layers", 2), image());
    float[] fields = fields(embedding, image());
    float[] matrix = weight(embedding, "e.embedding_layers.image.weight").array().toFloatArray();

    assertThat(weight(embedding, "e.embedding_layers.image.weight").role())
        .isEqualTo(WeightRole.FIELD);
    for (int row = 0; row < ROWS; row++) {
      for (int j = 0; j < 2; j++) {
        float sum = 0;
        for (int i = 0; i < 3; i++) {
          sum += matrix[j * 3 + i] * IMAGES[row * 3 + i];
        }
        assertThat(fields[row * 2 + j]).isCloseTo(sum, within(1e-5f));
      }
    }
  }

  @Test
  void aMeanBehindOtherStepsLeavesPaddingOut() throws InterruptedException {
    Feature clicks = clicks(new Linear(2, 1, true), new MaskedAveragePooling());
    FeatureEmbedding embedding = embedding(EmbeddingPlan.pooled("e.embedding_layers", 2), clicks);
    float[] fields = fields(embedding, clicks);
    float[] table = weight(embedding, "e.embedding_layers.clicks.weight").array().toFloatArray();
    float[] matrix = weight(embedding, "e.feature_encoders.clicks.0.weight").array().toFloatArray();
    float bias = weight(embedding, "e.feature_encoders.clicks.0.bias").array().getFloat(0);

    assertThat(bias).isNotZero();
    for (int row = 0; row < ROWS; row++) {
      float sum = 0;
      int present = 0;
      for (int position = 0; position < 4; position++) {
        int id = CLICKS[row * 4 + position];
        if (id != 0) {
          sum += matrix[0] * table[2 * id] + matrix[1] * table[2 * id + 1] + bias;
          present++;
        }
      }
      assertThat(fields[row]).isCloseTo(sum / present, within(1e-5f));
    }
  }

  @Test
  void theLargestValuesKeepTheirOrder() throws InterruptedException {
    Feature image = image(new KMaxPooling(2, -1));
    FeatureEmbedding embedding = embedding(EmbeddingPlan.pooled("e.embedding_layers", 2), image);

    assertThat(fields(embedding, image)).containsExactly(2, 3, 0.5f, 0, 2, 1);
    assertThat(embedding.flatWidth()).isEqualTo(2);
  }

  @Test
  void gradientsOfAllStepsAreRight() throws InterruptedException {
    List<Feature> features =
        List.of(
            price(new Linear(4, 4, true), new Activation(Activation.Kind.GELU)),
            image(),
            item(new Linear(4, 4, false), new Activation(Activation.Kind.PRELU)),
            clicks(new Linear(4, 4, true), new MaskedSumPooling(), new KMaxPooling(4, 1)));
    FieldLayout layout = layout(features);
    FeatureEmbedding embedding =
        new FeatureEmbedding(layout, EmbeddingPlan.pooled("e.embedding_layers", 4));

    check.weights(embedding, inputs(layout));

    assertThat(names(embedding))
        .containsExactlyInAnyOrder(
            "e.embedding_layers.price.weight",
            "e.embedding_layers.image.weight",
            "e.embedding_layers.item.weight",
            "e.embedding_layers.clicks.weight",
            "e.feature_encoders.price.0.weight",
            "e.feature_encoders.price.0.bias",
            "e.feature_encoders.item.0.weight",
            "e.feature_encoders.item.1.weight",
            "e.feature_encoders.clicks.0.weight",
            "e.feature_encoders.clicks.0.bias");
  }

  @Test
  void oneStepHasNoNumberInItsName() {
    Feature item = item(new Linear(2, 3, false));
    FeatureEmbedding embedding = embedding(EmbeddingPlan.pooled("e.embedding_layers", 2), item);

    assertThat(names(embedding)).contains("e.feature_encoders.item.weight");
    assertThat(embedding.width(item)).isEqualTo(3);
  }

  @Test
  void modelsOfOneWeightPerFeatureHaveNoEncoders() {
    List<Feature> features =
        List.of(
            image(new Linear(3, 2, true)),
            item(new Linear(4, 4, false)),
            clicks(new Linear(4, 4, true), new MaskedSumPooling()));
    FeatureEmbedding weights =
        new FeatureEmbedding(layout(features), EmbeddingPlan.linear("lr.embedding_layers"));

    assertThat(names(weights))
        .containsExactlyInAnyOrder(
            "lr.embedding_layers.image.weight",
            "lr.embedding_layers.item.weight",
            "lr.embedding_layers.clicks.weight");
    assertThat(weight(weights, "lr.embedding_layers.image.weight").shape())
        .isEqualTo(new Shape(1, 3));
  }

  @Test
  void whatIsNotOneVectorIsRefused() {
    refuses(clicks(new Linear(2, 2, true)), "Feature clicks", "(4, 2)", "MaskedAveragePooling");
    refuses(item(new MaskedAveragePooling()), "Feature item", "positions");
    refuses(item(new Linear(3, 3, true)), "Feature item", "3 values", "(2)");
    refuses(image(new KMaxPooling(4, 1)), "Feature image", "4 largest", "(3)");
    refuses(clicks(new KMaxPooling(2, 1), new MaskedSumPooling()), "Feature clicks", "positions");
  }

  @Test
  void fieldsOfDifferentWidthAreNamed() {
    List<Feature> features = List.of(image(new KMaxPooling(2, 1)), item());
    FieldLayout layout = layout(features);
    FeatureEmbedding embedding =
        new FeatureEmbedding(layout, EmbeddingPlan.pooled("e.embedding_layers", 4));
    check.fill(embedding);

    assertThatThrownBy(() -> apply(embedding, inputs(layout)))
        .isInstanceOf(ModelConfigException.class)
        .hasMessageContaining("item=4")
        .hasMessageContaining("image=2");
  }

  private static void refuses(Feature feature, String... parts) {
    assertThatThrownBy(() -> embedding(EmbeddingPlan.pooled("e.embedding_layers", 2), feature))
        .isInstanceOf(ModelConfigException.class)
        .hasMessageContainingAll(parts);
  }

  private static Feature image(EncoderStep... steps) {
    return new Feature.Vector("image", "", 3, Embedding.DEFAULT.withEncoders(List.of(steps)));
  }

  private static Feature price(EncoderStep... steps) {
    return new Feature.Numeric("price", "", Embedding.DEFAULT.withEncoders(List.of(steps)));
  }

  private static Feature item(EncoderStep... steps) {
    return new Feature.Categorical(
        "item", "", 5, Optional.empty(), Embedding.DEFAULT.withEncoders(List.of(steps)));
  }

  private static Feature clicks(EncoderStep... steps) {
    return new Feature.Sequence(
        "clicks", "", 5, 4, Optional.empty(), Embedding.DEFAULT.withEncoders(List.of(steps)));
  }

  private static FieldLayout layout(List<Feature> features) {
    return new FieldLayout(new FeatureMap("d", features, List.of("y")));
  }

  private static FeatureEmbedding embedding(EmbeddingPlan plan, Feature feature) {
    return new FeatureEmbedding(layout(List.of(feature)), plan);
  }

  private float[] fields(FeatureEmbedding embedding, Feature feature) throws InterruptedException {
    check.fill(embedding);
    return apply(embedding, inputs(layout(List.of(feature))));
  }

  private float[] apply(FeatureEmbedding embedding, NDList inputs) {
    return embedding.apply(Pass.scoring(check.store()), inputs).singletonOrThrow().toFloatArray();
  }

  private NDList inputs(FieldLayout layout) throws InterruptedException {
    SampleBlock block =
        new SampleBlock(
            ROWS,
            Map.of("price", new float[] {0.3f, -1, 2}),
            Map.of("item", new int[] {1, 4, 2}, "clicks", CLICKS),
            Map.of("y", new float[ROWS]),
            Map.of(),
            Map.of("image", IMAGES));
    try (BatchLoader loader =
        BatchLoader.inOrder(new MemorySource(block), layout, ROWS, Labels.PRESENT)) {
      return Batch.on(check.memory(), loader.next().orElseThrow(), layout).inputs();
    }
  }

  private static List<String> names(FeatureEmbedding embedding) {
    return embedding.weights().stream()
        .flatMap(weight -> weight.pieces().stream())
        .map(Piece::name)
        .toList();
  }

  private static Weight weight(FeatureEmbedding embedding, String name) {
    return embedding.weights().stream()
        .filter(weight -> weight.pieces().stream().anyMatch(piece -> piece.name().equals(name)))
        .findFirst()
        .orElseThrow(() -> new AssertionError(name + " among " + Arrays.asList(names(embedding))));
  }
}
