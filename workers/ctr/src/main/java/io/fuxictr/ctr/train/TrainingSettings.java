package io.fuxictr.ctr.train;

import io.fuxictr.ctr.config.HyperParameters;
import io.fuxictr.ctr.config.ModelConfigException;
import io.fuxictr.ctr.loss.LossWeighting;
import io.fuxictr.ctr.loss.Objectives;
import io.fuxictr.ctr.model.ModelSetup;
import io.fuxictr.ctr.optimizer.Optimizer;
import java.util.Locale;
import java.util.OptionalInt;

/**
 * How a model is trained, out of its hyper-parameters.
 *
 * @param epochs passes over the samples at most
 * @param evalSteps steps between evaluations; empty: one at the end of each epoch
 * @param checkpointSteps steps between checkpoints; empty: about a minute
 * @param saveBestOnly whether the best weights win, not the last
 * @param order how samples follow each other
 * @param monitor what decides when to stop
 * @param start state before the first evaluation
 * @param optimizer what the optimizer needs
 */
record TrainingSettings(
    int epochs,
    OptionalInt evalSteps,
    OptionalInt checkpointSteps,
    boolean saveBestOnly,
    SampleOrder order,
    Monitor monitor,
    EarlyStop start,
    Optimizer.Settings optimizer) {
  private static final int LEAST_EVALUATION_BATCH = 2048;

  /** Reads and checks all that training needs. */
  static TrainingSettings of(ModelSetup setup) {
    HyperParameters parameters = setup.parameters();
    Objectives.of(setup);
    LossWeighting.check(setup);
    Monitor monitor = Monitor.of(parameters, setup.metrics());
    setup.checkGroups(monitor.plan());
    setup.checkGroups(setup.metrics());
    return new TrainingSettings(
        parameters.integer("epochs", 1, n -> n >= 1, "at least 1"),
        parameters.integer("eval_steps", n -> n >= 1, "at least 1, or null"),
        parameters.integer("checkpoint_steps", n -> n >= 1, "at least 1, or null"),
        parameters.flag("save_best_only", true),
        SampleOrder.of(setup),
        monitor,
        EarlyStop.start(rules(parameters), learningRate(parameters)),
        Optimizer.Settings.of(parameters));
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
