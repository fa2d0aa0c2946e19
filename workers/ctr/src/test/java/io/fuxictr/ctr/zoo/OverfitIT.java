package io.fuxictr.ctr.zoo;

import static org.assertj.core.api.Assertions.assertThat;

import io.fuxictr.ctr.MemorySource;
import io.fuxictr.ctr.config.HyperParameters;
import io.fuxictr.ctr.engine.TorchEngine;
import io.fuxictr.ctr.metric.Metric;
import io.fuxictr.ctr.model.ModelSetup;
import io.fuxictr.ctr.predict.RankModel;
import io.fuxictr.ctr.train.Trainer;
import io.fuxictr.ctr.train.TrainingListener;
import io.fuxictr.dataset.feature.Feature;
import io.fuxictr.dataset.sample.SampleBlock;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whether each model can learn a few samples by heart, trained as users train it. */
class OverfitIT {
  private static final int ROWS = 32;
  private static final int STEPS = 100;

  /** For models that take steps a sixth as long; some processors' sums need a few more than 100. */
  private static final int MANY_STEPS = 150;

  private static final double LOGLOSS = 0.1;

  /** How far a sample is at least from the border between the classes. */
  private static final double MARGIN = 0.4;

  /** Small widths under the keys of all models; each model reads those it knows. */
  private static final Map<String, Object> SMALL = small();

  /** For models whose loss grows again at a learning rate of 0.03. */
  private static final Map<String, Object> SHORT_STEPS = Map.of("learning_rate", 5e-3);

  /** What some models need besides. */
  private static final Map<String, Map<String, Object>> MORE =
      Map.of(
          "APG_AITM", SHORT_STEPS,
          "APG_AITMV2", SHORT_STEPS,
          "APG_DeepFM", SHORT_STEPS,
          "APG_MMOE", SHORT_STEPS,
          "APG_SharedBottom", SHORT_STEPS,
          "DeepCrossing", SHORT_STEPS,
          "M3oE", Map.of("expert_hidden_units", List.of(16, 8, 8)));

  @TempDir private Path checkpoints;

  @BeforeAll
  static void startWithOneThread() {
    TorchEngine.start(1);
  }

  static List<String> names() {
    return ModelRegistry.names();
  }

  @ParameterizedTest
  @MethodSource("names")
  void learnsThirtyTwoSamplesByHeart(String model) throws InterruptedException {
    ModelSetup setup = setup(model);
    SampleBlock block = block(setup.features().inputs());
    MemorySource once = new MemorySource(block);
    int steps = SHORT_STEPS.equals(MORE.get(model)) ? MANY_STEPS : STEPS;
    MemorySource repeated =
        new MemorySource(Collections.nCopies(steps, block).toArray(SampleBlock[]::new));

    try (RankModel trained =
        new Trainer(setup).fit(repeated, once, checkpoints, new TrainingListener() {})) {
      assertThat(trained.evaluate(once, ROWS).mean(Metric.LOGLOSS)).isLessThan(LOGLOSS);
    }
  }

  private static ModelSetup setup(String model) {
    Map<String, Object> parameters = new HashMap<>(SMALL);
    parameters.putAll(MORE.getOrDefault(model, Map.of()));
    parameters.put("model", model);
    return new ModelSetup(
        HyperParameters.of(parameters), SampleSetups.of(ModelRegistry.card(model)).features());
  }

  private static Map<String, Object> small() {
    Map<String, Object> parameters = new LinkedHashMap<>();
    parameters.put("embedding_dim", 4);
    for (String key :
        List.of(
            "hidden_units",
            "dnn_hidden_units",
            "user_tower_units",
            "item_tower_units",
            "expert_hidden_units",
            "bottom_hidden_units",
            "tower_hidden_units")) {
      parameters.put(key, List.of(16, 8));
    }
    parameters.put("gate_hidden_units", List.of(8));
    parameters.put("rank_k", 4);
    parameters.put("overparam_p", 16);
    parameters.put("batch_size", ROWS);
    parameters.put("shuffle", false);
    parameters.put("learning_rate", 3e-2);
    parameters.put("seed", 7);
    parameters.put("metrics", List.of("logloss"));
    parameters.put("monitor", "logloss");
    parameters.put("monitor_mode", "min");
    return parameters;
  }

  /** Returns samples whose classes a line separates, so that linear models can tell them apart. */
  private static SampleBlock block(List<Feature> features) {
    SplittableRandom random = new SplittableRandom(1);
    Map<String, int[]> ids = new HashMap<>();
    for (Feature feature : features) {
      switch (feature) {
        case Feature.Categorical it ->
            ids.put(
                it.name(), random.ints(ROWS, 2, Math.toIntExact(it.vocabularySize())).toArray());
        case Feature.Sequence it -> ids.put(it.name(), sequences(random, it));
        case Feature.Numeric _, Feature.Vector _, Feature.Meta _ -> {}
      }
    }
    int[] items = Objects.requireNonNull(ids.get("item_id"));
    int[] categories = Objects.requireNonNull(ids.get("cate_id"));
    float[] price = new float[ROWS];
    float[] first = new float[ROWS];
    float[] second = new float[ROWS];
    for (int i = 0; i < ROWS; i++) {
      double known = items[i] % 2 == 0 ? 1 : -1;
      do {
        price[i] = (float) random.nextGaussian();
      } while (Math.abs(price[i] + known) < MARGIN);
      first[i] = price[i] + known > 0 ? 1 : 0;
      second[i] = categories[i] % 2 == 0 ? first[i] : 0;
    }
    return new SampleBlock(
        ROWS, Map.of("price", price), ids, Map.of("label_0", first, "label_1", second));
  }

  /** Returns between none and all positions of each row, padded behind. */
  private static int[] sequences(SplittableRandom random, Feature.Sequence feature) {
    int length = feature.maxLength();
    return IntStream.range(0, ROWS * length)
        .map(at -> at % length < at / length % (length + 1) ? 1 : 0)
        .map(present -> present * random.nextInt(2, Math.toIntExact(feature.vocabularySize())))
        .toArray();
  }
}
