package io.fuxictr.ctr.train;

import com.sun.management.OperatingSystemMXBean;
import io.fuxictr.ctr.MemorySource;
import io.fuxictr.ctr.batch.BatchLoader;
import io.fuxictr.ctr.batch.HostBatch;
import io.fuxictr.ctr.batch.Labels;
import io.fuxictr.ctr.config.HyperParameters;
import io.fuxictr.ctr.engine.TorchEngine;
import io.fuxictr.ctr.loss.LossWeighting;
import io.fuxictr.ctr.loss.Objectives;
import io.fuxictr.ctr.model.ModelSetup;
import io.fuxictr.ctr.optimizer.Optimizer;
import io.fuxictr.ctr.predict.RankModel;
import io.fuxictr.dataset.feature.Feature;
import io.fuxictr.dataset.feature.FeatureMap;
import io.fuxictr.dataset.sample.SampleBlock;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SplittableRandom;

/**
 * Measures what a training step costs as vocabularies grow; started by hand, with the numbers of
 * rows as arguments: once for rows of the batch, once for whole tables.
 *
 * <p>Time is that of processors, which a busy machine disturbs least; with {@code
 * -Dai.djl.pytorch.num_threads=1} it is that of one.
 */
final class StepCost {
  private static final int FIELDS = 10;
  private static final int WIDTH = 16;
  private static final int BATCH = 1024;
  private static final int BATCHES = 8;
  private static final double RATE = 1e-3;
  private static final int WARM_UP = 5;
  private static final int STEPS = 300;
  private static final long ENOUGH_NANOS = 15_000_000_000L;

  private StepCost() {}

  /** Prints milliseconds per step for each total number of rows. */
  public static void main(String[] rows) throws InterruptedException {
    for (String each : rows) {
      int vocabulary = (int) Double.parseDouble(each) / FIELDS;
      for (boolean sparse : new boolean[] {true, false}) {
        System.out.println(
            "%,d rows, sparse_embeddings %s: %.1f ms per step"
                .formatted(vocabulary * FIELDS, sparse, measure(vocabulary, sparse)));
        System.out.flush();
      }
    }
  }

  /** Returns the mean of what steps took, in milliseconds. */
  private static double measure(int vocabulary, boolean sparse) throws InterruptedException {
    ModelSetup setup = setup(vocabulary, sparse);
    var processors = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    try (RankModel model = RankModel.create(setup);
        LossWeighting weighting = LossWeighting.of(setup, model.network());
        var turn = TorchEngine.start().takeTurn();
        var optimizer =
            new Optimizer(
                model.memory(),
                model.network().weights(),
                model.network().kind(),
                Optimizer.Settings.of(setup.parameters()))) {
      TrainingStep step =
          new TrainingStep(
              turn, model.network(), model.layout(), Objectives.of(setup), weighting, optimizer, 1);
      List<HostBatch> batches = batches(model, vocabulary);
      for (int i = 0; i < WARM_UP; i++) {
        step.run(model.memory(), batches.get(i), RATE);
      }
      long begin = processors.getProcessCpuTime();
      long taken = 0;
      int steps = 0;
      while (steps < STEPS && taken < ENOUGH_NANOS) {
        step.run(model.memory(), batches.get(steps % BATCHES), RATE);
        steps++;
        taken = processors.getProcessCpuTime() - begin;
      }
      return taken / 1e6 / steps;
    }
  }

  private static ModelSetup setup(int vocabulary, boolean sparse) {
    List<Feature> features = new ArrayList<>();
    for (int i = 0; i < FIELDS; i++) {
      features.add(
          new Feature.Categorical(
              "feature_" + i, "", vocabulary, Optional.empty(), OptionalInt.empty()));
    }
    Map<String, Object> parameters =
        Map.of(
            "model",
            "DNN",
            "embedding_dim",
            WIDTH,
            "hidden_units",
            List.of(256, 128),
            "sparse_embeddings",
            sparse);
    return new ModelSetup(
        HyperParameters.of(parameters), new FeatureMap("growing", features, List.of("label")));
  }

  private static List<HostBatch> batches(RankModel model, int vocabulary)
      throws InterruptedException {
    SplittableRandom random = new SplittableRandom(1);
    int rows = BATCH * BATCHES;
    Map<String, int[]> ids = new HashMap<>();
    for (int i = 0; i < FIELDS; i++) {
      ids.put("feature_" + i, random.ints(rows, 1, vocabulary).toArray());
    }
    float[] labels = new float[rows];
    for (int i = 0; i < rows; i++) {
      labels[i] = random.nextInt(2);
    }
    SampleBlock block = new SampleBlock(rows, Map.of(), ids, Map.of("label", labels));
    List<HostBatch> batches = new ArrayList<>();
    try (BatchLoader loader =
        BatchLoader.inOrder(new MemorySource(block), model.layout(), BATCH, Labels.PRESENT)) {
      for (int i = 0; i < BATCHES; i++) {
        batches.add(loader.next().orElseThrow());
      }
    }
    return batches;
  }
}
