package io.fuxictr.ctr.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fuxictr.ctr.MemorySource;
import io.fuxictr.ctr.Synthetic;
import io.fuxictr.ctr.config.ModelConfigException;
import io.fuxictr.ctr.layer.embedding.PretrainedVectors;
import io.fuxictr.ctr.model.ModelSetup;
import io.fuxictr.ctr.predict.RankModel;
import io.fuxictr.dataset.feature.Feature;
import io.fuxictr.dataset.feature.FeatureMap;
import io.fuxictr.dataset.feature.Pretrained;
import io.fuxictr.dataset.feature.Pretrained.Usage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PretrainedIT {
  private static final TrainingListener SILENT = new TrainingListener() {};
  private static final int WIDTH = 3;
  private static final int OOV = 15;
  private static final String ITEM = "embedding_layer.embedding_layer.embedding_layers.item.";
  private static final String GIVEN = ITEM + "pretrain_embedding.weight";
  private static final String OWN = ITEM + "id_embedding.weight";

  /** Vectors of ids 0 to 19, of which padding must not be taken. */
  private static final PretrainedVectors VECTORS =
      (_, taker) -> {
        for (int id = Synthetic.VOCABULARY - 1; id >= 0; id--) {
          taker.take(id, new float[] {id, -id, 1});
        }
      };

  @TempDir private Path folder;

  @ParameterizedTest
  @EnumSource(Usage.class)
  void frozenVectorsStayAndTheRestLearns(Usage usage) throws InterruptedException {
    ModelSetup setup = setup(usage, true);
    try (RankModel fresh = RankModel.create(setup, VECTORS);
        RankModel trained = train(setup)) {
      Map<String, float[]> before = WeightValues.of(fresh);
      Map<String, float[]> after = WeightValues.of(trained);

      assertThat(row(before, GIVEN, 7)).containsExactly(7, -7, 1);
      assertThat(row(before, GIVEN, 0)).containsOnly(0);
      assertThat(after.get(GIVEN)).isEqualTo(before.get(GIVEN));
      assertThat(after.get(ITEM + "proj.weight")).isNotEqualTo(before.get(ITEM + "proj.weight"));
      assertThat(after.containsKey(OWN)).isEqualTo(usage != Usage.INIT);
      if (usage != Usage.INIT) {
        assertThat(row(before, OWN, OOV)).containsOnly(0);
        assertThat(row(after, OWN, 0)).containsOnly(0);
        assertThat(row(after, OWN, 7)).isNotEqualTo(row(before, OWN, 7));
        assertThat(row(after, OWN, OOV + 1)).containsOnly(0);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Usage.class)
  void trainedVectorsMoveButNotPaddingNorWhatTrainingNeverSaw(Usage usage)
      throws InterruptedException {
    try (RankModel trained = train(setup(usage, false))) {
      Map<String, float[]> after = WeightValues.of(trained);

      assertThat(row(after, GIVEN, 7)).isNotEqualTo(new float[] {7, -7, 1});
      assertThat(row(after, GIVEN, 0)).containsOnly(0);
      assertThat(row(after, GIVEN, OOV + 1)).containsExactly(OOV + 1, -OOV - 1, 1);
    }
  }

  @Test
  void aLoadedModelNeedsNoVectors() {
    Path file = folder.resolve("item.model");
    try (RankModel saved = RankModel.create(setup(Usage.SUM, true), VECTORS)) {
      saved.save(file);
      try (RankModel loaded = RankModel.load(file)) {
        assertThat(WeightValues.of(loaded).get(GIVEN)).isEqualTo(WeightValues.of(saved).get(GIVEN));
        assertThat(saved.trainedNumbers())
            .isEqualTo(numbers(saved) - (long) Synthetic.VOCABULARY * WIDTH);
      }
    }
  }

  @Test
  void vectorsThatDoNotFitAreRefused() {
    assertThatThrownBy(() -> RankModel.create(setup(Usage.INIT, true)))
        .isInstanceOf(ModelConfigException.class)
        .hasMessageContaining("Feature item has pretrained_emb");
    assertThatThrownBy(
            () ->
                RankModel.create(
                    setup(Usage.INIT, true), (_, taker) -> taker.take(3, new float[] {1})))
        .isInstanceOf(ModelConfigException.class)
        .hasMessageContaining("feature item: id 3 has 1 numbers");
  }

  private static long numbers(RankModel model) {
    return model.network().weights().stream().mapToLong(each -> each.shape().size()).sum();
  }

  private RankModel train(ModelSetup setup) throws InterruptedException {
    return new Trainer(setup, VECTORS)
        .fit(
            new MemorySource(Synthetic.block(300, 1)),
            new MemorySource(Synthetic.block(100, 2)),
            folder.resolve("training"),
            SILENT);
  }

  private static float[] row(Map<String, float[]> values, String name, int id) {
    float[] all = Objects.requireNonNull(values.get(name), name);
    int width = all.length / Synthetic.VOCABULARY;
    return Arrays.copyOfRange(all, id * width, (id + 1) * width);
  }

  private static ModelSetup setup(Usage usage, boolean frozen) {
    ModelSetup plain =
        Synthetic.setup("DNN", Map.of("embedding_regularizer", 0, "net_regularizer", 0));
    List<Feature> features = new ArrayList<>(plain.features().features());
    Feature.Embedding embedding =
        Feature.Embedding.DEFAULT.withPretrained(
            new Pretrained("item.npz", OptionalInt.of(WIDTH), frozen, usage, OOV));
    features.set(
        2, new Feature.Categorical("item", "", Synthetic.VOCABULARY, Optional.empty(), embedding));
    features.set(
        0,
        new Feature.Sequence(
            "clicks",
            "",
            Synthetic.VOCABULARY,
            Synthetic.LENGTH,
            Optional.empty(),
            Feature.Embedding.DEFAULT.withEncoders(features.get(0).encoders())));
    return new ModelSetup(
        plain.parameters(), new FeatureMap("synthetic", features, plain.features().labels()));
  }
}
