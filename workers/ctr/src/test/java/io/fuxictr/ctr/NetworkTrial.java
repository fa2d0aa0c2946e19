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
import io.fuxictr.dataset.sample.SampleBlock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SplittableRandom;

/**
 * A model with some of its options on features that it can read: items and categories, what the
 * user did with them before, and what the user did not do.
 */
public final class NetworkTrial {
  public static final int LENGTH = 4;

  private static final int ROWS = 24;
  private static final int VOCABULARY = 9;
  private static final double NOISE = 0.3;

  private final Network network;
  private final FieldLayout layout;
  private final List<String> categories = List.of("item_id", "cate_id", "city");
  private final List<String> histories;

  private NetworkTrial(ModelSetup setup, List<String> histories) {
    this.network = ModelRegistry.build(ModelRegistry.prepare(setup));
    this.layout = new FieldLayout(setup.features());
    this.histories = histories;
  }

  /** Builds a model whose features have one vector each. */
  public static NetworkTrial of(String model, Map<String, ?> options) {
    return new NetworkTrial(
        setup(model, options, histories(), SequenceEncoder.MASKED_AVERAGE), histories());
  }

  /** Builds a model that reads sequences position by position. */
  public static NetworkTrial sequential(String model, Map<String, ?> options) {
    List<String> all = new ArrayList<>(histories());
    if (options.containsKey("aux_loss_alpha")) {
      all.addAll(List.of("neg_click_history", "neg_cate_history"));
    }
    return new NetworkTrial(setup(model, options, all, SequenceEncoder.NONE), all);
  }

  private static List<String> histories() {
    return List.of("click_history", "cate_history");
  }

  private static ModelSetup setup(
      String model, Map<String, ?> options, List<String> histories, SequenceEncoder encoder) {
    Map<String, Object> parameters = new HashMap<>(Map.of("embedding_dim", 4));
    parameters.putAll(options);
    parameters.put("model", model);
    List<Feature> features = new ArrayList<>();
    features.add(category("item_id"));
    features.add(category("cate_id"));
    features.add(new Feature.Numeric("price", "", OptionalInt.empty()));
    features.add(category("city"));
    for (String each : histories) {
      String owner = each.contains("click") ? "item_id" : "cate_id";
      features.add(
          new Feature.Sequence(
              each, "", VOCABULARY, LENGTH, Optional.of(owner), encoder, OptionalInt.empty()));
    }
    return new ModelSetup(
        HyperParameters.of(parameters), new FeatureMap("trial", features, List.of("apply")));
  }

  private static Feature category(String name) {
    return new Feature.Categorical(name, "", VOCABULARY, Optional.empty(), OptionalInt.empty());
  }

  /** Checks that scores have the right shape and that each trained weight gets a gradient. */
  public void learns() throws InterruptedException {
    TorchEngine engine = TorchEngine.start();
    try (NDManager memory = engine.memory(Device.cpu());
        TorchEngine.Turn turn = engine.takeTurn()) {
      network.weights().forEach(weight -> initialize(weight, memory));
      Batch batch = batch(memory);
      NDArray scores = network.score(Pass.scoring(store(memory)), batch.inputs()).logits();
      assertThat(scores.getShape()).isEqualTo(new Shape(1, ROWS));
      try (GradientCollector collector = turn.collectGradients()) {
        Pass pass = Pass.training(store(memory), Dropout.of(1, 1));
        Network.Output output = network.score(pass, batch.inputs());
        NDArray loss = output.logits().square().sum();
        collector.backward(output.auxiliaryLoss().map(loss::add).orElse(loss));
      }
      network.weights().stream().filter(NetworkTrial::trained).forEach(NetworkTrial::hasGradient);
    }
  }

  /** Returns the scores of samples whose sequences are given, each padded behind: (B). */
  public float[] scores(int[][] sequences) throws InterruptedException {
    TorchEngine engine = TorchEngine.start();
    try (NDManager memory = engine.memory(Device.cpu())) {
      network.weights().forEach(weight -> initialize(weight, memory));
      network.weights().forEach(weight -> weight.array().setRequiresGradient(false));
      Batch batch = batch(memory, alike(sequences));
      Pass pass = Pass.scoring(store(memory));
      return network.score(pass, batch.inputs()).logits().toFloatArray();
    }
  }

  private SampleBlock alike(int[][] sequences) {
    int rows = sequences.length;
    int[] ones = new int[rows];
    Arrays.fill(ones, 1);
    int[] padded = new int[rows * LENGTH];
    for (int i = 0; i < rows; i++) {
      System.arraycopy(sequences[i], 0, padded, i * LENGTH, sequences[i].length);
    }
    Map<String, int[]> ids = new HashMap<>();
    categories.forEach(name -> ids.put(name, ones));
    histories.forEach(name -> ids.put(name, padded));
    return new SampleBlock(
        rows, Map.of("price", new float[rows]), ids, Map.of("apply", new float[rows]));
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
        noise[i] = (float) (NOISE * random.nextGaussian());
      }
      weight.array().addi(memory.create(noise, weight.shape()));
      weight.array().setRequiresGradient(true);
    }
  }

  private Batch batch(NDManager memory) throws InterruptedException {
    SplittableRandom random = new SplittableRandom(1);
    Map<String, int[]> ids = new HashMap<>();
    for (String name : categories) {
      ids.put(name, random.ints(ROWS, 1, VOCABULARY).toArray());
    }
    for (String name : histories) {
      int[] padded = new int[ROWS * LENGTH];
      for (int i = 0; i < ROWS; i++) {
        for (int j = 0; j < i % (LENGTH + 1); j++) {
          padded[i * LENGTH + j] = random.nextInt(1, VOCABULARY);
        }
      }
      ids.put(name, padded);
    }
    float[] price = new float[ROWS];
    for (int i = 0; i < ROWS; i++) {
      price[i] = (float) random.nextGaussian();
    }
    return batch(
        memory,
        new SampleBlock(ROWS, Map.of("price", price), ids, Map.of("apply", new float[ROWS])));
  }

  private Batch batch(NDManager memory, SampleBlock block) throws InterruptedException {
    MemorySource samples = new MemorySource(block);
    try (BatchLoader loader = BatchLoader.inOrder(samples, layout, block.rows(), Labels.PRESENT)) {
      return Batch.on(memory, loader.next().orElseThrow(), layout);
    }
  }

  private static void hasGradient(Weight weight) {
    String name = weight.parameter().getName();
    double sum = 0;
    for (float each : weight.array().getGradient().toFloatArray()) {
      assertThat(each).as(name).isFinite();
      sum += Math.abs(each);
    }
    assertThat(sum).as("gradient of " + name).isPositive();
  }
}
