package io.fuxictr.ctr.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.fuxictr.ctr.MemorySource;
import io.fuxictr.ctr.Synthetic;
import io.fuxictr.ctr.config.HyperParameters;
import io.fuxictr.ctr.layer.embedding.PretrainedVectors;
import io.fuxictr.ctr.model.ModelSetup;
import io.fuxictr.ctr.predict.RankModel;
import io.fuxictr.dataset.feature.Feature;
import io.fuxictr.dataset.feature.FeatureMap;
import io.fuxictr.dataset.feature.Pretrained;
import io.fuxictr.dataset.sample.SampleBlock;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Batches of 300 samples have all values of all features; batches of 5 do not. */
class SparseEmbeddingsIT {
  private static final TrainingListener SILENT = new TrainingListener() {};
  private static final PretrainedVectors VECTORS =
      (_, taker) -> {
        for (int id = 0; id < Synthetic.VOCABULARY; id++) {
          taker.take(id, new float[] {id, -id, 1});
        }
      };

  /** Sums of the same numbers in another order. */
  private static final double ROUNDING = 2e-5;

  @TempDir private Path folder;

  private final MemorySource train = new MemorySource(Synthetic.block(600, 1));
  private final MemorySource valid = new MemorySource(Synthetic.block(100, 2));

  @ParameterizedTest
  @ValueSource(strings = {"ShareBottom", "MMoE", "LR", "FM", "FFM", "DNN", "DeepFM", "HOFM", "ONN"})
  void batchesOfAllRowsTrainAsWholeTablesDo(String model) throws InterruptedException {
    assertSame(Synthetic.setup(model, Map.of()));
  }

  @ParameterizedTest
  @EnumSource(names = {"MASKED_AVERAGE", "MASKED_SUM"})
  void tablesMayBeSharedByCategoriesAndSequences(Feature.SequenceEncoder encoder)
      throws InterruptedException {
    assertSame(replaced(Synthetic.setup("DNN", Map.of()), clicks(encoder)));
  }

  @Test
  void sequencesMayStayListsOfVectors() throws InterruptedException {
    ModelSetup din =
        Synthetic.setup("DIN", Map.of("din_target_field", "item", "din_sequence_field", "clicks"));
    assertSame(replaced(din, clicks(Feature.SequenceEncoder.NONE)));
  }

  /** Returns a sequence that shares its table with feature item. */
  private static Feature clicks(Feature.SequenceEncoder encoder) {
    return new Feature.Sequence(
        "clicks",
        "",
        Synthetic.VOCABULARY,
        Synthetic.LENGTH,
        Optional.of("item"),
        encoder,
        OptionalInt.empty());
  }

  @ParameterizedTest
  @EnumSource(Pretrained.Usage.class)
  void tablesMayStartFromVectorsLearntElsewhere(Pretrained.Usage usage)
      throws InterruptedException {
    Pretrained vectors = new Pretrained("item.npz", OptionalInt.of(3), false, usage, 15);
    Feature item =
        new Feature.Categorical(
            "item",
            "",
            Synthetic.VOCABULARY,
            Optional.empty(),
            Feature.Embedding.DEFAULT.withPretrained(vectors));
    assertSame(replaced(Synthetic.setup("DNN", Map.of()), item));
  }

  @Test
  void rowsThatNoBatchHasKeepTheirFirstValues() throws InterruptedException {
    ModelSetup setup =
        Synthetic.setup(
            "DeepFM",
            Map.of("sparse_embeddings", true, "embedding_regularizer", 0.1, "batch_size", 5));
    SampleBlock few = Synthetic.block(8, 1);

    try (RankModel fresh = RankModel.create(setup);
        RankModel trained =
            new Trainer(setup).fit(new MemorySource(few), valid, folder.resolve("few"), SILENT)) {
      Map<String, float[]> before = WeightValues.of(fresh);
      Map<String, float[]> after = WeightValues.of(trained);
      for (String feature : List.of("item", "city", "clicks")) {
        boolean[] met = new boolean[Synthetic.VOCABULARY];
        Arrays.stream(few.ids(feature)).forEach(id -> met[id] = true);
        String name =
            "embedding_layer.embedding_layer.embedding_layers.%s.weight".formatted(feature);
        for (int id = 1; id < Synthetic.VOCABULARY; id++) {
          assertThat(Arrays.equals(row(after, name, id), row(before, name, id)))
              .as("row %d of %s stayed", id, feature)
              .isEqualTo(!met[id]);
        }
        assertThat(row(after, name, 0)).containsOnly(0);
      }
    }
  }

  @Test
  void aLossThatIsNotFiniteIsExplained() {
    SampleBlock block = Synthetic.block(600, 1);
    float[] price = block.numbers("price").clone();
    price[3] = Float.NaN;
    MemorySource broken = new MemorySource(Synthetic.with(block, "price", price));
    var trainer = new Trainer(Synthetic.setup("DNN", Map.of("sparse_embeddings", true)));

    assertThatThrownBy(() -> trainer.fit(broken, valid, folder, SILENT))
        .isInstanceOf(DivergedException.class)
        .hasMessageContaining("feature price is not finite in 1 of its samples");
  }

  private void assertSame(ModelSetup setup) throws InterruptedException {
    Map<String, float[]> whole = trained("whole", setup, Map.of("sparse_embeddings", false));
    Map<String, float[]> sparse = trained("sparse", setup, Map.of("sparse_embeddings", true));

    assertThat(sparse).hasSameSizeAs(whole);
    whole.forEach(
        (name, expected) -> {
          float[] actual = Objects.requireNonNull(sparse.get(name), name);
          for (int i = 0; i < expected.length; i++) {
            assertThat((double) actual[i])
                .as("%s[%d]", name, i)
                .isCloseTo(expected[i], within(ROUNDING));
          }
        });
  }

  private Map<String, float[]> trained(String name, ModelSetup setup, Map<String, Object> more)
      throws InterruptedException {
    Map<String, Object> parameters = new HashMap<>(setup.parameters().values());
    parameters.putAll(Map.of("batch_size", 300, "epochs", 3, "early_stop_patience", 9));
    parameters.putAll(more);
    ModelSetup all = new ModelSetup(HyperParameters.of(parameters), setup.features());
    try (RankModel model =
        new Trainer(all, VECTORS).fit(train, valid, folder.resolve(name), SILENT)) {
      return WeightValues.of(model);
    }
  }

  private static float[] row(Map<String, float[]> values, String name, int id) {
    float[] all = Objects.requireNonNull(values.get(name), name);
    int width = all.length / Synthetic.VOCABULARY;
    return Arrays.copyOfRange(all, id * width, (id + 1) * width);
  }

  private static ModelSetup replaced(ModelSetup setup, Feature feature) {
    List<Feature> features = new ArrayList<>(setup.features().features());
    features.replaceAll(each -> each.name().equals(feature.name()) ? feature : each);
    if (feature.name().equals("clicks")) {
      features.add(features.removeFirst());
    }
    return new ModelSetup(
        setup.parameters(), new FeatureMap("synthetic", features, setup.features().labels()));
  }
}
