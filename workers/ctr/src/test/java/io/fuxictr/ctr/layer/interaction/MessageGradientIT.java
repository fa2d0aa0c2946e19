package io.fuxictr.ctr.layer.interaction;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import io.fuxictr.ctr.layer.GradientComparison;
import io.fuxictr.ctr.layer.dense.Activation;
import io.fuxictr.ctr.layer.dense.MlpShape;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MessageGradientIT {
  private static final int ROWS = 8;
  private static final int FIELDS = 4;
  private static final int DIM = 3;

  private final GradientComparison gradients = new GradientComparison();

  @AfterEach
  void release() {
    gradients.close();
  }

  @Test
  void messagesAlongAGraph() throws InterruptedException {
    NDArray graph = gradients.values(ROWS, FIELDS, FIELDS).softmax(-1);

    gradients.ofAll(new FieldGraph("graph", FIELDS, DIM), new NDList(graph, fields()));
  }

  @Test
  void complexFields() throws InterruptedException {
    EulerLayer layer = new EulerLayer("layer", FIELDS, 2, new EulerLayer.Options(DIM, 0, 0, true));

    gradients.ofAll(layer, new NDList(fields(), fields()));
  }

  @Test
  void factorizationBesideCompression() throws InterruptedException {
    gradients.ofAll(layer(2), new NDList(fields()));
  }

  @Test
  void factorizationOfAllDotProducts() throws InterruptedException {
    gradients.ofAll(layer(0), new NDList(fields()));
  }

  private static WuKongLayer layer(int rank) {
    MlpShape perceptron =
        new MlpShape(
            List.of(5), OptionalInt.of(2 * DIM), MlpShape.Style.alike(Activation.TANH, 0, false));
    return new WuKongLayer(
        "layer", FIELDS, new WuKongLayer.Options(DIM, 2, 3, rank, perceptron, true));
  }

  private NDArray fields() {
    return gradients.values(ROWS, FIELDS, DIM);
  }
}
