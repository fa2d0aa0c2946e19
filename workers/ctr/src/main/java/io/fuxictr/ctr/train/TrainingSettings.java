package io.fuxictr.ctr.train;

import io.fuxictr.ctr.batch.FieldLayout;
import io.fuxictr.ctr.batch.TrainingSamples;
import io.fuxictr.ctr.config.HyperParameters;
import io.fuxictr.ctr.config.ModelConfigException;
import io.fuxictr.ctr.loss.BinaryCrossEntropy;
import io.fuxictr.ctr.loss.LossWeighting;
import io.fuxictr.ctr.model.ModelSetup;
import io.fuxictr.ctr.optimizer.Adam;
import java.util.Locale;
import java.util.OptionalInt;

/**
 * How a model is trained, out of its hyper-parameters.
 *
 * @param epochs passes over the samples at most
 * @param evalSteps steps between evaluations; empty: one at the end of each epoch
 * @param saveBestOnly whether the best weights win, not the last
 * @param order how samples follow each other
 * @param monitor what decides when to stop
 * @param start state before the first evaluation
 * @param adam what the optimizer needs
 */
record TrainingSettings(
    int epochs,
    OptionalInt evalSteps,
    boolean saveBestOnly,
    TrainingSamples.Order order,
    Monitor monitor,
    EarlyStop start,
    Adam.Settings adam) {
  private static final long SHUFFLE_BYTES = 256L << 20;
  private static final int LEAST_EVALUATION_BATCH = 2048;

  /** Reads and checks all that training needs. */
  static TrainingSettings of(ModelSetup setup) {
    HyperParameters parameters = setup.parameters();
    BinaryCrossEntropy.check(setup);
    LossWeighting.of(setup);
    return new TrainingSettings(
        parameters.integer("epochs", 1, n -> n >= 1, "at least 1"),
        parameters.integer("eval_steps", n -> n >= 1, "at least 1, or null"),
        parameters.flag("save_best_only", true),
        order(setup),
        Monitor.of(parameters, setup.metrics()),
        EarlyStop.start(rules(parameters), learningRate(parameters)),
        Adam.Settings.of(parameters));
  }

  private static TrainingSamples.Order order(ModelSetup setup) {
    HyperParameters parameters = setup.parameters();
    int fitting = TrainingSamples.rowsIn(SHUFFLE_BYTES, new FieldLayout(setup.features()));
    return new TrainingSamples.Order(
        parameters.integer("batch_size", 32, n -> n >= 1, "at least 1"),
        parameters.integer("buffer_size", fitting, n -> n >= 1, "at least 1"),
        parameters.flag("shuffle", true),
        setup.seed(),
        false);
  }

  private static EarlyStop.Rules rules(HyperParameters parameters) {
    return new EarlyStop.Rules(
        mode(parameters.text("monitor_mode", "max")),
        parameters.integer("early_stop_patience", 2, n -> n >= 1, "at least 1"),
        parameters.flag("reduce_lr_on_plateau", true));
  }

  private static EarlyStop.Mode mode(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "max" -> EarlyStop.Mode.MAX;
      case "min" -> EarlyStop.Mode.MIN;
      default -> throw ModelConfigException.of("monitor_mode", text, "max, min");
    };
  }

  private static double learningRate(HyperParameters parameters) {
    return parameters.real(
        "learning_rate", 1e-3, rate -> rate > 0 && Double.isFinite(rate), "a number above 0");
  }

  /** Returns the samples per forward pass when nothing is trained. */
  int evaluationBatch() {
    return Math.max(order.batchSize(), LEAST_EVALUATION_BATCH);
  }
}
