package io.fuxictr.ctr.model.sequence;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import io.fuxictr.ctr.layer.GradientComparison;
import io.fuxictr.ctr.layer.dense.Activation;
import io.fuxictr.ctr.layer.dense.MlpShape;
import io.fuxictr.ctr.layer.sequence.TransformerLayer;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SequencePartsGradientIT {
  private static final int ROWS = 3;
  private static final int LENGTH = 4;
  private static final int DIM = 4;
  private static final MlpShape PERCEPTRON =
      new MlpShape(List.of(5), OptionalInt.of(1), MlpShape.Style.alike(Activation.TANH, 0, false));

  private final GradientComparison gradients = new GradientComparison();

  @AfterEach
  void release() {
    gradients.close();
  }

  @Test
  void everyKindOfEvolution() throws InterruptedException {
    for (InterestEvolution.Unit unit : InterestEvolution.Unit.values()) {
      InterestEvolution.Options options =
          new InterestEvolution.Options(
              unit, InterestEvolution.Relation.PERCEPTRON, PERCEPTRON, true);

      gradients.ofWeights(new InterestEvolution(0, DIM, options), targetSequenceMask());
    }
  }

  @Test
  void everyPoolingOfATransformer() throws InterruptedException {
    TransformerLayer.Options layer = new TransformerLayer.Options(2, 0, 0, true, true);
    for (BehaviourEncoder.Pooling pooling : BehaviourEncoder.Pooling.values()) {
      BehaviourEncoder.Options options = new BehaviourEncoder.Options(1, layer, 2, true, pooling);

      gradients.ofWeights(
          new BehaviourEncoder("encoder", LENGTH + 1, DIM, options), targetSequenceMask());
    }
  }

  @Test
  void lossOfTheNextStep() throws InterruptedException {
    NDList inputs = new NDList(sequence(), sequence(), sequence(), targetSequenceMask().get(2));

    gradients.ofWeights(new NextStepLoss(DIM, PERCEPTRON, List.of(), 0.5), inputs);
  }

  private NDList targetSequenceMask() {
    NDArray mask =
        gradients
            .memory()
            .create(new float[] {1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0}, new Shape(ROWS, LENGTH));
    return new NDList(gradients.values(ROWS, DIM), sequence(), mask);
  }

  private NDArray sequence() {
    return gradients.values(ROWS, LENGTH, DIM);
  }
}
