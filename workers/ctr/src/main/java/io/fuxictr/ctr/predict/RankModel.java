package io.fuxictr.ctr.predict;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.training.ParameterStore;
import io.fuxictr.ctr.batch.Batch;
import io.fuxictr.ctr.batch.BatchLoader;
import io.fuxictr.ctr.batch.FieldLayout;
import io.fuxictr.ctr.batch.HostBatch;
import io.fuxictr.ctr.batch.Labels;
import io.fuxictr.ctr.engine.TorchEngine;
import io.fuxictr.ctr.file.ModelFile;
import io.fuxictr.ctr.file.StoredTensor;
import io.fuxictr.ctr.file.TensorFile;
import io.fuxictr.ctr.layer.Pass;
import io.fuxictr.ctr.layer.embedding.PretrainedTable;
import io.fuxictr.ctr.layer.embedding.PretrainedVectors;
import io.fuxictr.ctr.metric.Evaluation;
import io.fuxictr.ctr.metric.MetricPlan;
import io.fuxictr.ctr.metric.ScoreCollector;
import io.fuxictr.ctr.model.ModelSetup;
import io.fuxictr.ctr.model.Network;
import io.fuxictr.ctr.model.ObjectiveKind;
import io.fuxictr.ctr.zoo.ModelRegistry;
import io.fuxictr.dataset.sample.SampleSource;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** A model whose weights have values. */
public final class RankModel implements AutoCloseable {
  private final ModelSetup setup;
  private final Network network;
  private final FieldLayout layout;
  private final List<ObjectiveKind> kinds;
  private final NDManager memory;

  private RankModel(ModelSetup setup, Network network, NDManager memory) {
    this.setup = setup;
    this.network = network;
    this.layout = setup.layout();
    this.kinds = setup.kinds();
    this.memory = memory;
  }

  /**
   * Builds a model with its first values, which follow from hyper-parameter {@code seed}; it is on
   * the device that {@code gpu} asks for.
   *
   * @throws io.fuxictr.ctr.config.ModelConfigException if a feature has vectors learnt elsewhere
   */
  public static RankModel create(ModelSetup given) {
    return create(given, PretrainedVectors.none());
  }

  /**
   * Builds a model with its first values, which follow from hyper-parameter {@code seed} and from
   * vectors learnt elsewhere; it is on the device that {@code gpu} asks for.
   *
   * @param vectors where those come from
   */
  public static RankModel create(ModelSetup given, PretrainedVectors vectors) {
    ModelSetup setup = ModelRegistry.prepare(given);
    Network network = ModelRegistry.build(setup);
    long seed = setup.seed();
    RankModel model = new RankModel(setup, network, memory(setup.gpu()));
    try {
      network.weights().forEach(weight -> weight.initialize(model.memory, seed));
      PretrainedTable.in(network).forEach(table -> table.fill(vectors));
      return model;
    } catch (RuntimeException e) {
      model.close();
      throw e;
    }
  }

  /**
   * Loads a model from its file, onto the device that its training asked for.
   *
   * @throws io.fuxictr.ctr.file.ModelFileException if the file is damaged or holds something else
   */
  public static RankModel load(Path path) {
    return load(path, OptionalInt.empty());
  }

  /**
   * Loads a model from its file, wherever it was trained.
   *
   * @param gpu number of the CUDA device, below 0 for the CPU
   * @throws io.fuxictr.ctr.file.ModelFileException if the file is damaged or holds something else
   */
  public static RankModel load(Path path, int gpu) {
    return load(path, OptionalInt.of(gpu));
  }

  private static RankModel load(Path path, OptionalInt gpu) {
    try (TensorFile file = TensorFile.open(path)) {
      ModelSetup setup = ModelRegistry.prepare(ModelFile.setup(file));
      Network network = ModelRegistry.build(setup);
      RankModel model = new RankModel(setup, network, memory(gpu.orElseGet(setup::gpu)));
      try {
        network.weights().forEach(weight -> weight.allocate(model.memory));
        file.read(StoredTensor.of(network.weights()));
        return model;
      } catch (RuntimeException e) {
        model.close();
        throw e;
      }
    }
  }

