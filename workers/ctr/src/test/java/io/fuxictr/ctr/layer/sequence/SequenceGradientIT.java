package io.fuxictr.ctr.layer.sequence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import io.fuxictr.ctr.layer.GradientComparison;
import io.fuxictr.ctr.layer.WeightedBlock;
import io.fuxictr.ctr.layer.dense.Activation;
import io.fuxictr.ctr.layer.dense.MlpShape;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SequenceGradientIT {
  private static final int ROWS = 3;
  private static final int LENGTH = 4;
  private static final int DIM = 4;

  private final GradientComparison gradients = new GradientComparison();

  @AfterEach
  void release() {
    gradients.close();
  }

  @Test
  void targetAttention() throws InterruptedException {
    for (boolean softmax : List.of(false, true)) {
      MlpShape shape =
          new MlpShape(
              List.of(5), OptionalInt.of(1), MlpShape.Style.alike(Activation.TANH, 0, false));

      check(new TargetAttention("layer", DIM, shape, softmax), targetSequenceMask());
    }
  }

  @Test
  void recurrentUnitOfOneStep() throws InterruptedException {
    check(
        new GruCell("layer", DIM),
        new NDList(gradients.values(ROWS, DIM), gradients.values(ROWS, DIM)));
  }

  @Test
  void recurrentUnitOfASequence() throws InterruptedException {
    check(new Gru("layer", DIM), new NDList(gradients.values(ROWS, LENGTH, DIM)));
  }

  @Test
  void recurrentUnitsWithAttention() throws InterruptedException {
    for (AttentionalGru.Gate gate : AttentionalGru.Gate.values()) {
      NDArray attention = gradients.values(ROWS, LENGTH).softmax(1);
      NDList inputs = new NDList(gradients.values(ROWS, LENGTH, DIM), attention, mask());

      check(new AttentionalGru("layer", DIM, gate), inputs);
    }
  }

  @Test
  void scoresOfInterests() throws InterruptedException {
    check(InterestScores.dots(true), targetSequenceMask());
    check(InterestScores.bilinear("layer", DIM, false), targetSequenceMask());
  }

  @Test
  void transformer() throws InterruptedException {
    TransformerLayer.Options options = new TransformerLayer.Options(2, 0, 0, true, true);
    NDArray penalty = gradients.memory().zeros(new Shape(ROWS, 1, LENGTH, LENGTH));

    NDArray sequence = gradients.values(ROWS, LENGTH, DIM);
    check(new TransformerLayer("layer", DIM, options), new NDList(sequence, penalty));
  }

  @Test
  void vectorsOfPositions() throws InterruptedException {
    check(new PositionVectors("layer", LENGTH, 3), new NDList(gradients.values(ROWS, LENGTH, DIM)));
  }

  @Test
  void vectorsOfPositionsStartAsWaves() {
    PositionVectors layer = new PositionVectors("layer", 2, 3);
    layer.weights().getFirst().initialize(gradients.memory(), 1);
    double slow = Math.pow(10_000, -2.0 / 3);

    assertThat(layer.weights().getFirst().array().toFloatArray())
        .containsExactly(
            new float[] {0, 1, 0, (float) Math.sin(1), (float) Math.cos(1), (float) Math.sin(slow)},
            within(1e-6f));
  }

  @Test
  void theLastPositionIsTheLastWithSomething() {
    assertThat(Masks.last(mask()).toFloatArray())
        .containsExactly(0, 0, 0, 1, 0, 1, 0, 0, 0, 0, 0, 0);
  }

  private NDList targetSequenceMask() {
    return new NDList(gradients.values(ROWS, DIM), gradients.values(ROWS, LENGTH, DIM), mask());
  }

  private NDArray mask() {
    return gradients
        .memory()
        .create(new float[] {1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0}, new Shape(ROWS, LENGTH));
  }

  /** Masks are no numbers that could be a little larger. */
  private void check(WeightedBlock block, NDList inputs) throws InterruptedException {
    NDArray last = inputs.get(inputs.size() - 1);
    if (last.getShape().equals(new Shape(ROWS, LENGTH))) {
      gradients.ofWeights(block, inputs);
      return;
    }
    gradients.ofAll(block, inputs);
  }
}
