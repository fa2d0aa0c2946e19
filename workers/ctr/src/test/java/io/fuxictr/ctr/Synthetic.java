package io.fuxictr.ctr;

import io.fuxictr.ctr.config.HyperParameters;
import io.fuxictr.ctr.model.ModelSetup;
import io.fuxictr.dataset.feature.Feature;
import io.fuxictr.dataset.feature.FeatureMap;
import io.fuxictr.dataset.sample.SampleBlock;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SplittableRandom;

/** Made-up samples with features of every kind, in mixed order, and two learnable objectives. */
public final class Synthetic {
  public static final int LENGTH = 4;
  public static final int VOCABULARY = 20;
  public static final FeatureMap FEATURES =
      new FeatureMap(
          "synthetic",
          List.of(
              new Feature.Sequence(
                  "clicks",
                  "",
                  VOCABULARY,
                  LENGTH,
                  Optional.empty(),
                  Feature.SequenceEncoder.MASKED_AVERAGE,
                  OptionalInt.empty()),
              new Feature.Numeric("price", "", OptionalInt.empty()),
              new Feature.Categorical(
                  "item", "", VOCABULARY, Optional.empty(), OptionalInt.empty()),
              new Feature.Numeric("age", "", OptionalInt.empty()),
              new Feature.Categorical(
                  "city", "", VOCABULARY, Optional.empty(), OptionalInt.empty())),
          List.of("apply", "credit"));

  private Synthetic() {}

  /** Returns samples; the same for the same seed. */
  public static SampleBlock block(int rows, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] price = new float[rows];
    float[] age = new float[rows];
    int[] item = new int[rows];
    int[] city = new int[rows];
    int[] clicks = new int[rows * LENGTH];
    float[] apply = new float[rows];
    float[] credit = new float[rows];
    for (int i = 0; i < rows; i++) {
      price[i] = (float) random.nextGaussian();
      age[i] = (float) random.nextGaussian();
      item[i] = 1 + random.nextInt(VOCABULARY - 1);
      city[i] = 1 + random.nextInt(VOCABULARY - 1);
      int present = random.nextInt(LENGTH + 1);
      for (int j = 0; j < present; j++) {
        clicks[i * LENGTH + j] = 1 + random.nextInt(VOCABULARY - 1);
      }
      double signal = price[i] + (item[i] % 2 == 0 ? 1 : -1) + 0.5 * random.nextGaussian();
      apply[i] = signal > 0 ? 1 : 0;
      credit[i] = signal > 0.5 && city[i] % 3 == 0 ? 1 : 0;
    }
    return new SampleBlock(
        rows,
        Map.of("price", price, "age", age),
        Map.of("item", item, "city", city, "clicks", clicks),
        Map.of("apply", apply, "credit", credit));
  }

  /** Returns a block with one column of numbers or labels replaced. */
  public static SampleBlock with(SampleBlock block, String column, float[] values) {
    Map<String, float[]> numbers = new HashMap<>();
    Map<String, float[]> labels = new HashMap<>();
    List.of("price", "age").forEach(name -> numbers.put(name, block.numbers(name)));
    FEATURES.labels().forEach(name -> labels.put(name, block.labels(name)));
    (numbers.containsKey(column) ? numbers : labels).put(column, values);
    return new SampleBlock(
        block.rows(),
        numbers,
        Map.of("item", block.ids("item"), "city", block.ids("city"), "clicks", block.ids("clicks")),
        labels);
  }

  /** Returns the setup of a small model; more hyper-parameters may replace the usual ones. */
  public static ModelSetup setup(String model, Map<String, Object> more) {
    Map<String, Object> parameters = new LinkedHashMap<>();
    parameters.put("model", model);
    parameters.put("embedding_dim", 4);
    parameters.put("num_experts", 3);
    parameters.put("expert_hidden_units", List.of(8, 6));
    parameters.put("bottom_hidden_units", List.of(8, 6));
    parameters.put("gate_hidden_units", List.of(5));
    parameters.put("tower_hidden_units", List.of(4));
    parameters.put("batch_size", 64);
    parameters.put("learning_rate", "1e-2");
    parameters.put("seed", 7);
    parameters.putAll(more);
    return new ModelSetup(HyperParameters.of(parameters), FEATURES);
  }
}
