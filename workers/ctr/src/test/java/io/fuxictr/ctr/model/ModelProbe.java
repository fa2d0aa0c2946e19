package io.fuxictr.ctr.model;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import io.fuxictr.ctr.MemorySource;
import io.fuxictr.ctr.Synthetic;
import io.fuxictr.ctr.batch.Batch;
import io.fuxictr.ctr.batch.BatchLoader;
import io.fuxictr.ctr.batch.FieldLayout;
import io.fuxictr.ctr.batch.Labels;
import io.fuxictr.ctr.config.HyperParameters;
import io.fuxictr.ctr.engine.TorchEngine;
import io.fuxictr.ctr.layer.Dropout;
import io.fuxictr.ctr.layer.GradientCheck;
import io.fuxictr.ctr.layer.Pass;
import io.fuxictr.ctr.layer.Weight;
import io.fuxictr.ctr.layer.WeightedBlock;
import io.fuxictr.ctr.zoo.ModelRegistry;
import io.fuxictr.dataset.feature.Feature;
import io.fuxictr.dataset.feature.FeatureMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A small model on made-up samples of users and items: what it answers, what its loss reaches. */
public final class ModelProbe implements AutoCloseable {
  private static final List<String> USER = List.of("age", "city");
  private static final int SMALL = 4;

  private final TorchEngine engine = TorchEngine.start();
  private final GradientCheck values = new GradientCheck();
  private final Network network;
  private final FieldLayout layout;

  private ModelProbe(ModelSetup setup) {
    network = ModelRegistry.build(setup);
    layout = setup.layout();
    values.fill((WeightedBlock) network);
  }

  /** Builds a model with embeddings of width 4 and noise in its weights. */
  public static ModelProbe of(String model, Map<String, Object> parameters) {
    return new ModelProbe(setup(model, parameters));
  }

  /** Returns the setup of a model on features of sources user and item. */
  public static ModelSetup setup(String model, Map<String, Object> parameters) {
    Map<String, Object> all = new HashMap<>(parameters);
    all.put("model", model);
    all.putIfAbsent("embedding_dim", SMALL);
    List<Feature> features =
        Synthetic.FEATURES.features().stream().map(ModelProbe::withSource).toList();
    return ModelRegistry.prepare(
        new ModelSetup(
            HyperParameters.of(all),
            new FeatureMap("synthetic", features, Synthetic.FEATURES.labels())));
  }

  private static Feature withSource(Feature feature) {
    String source = USER.contains(feature.name()) ? "user" : "item";
    return switch (feature) {
      case Feature.Numeric it -> new Feature.Numeric(it.name(), source, it.embeddingDim());
      case Feature.Categorical it ->
          new Feature.Categorical(
              it.name(), source, it.vocabularySize(), it.shareWith(), it.embeddingDim());
      case Feature.Sequence it ->
          new Feature.Sequence(
              it.name(),
              source,
              it.vocabularySize(),
              it.maxLength(),
              it.shareWith(),
              it.encoder(),
              it.embeddingDim());
      case Feature.Vector it -> new Feature.Vector(it.name(), source, it.dim(), it.embedding());
      case Feature.Meta it -> it;
    };
  }

  /**
   * Returns how far the logit of a sample alone is from its logit among others, as a share of the
   * largest of all.
   */
  public float deviationAlone(int rows) throws InterruptedException {
    float[] together = logits(rows);
    float largest = 0;
    for (float logit : together) {
      largest = Math.max(largest, Math.abs(logit));
    }
    return Math.abs(logits(1)[0] - together[0]) / largest;
  }

  private float[] logits(int rows) throws InterruptedException {
    Pass pass = Pass.scoring(new ParameterStore(values.memory(), false));
    NDArray logits = network.score(pass, batch(rows).inputs()).logits();
    assertThat(logits.getShape()).isEqualTo(new Shape(1, rows));
    return logits.toFloatArray();
  }

  /** Returns the names of the trained weights that the loss of a training step does not reach. */
  public List<String> untouched(int rows) throws InterruptedException {
    Pass pass = Pass.training(values.store(), Dropout.of(1, 0));
    Batch batch = batch(rows);
    List<Weight> weights = GradientCheck.trained((WeightedBlock) network);
    weights.forEach(weight -> weight.array().setRequiresGradient(true));
    try (TorchEngine.Turn turn = engine.takeTurn();
        GradientCollector collector = turn.collectGradients()) {
      Network.Output output = network.score(pass, batch.inputs());
      NDArray sum = output.logits().square().sum();
      collector.backward(output.auxiliaryLoss().map(sum::add).orElse(sum));
      return weights.stream().filter(weight -> !isReached(weight)).map(ModelProbe::name).toList();
    } finally {
      weights.forEach(weight -> weight.array().setRequiresGradient(false));
    }
  }

  private static boolean isReached(Weight weight) {
    return Optional.ofNullable(weight.array().getGradient())
        .filter(gradient -> gradient.abs().sum().getFloat() > 0)
        .isPresent();
  }

  private static String name(Weight weight) {
    return weight.parameter().getName();
  }

  private Batch batch(int rows) throws InterruptedException {
    MemorySource samples = new MemorySource(Synthetic.block(rows, 1));
    try (BatchLoader loader = BatchLoader.inOrder(samples, layout, rows, Labels.PRESENT)) {
      return Batch.on(values.memory(), loader.next().orElseThrow(), layout);
    }
  }

  @Override
  public void close() {
    values.close();
  }
}