  /**
   * Builds a model whose weights come from a safetensors file of any origin, such as one written by
   * Python from the reference's {@code state_dict}.
   *
   * <p>Tensors are found by the reference's names; those that the model does not have, such as
   * counters and masks, are passed over.
   *
   * @throws io.fuxictr.ctr.file.ModelFileException if the file is damaged, lacks a weight, or has
   *     one of another shape or type than float32
   */
  public static RankModel withWeights(ModelSetup given, Path weights) {
    RankModel model = create(given);
    try (TensorFile file = TensorFile.open(weights)) {
      file.read(StoredTensor.of(model.network.weights()));
      return model;
    } catch (RuntimeException e) {
      model.close();
      throw e;
    }
  }

  private static NDManager memory(int gpu) {
    TorchEngine engine = TorchEngine.start();
    return engine.memory(engine.device(gpu));
  }

  /** Writes the model into a file, all or nothing. */
  public void save(Path path) {
    save(path, () -> {});
  }

  /**
   * Writes the model into a file, all or nothing.
   *
   * @param publishing runs right before the file gets its name; if it throws, an earlier file stays
   */
  public void save(Path path, Runnable publishing) {
    ModelFile.write(path, setup, network.weights(), publishing);
  }

  /** Returns what it is built from. */
  public ModelSetup setup() {
    return setup;
  }

  /** Returns its block. */
  public Network network() {
    return network;
  }

  /** Returns where features stand in its batches. */
  public FieldLayout layout() {
    return layout;
  }

  /** Returns the owner of its memory. */
  public NDManager memory() {
    return memory;
  }

  /** Returns how many numbers are trained. */
  public long trainedNumbers() {
    return network.weights().stream()
        .filter(weight -> weight.role().isTrained())
        .mapToLong(weight -> weight.shape().size())
        .sum();
  }

  /**
   * Returns the predictions (T, B) of a batch, objective by objective: probabilities, or numbers
   * where the task is regression.
   */
  public float[] predict(HostBatch host) {
    try (NDManager scope = memory.newSubManager()) {
      Batch batch = Batch.on(scope, host, layout);
      NDArray logits =
          network.score(Pass.scoring(new ParameterStore(scope, false)), batch.inputs()).logits();
      return ObjectiveKind.predictions(kinds, logits).toFloatArray();
    }
  }

  /**
   * Measures the model on labelled samples, by the metrics of its hyper-parameters.
   *
   * @param batchSize samples per forward pass
   */
  public Evaluation evaluate(SampleSource samples, int batchSize) throws InterruptedException {
    return evaluate(samples, batchSize, setup.metrics());
  }

  /**
   * Measures the model on labelled samples.
   *
   * @param batchSize samples per forward pass
   * @param plan what to measure
   * @throws io.fuxictr.ctr.config.ModelConfigException if it compares the samples of a group, and
   *     the dataset does not have the column of hyper-parameter {@code group_id}
   */
  public Evaluation evaluate(SampleSource samples, int batchSize, MetricPlan plan)
      throws InterruptedException {
    setup.checkGroups(plan);
    Labels labels = plan.isGrouped() ? Labels.PRESENT_WITH_GROUPS : Labels.PRESENT;
    ScoreCollector scores = new ScoreCollector(plan);
    try (BatchLoader loader = BatchLoader.inOrder(samples, layout, batchSize, labels)) {
      for (Optional<HostBatch> batch = loader.next(); batch.isPresent(); batch = loader.next()) {
        add(scores, batch.get(), plan.isGrouped());
      }
    }
    return scores.evaluate();
  }

  private void add(ScoreCollector scores, HostBatch batch, boolean grouped) {
    if (grouped) {
      scores.add(predict(batch), batch.labels(), batch.groups());
    } else {
      scores.add(predict(batch), batch.labels());
    }
  }

  /** Returns the values of its weights' owner to the system. */
  @Override
  public void close() {
    memory.close();
  }
}
