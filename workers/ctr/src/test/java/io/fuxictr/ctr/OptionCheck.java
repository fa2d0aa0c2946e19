package io.fuxictr.ctr;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import io.fuxictr.ctr.batch.Batch;
import io.fuxictr.ctr.batch.BatchLoader;
import io.fuxictr.ctr.batch.FieldLayout;
import io.fuxictr.ctr.batch.HostBatch;
import io.fuxictr.ctr.batch.Labels;
import io.fuxictr.ctr.config.HyperParameters;
import io.fuxictr.ctr.engine.TorchEngine;
import io.fuxictr.ctr.layer.Dropout;
import io.fuxictr.ctr.layer.Pass;
import io.fuxictr.ctr.layer.Weight;
import io.fuxictr.ctr.layer.WeightRole;
import io.fuxictr.ctr.model.ModelSetup;
import io.fuxictr.ctr.model.Network;
import io.fuxictr.ctr.zoo.ModelRegistry;
import io.fuxictr.dataset.feature.Feature;
import io.fuxictr.dataset.feature.Feature.SequenceEncoder;
import io.fuxictr.dataset.feature.FeatureMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SplittableRandom;

/**
 * Builds a model with some of its options, and looks whether its scores have the right shape and
 * all its weights learn. Features have sources, and a sequence shares the table of a category.
 */
public final class OptionCheck {
  private static final int ROWS = 32;
  private static final FeatureMap FEATURES =
      new FeatureMap(
          "synthetic",
          List.of(
              new Feature.Numeric("price", "item", OptionalInt.empty()),
              category("item", "item"),
              new Feature.Sequence(
                  "clicks",
                  "user",
                  Synthetic.VOCABULARY,
                  Synthetic.LENGTH,
                  Optional.of("item"),
                  SequenceEncoder.MASKED_AVERAGE,
                  OptionalInt.empty()),
              new Feature.Numeric("age", "user", OptionalInt.empty()),
              category("city", "context")),
          List.of("apply"));

  private OptionCheck() {}

  private static Feature category(String name, String source) {
    return new Feature.Categorical(
        name, source, Synthetic.VOCABULARY, Optional.empty(), OptionalInt.empty());
  }

  /** Returns the model of a setup of small embeddings, without values. */
  public static Network build(String model, Map<String, Object> options) {
    Map<String, Object> parameters = new HashMap<>(Map.of("embedding_dim", 4));
    parameters.putAll(options);
    parameters.put("model", model);
    ModelSetup setup = new ModelSetup(HyperParameters.of(parameters), FEATURES);
    return ModelRegistry.build(ModelRegistry.prepare(setup));
  }

  /** Checks a model with some of its options. */
  public static void learns(String model, Map<String, Object> options) throws InterruptedException {
    Network network = build(model, options);
    TorchEngine engine = TorchEngine.start();
    try (NDManager memory = engine.memory(Device.cpu());
        TorchEngine.Turn turn = engine.takeTurn()) {
      network.weights().forEach(weight -> initialize(weight, memory));
      Batch batch = batch(memory);
      NDArray logits = network.score(Pass.scoring(store(memory)), batch.inputs()).logits();
      assertThat(logits.getShape()).isEqualTo(new Shape(1, ROWS));
      try (GradientCollector collector = turn.collectGradients()) {
        Pass pass = Pass.training(store(memory), Dropout.of(1, 1));
        collector.backward(network.score(pass, batch.inputs()).logits().square().sum());
      }
      network.weights().stream().filter(OptionCheck::trained).forEach(OptionCheck::hasGradient);
    }
  }

  private static boolean trained(Weight weight) {
    return weight.role() != WeightRole.STATISTIC;
  }

  private static ParameterStore store(NDManager memory) {
    return new ParameterStore(memory, false) {
      @Override
      public NDArray getValue(ai.djl.nn.Parameter parameter, Device device, boolean training) {
        return parameter.getArray();
      }
    };
  }

  private static void initialize(Weight weight, NDManager memory) {
    weight.initialize(memory, 1);
    if (trained(weight)) {
      SplittableRandom random = new SplittableRandom(2);
      float[] noise = new float[(int) weight.shape().size()];
      for (int i = 0; i < noise.length; i++) {
        noise[i] = (float) (0.3 * random.nextGaussian());
      }
      weight.array().addi(memory.create(noise, weight.shape()));
      weight.array().setRequiresGradient(true);
    }
  }

  private static Batch batch(NDManager memory) throws InterruptedException {
    FieldLayout layout = new FieldLayout(FEATURES);
    MemorySource samples = new MemorySource(Synthetic.block(ROWS, 1));
    try (BatchLoader loader = BatchLoader.inOrder(samples, layout, ROWS, Labels.PRESENT)) {
      HostBatch host = loader.next().orElseThrow();
      return Batch.on(memory, host, layout);
    }
  }

  private static void hasGradient(Weight weight) {
    float[] gradient = weight.array().getGradient().toFloatArray();
    double sum = 0;
    for (float each : gradient) {
      assertThat(each).as(weight.parameter().getName()).isFinite();
      sum += Math.abs(each);
    }
    assertThat(sum).as("gradient of " + weight.parameter().getName()).isPositive();
  }
}
