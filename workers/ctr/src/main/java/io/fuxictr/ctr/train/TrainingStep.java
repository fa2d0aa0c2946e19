package io.fuxictr.ctr.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;
import io.fuxictr.ctr.batch.Batch;
import io.fuxictr.ctr.batch.FieldLayout;
import io.fuxictr.ctr.batch.HostBatch;
import io.fuxictr.ctr.engine.TorchEngine.Turn;
import io.fuxictr.ctr.layer.Dropout;
import io.fuxictr.ctr.layer.Pass;
import io.fuxictr.ctr.loss.LossWeighting;
import io.fuxictr.ctr.loss.Objectives;
import io.fuxictr.ctr.model.Network;
import io.fuxictr.ctr.optimizer.Optimizer;
import java.util.function.Consumer;

/** Forward, backward and update for one batch. */
final class TrainingStep {
  private final Turn turn;
  private final Network network;
  private final FieldLayout layout;
  private final Objectives objectives;
  private final LossWeighting weighting;
  private final Optimizer optimizer;
  private final long seed;

  TrainingStep(
      Turn turn,
      Network network,
      FieldLayout layout,
      Objectives objectives,
      LossWeighting weighting,
      Optimizer optimizer,
      long seed) {
    this.turn = turn;
    this.network = network;
    this.layout = layout;
    this.objectives = objectives;
    this.weighting = weighting;
    this.optimizer = optimizer;
    this.seed = seed;
  }

  /**
   * What one step found.
   *
   * @param loss total loss before the update, penalty included
   * @param gradientNorm norm of all gradients before clipping
   */
  record Result(double loss, double gradientNorm) {}

  /**
   * Trains on one batch.
   *
   * @throws DivergedException if loss or gradient is not finite; the weights are then untouched
   */
  Result run(NDManager memory, HostBatch batch, double learningRate) {
    return run(memory, batch, learningRate, _ -> {});
  }

  /** Trains on one batch and shows the gradients, penalty included and clipped, afterwards. */
  Result run(
      NDManager memory, HostBatch batch, double learningRate, Consumer<StepWeights> afterwards) {
    try (NDManager scope = memory.newSubManager()) {
      StepWeights weights = new StepWeights(scope, optimizer.tableRows());
      double loss = backward(scope, batch, weights);
      if (!Double.isFinite(loss)) {
        throw Divergence.describe(loss, optimizer.weights(), weights, layout, batch);
      }
      Optimizer.Outcome outcome = optimizer.step(scope, learningRate, weights::gradient);
      if (!Double.isFinite(outcome.gradientNorm())) {
        throw Divergence.describe(loss, optimizer.weights(), weights, layout, batch);
      }
      afterwards.accept(weights);
      return new Result(loss + outcome.penalty(), outcome.gradientNorm());
    }
  }

  /** Fills the gradients and returns the loss without penalty. */
  private double backward(NDManager scope, HostBatch host, StepWeights weights) {
    Batch batch = Batch.on(scope, host, layout);
    Pass pass = Pass.training(weights, Dropout.of(seed, optimizer.steps()), weights::rows);
    try (GradientCollector collector = turn.collectGradients()) {
      Network.Output output = network.score(pass, batch.inputs());
      NDArray losses = objectives.losses(output.logits(), batch.labels());
      NDArray weighted = weighting.total(losses, weights);
      NDArray total = output.auxiliaryLoss().map(weighted::add).orElse(weighted);
      collector.backward(total);
      return total.getFloat();
    }
  }
}
