package io.fuxictr.ctr.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDList;
import io.fuxictr.ctr.MemorySource;
import io.fuxictr.ctr.Synthetic;
import io.fuxictr.ctr.batch.BatchLoader;
import io.fuxictr.ctr.batch.HostBatch;
import io.fuxictr.ctr.batch.Labels;
import io.fuxictr.ctr.engine.TorchEngine;
import io.fuxictr.ctr.layer.Pass;
import io.fuxictr.ctr.layer.Weight;
import io.fuxictr.ctr.loss.LossWeighting;
import io.fuxictr.ctr.loss.Objectives;
import io.fuxictr.ctr.model.ModelSetup;
import io.fuxictr.ctr.model.MultiObjective;
import io.fuxictr.ctr.optimizer.Optimizer;
import io.fuxictr.ctr.predict.RankModel;
import io.fuxictr.dataset.sample.SampleBlock;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GradNormIT {
  private static final double RATE = 0.01;

  /** Loss of a step and norm of the gradient by the last shared layer. */
  private record Found(double loss, double pull) {}

  @ParameterizedTest
  @ValueSource(strings = {"ShareBottom", "MMoE"})
  void theObjectiveThatPullsHarderCountsLessFromTheFirstStepOn(String model) throws Exception {
    SampleBlock block = Synthetic.block(64, 1);
    Found first = step(model, List.of(1, 0), block, 1);
    Found second = step(model, List.of(0, 1), block, 1);
    assertThat(first.pull()).isNotEqualTo(second.pull());

    double lighter = 2 / (1 + Math.exp(2 * RATE));
    boolean harder = first.pull() > second.pull();
    double expected =
        (harder ? lighter : 2 - lighter) * first.loss()
            + (harder ? 2 - lighter : lighter) * second.loss();

    assertThat(step(model, "GN", block, 1).loss()).isCloseTo(expected, within(1e-5));
  }

  @Test
  void pullsComeCloserToEachOther() throws Exception {
    SampleBlock block = Synthetic.block(64, 1);
    double first = step("ShareBottom", List.of(1, 0), block, 1).pull();
    double second = step("ShareBottom", List.of(0, 1), block, 1).pull();
    double losses = step("ShareBottom", "EQ", block, 1).loss();
    double one = step("ShareBottom", List.of(1, 0), block, 1).loss();

    double total = step("ShareBottom", "GN", block, 30).loss();

    double weight = 2 * second / (first + second);
    double balanced = weight * one + (2 - weight) * (losses - one);
    assertThat(Math.abs(total - balanced)).isLessThan(Math.abs(losses - balanced));
    assertThat((total - losses) * (balanced - losses)).isPositive();
  }

  @Test
  void anObjectiveWithoutLabelsTakesNoPart() throws Exception {
    float[] unknown = new float[64];
    Arrays.fill(unknown, -1f);
    SampleBlock masked = Synthetic.with(Synthetic.block(64, 1), "credit", unknown);

    Found equal = step("ShareBottom", "EQ", masked, 1);
    Found balanced = step("ShareBottom", "GN", masked, 5);

    assertThat(balanced.loss()).isCloseTo(equal.loss(), within(1e-6));
  }

  @Test
  void aModelThatSharesNoLayerIsRefused() {
    ModelSetup setup = Synthetic.setup("ShareBottom", Map.of("loss_weight", "GN"));

    assertThatThrownBy(() -> LossWeighting.of(setup, new Nothing()))
        .hasMessageContaining("loss_weight is 'GN'")
        .hasMessageContaining("no such layer")
        .hasMessageContaining("EQ, UW");
  }

  /** A model without layers. */
  private static final class Nothing extends MultiObjective {
    @Override
    public NDList apply(Pass pass, NDList inputs) {
      return inputs;
    }
  }

  /** Takes steps that move nothing and returns what the last one found. */
  private static Found step(String name, Object lossWeight, SampleBlock block, int steps)
      throws InterruptedException {
    ModelSetup setup = Synthetic.setup(name, Map.of("loss_weight", lossWeight, "optimizer", "SGD"));
    TorchEngine engine = TorchEngine.start();
    double[] pull = new double[1];
    double loss = 0;
    try (RankModel model = RankModel.create(setup);
        LossWeighting weighting = LossWeighting.of(setup, model.network());
        var turn = engine.takeTurn();
        var optimizer =
            new Optimizer(
                model.memory(),
                model.network().weights(),
                model.network().kind(),
                Optimizer.Settings.of(setup.parameters()))) {
      Weight shared = model.network().lastSharedLayer().orElseThrow();
      TrainingStep step =
          new TrainingStep(
              turn, model.network(), model.layout(), Objectives.of(setup), weighting, optimizer, 1);
      for (int i = 0; i < steps; i++) {
        loss =
            step.run(
                    model.memory(),
                    batch(model, block),
                    0,
                    gradients -> pull[0] = gradients.gradient(shared).values().norm().getFloat())
                .loss();
      }
    }
    return new Found(loss, pull[0]);
  }

  private static HostBatch batch(RankModel model, SampleBlock block) throws InterruptedException {
    try (BatchLoader loader =
        BatchLoader.inOrder(new MemorySource(block), model.layout(), 64, Labels.PRESENT)) {
      return loader.next().orElseThrow();
    }
  }
}
