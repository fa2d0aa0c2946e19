package io.fuxictr.ctr.train;

import ai.djl.engine.EngineException;
import io.fuxictr.ctr.engine.TorchEngine;
import io.fuxictr.ctr.engine.TorchEngine.Turn;
import io.fuxictr.ctr.layer.Weight;
import io.fuxictr.ctr.layer.embedding.PretrainedVectors;
import io.fuxictr.ctr.loss.LossWeighting;
import io.fuxictr.ctr.loss.Objectives;
import io.fuxictr.ctr.model.ModelSetup;
import io.fuxictr.ctr.optimizer.Optimizer;
import io.fuxictr.ctr.predict.RankModel;
import io.fuxictr.ctr.zoo.ModelRegistry;
import io.fuxictr.dataset.sample.SampleSource;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Trains one model, from its beginning or from where an earlier run was interrupted.
 *
 * <p>After each epoch, about once a minute within it, and when it is asked to stop, all that the
 * rest needs is written to disk. Interrupted and started again with the same setup, samples and
 * folder, a training ends with the weights it would have had without the interruption, bit for bit
 * on the same machine. On CUDA that is so for models whose operations libtorch sums up there in a
 * fixed order; with others the weights agree up to rounding.
 */
public final class Trainer {
  private static final Logger log = LoggerFactory.getLogger(Trainer.class);

  private final ModelSetup setup;
  private final TrainingSettings settings;
  private final PretrainedVectors vectors;

  /**
   * Checks all hyper-parameters.
   *
   * @throws io.fuxictr.ctr.config.ModelConfigException if one cannot be used
   */
  public Trainer(ModelSetup given) {
    this(given, PretrainedVectors.none());
  }

  /**
   * Checks all hyper-parameters.
   *
   * @param vectors where the vectors come from that embeddings start from
   * @throws io.fuxictr.ctr.config.ModelConfigException if one cannot be used
   */
  public Trainer(ModelSetup given, PretrainedVectors vectors) {
    this.vectors = vectors;
    this.setup = ModelRegistry.prepare(given);
    this.settings = TrainingSettings.of(setup);
  }

  /**
   * Trains until the epochs are over or nothing improves; waits while another training runs in this
   * process.
   *
   * @param checkpoints folder of this training alone; created if it does not exist
   * @return the model with its best weights, to be closed by the caller
   * @throws DivergedException if loss or gradient stop being finite
   * @throws NotEnoughMemoryException if the training needs more memory than there is
   * @throws InterruptedException if the listener or the thread asks to stop
   */
  public RankModel fit(
      SampleSource train, SampleSource valid, Path checkpoints, TrainingListener listener)
      throws InterruptedException {
    requireSamples(train, "training", "look at the training query");
    requireSamples(valid, "validation", "set valid_size");
    requireMemory();
    MemoryNeed need = memoryNeed();
    TorchEngine engine = TorchEngine.start();
    log.info("Training {} takes {}", setup.model(), need.figures());
    try (Turn turn = engine.takeTurn()) {
      return fit(turn, new TrainingData(train, valid), checkpoints, listener);
    } catch (EngineException e) {
      throw need.explain(e);
    } catch (OutOfMemoryError e) {
      throw need.explain(e);
    }
  }

  /**
   * Refuses a training on the CPU that cannot fit this host, before anything is taken for it.
   *
   * @throws NotEnoughMemoryException if weights, gradients, the optimizer and one batch need more
   *     memory than the host has, with the figures
   */
  public void requireMemory() {
    if (TorchEngine.start().usesCpu(setup.gpu())) {
      memoryNeed().requireWithin(MemoryNeed.hostBytes());
    }
  }

  private MemoryNeed memoryNeed() {
    return MemoryNeed.of(
        setup.model(),
        ModelRegistry.build(setup),
        settings.optimizer(),
        settings.order().batchSize());
  }

  private RankModel fit(Turn turn, TrainingData data, Path checkpoints, TrainingListener listener)
      throws InterruptedException {
    RankModel model = RankModel.create(setup, vectors);
    try {
      fit(turn, model, data, checkpoints, listener);
      return model;
    } catch (InterruptedException | RuntimeException | OutOfMemoryError e) {
      model.close();
      throw e;
    }
  }

  /**
   * Returns how many samples a forward pass takes when nothing is trained; a good batch size for
   * evaluation and prediction.
   */
  public int evaluationBatch() {
    return settings.evaluationBatch();
  }

  private void fit(
      Turn turn, RankModel model, TrainingData data, Path checkpoints, TrainingListener listener)
      throws InterruptedException {
    try (LossWeighting weighting = LossWeighting.of(setup, model.network())) {
      weighting.weights().forEach(weight -> weight.initialize(model.memory(), setup.seed()));
      List<Weight> weights = new ArrayList<>(model.network().weights());
      weights.addAll(weighting.weights());
      try (Optimizer optimizer =
          new Optimizer(model.memory(), weights, model.network().kind(), settings.optimizer())) {
        CheckpointFolder folder =
            new CheckpointFolder(
                checkpoints, setup, weights, optimizer, weighting, listener::publishing);
        TrainingStep step =
            new TrainingStep(
                turn,
                model.network(),
                model.layout(),
                Objectives.of(setup),
                weighting,
                optimizer,
                setup.seed());
        TrainingRun run = new TrainingRun(settings, model, step, folder, listener);
        run.resume();
        run.finish(data);
      }
    }
  }

  private static void requireSamples(SampleSource samples, String name, String remedy) {
    if (samples.rows() == 0) {
      throw new IllegalArgumentException("There are no %s samples: %s".formatted(name, remedy));
    }
  }
}
