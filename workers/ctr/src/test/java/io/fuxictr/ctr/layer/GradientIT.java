package io.fuxictr.ctr.layer;

import ai.djl.ndarray.NDList;
import io.fuxictr.ctr.MemorySource;
import io.fuxictr.ctr.Synthetic;
import io.fuxictr.ctr.batch.Batch;
import io.fuxictr.ctr.batch.BatchLoader;
import io.fuxictr.ctr.batch.FieldLayout;
import io.fuxictr.ctr.batch.Labels;
import io.fuxictr.ctr.layer.dense.Activation;
import io.fuxictr.ctr.layer.dense.MlpGroup;
import io.fuxictr.ctr.layer.dense.MlpShape;
import io.fuxictr.ctr.layer.dense.StackedMlps;
import io.fuxictr.ctr.layer.dense.WideMlps;
import io.fuxictr.ctr.layer.embedding.EmbeddingPlan;
import io.fuxictr.ctr.layer.embedding.FeatureEmbedding;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GradientIT {
  private static final int ROWS = 16;

  private final GradientCheck check = new GradientCheck();

  @AfterEach
  void release() {
    check.close();
  }

  @Test
  void featureEmbedding() throws InterruptedException {
    FieldLayout layout = new FieldLayout(Synthetic.FEATURES);
    MemorySource samples = new MemorySource(Synthetic.block(ROWS, 1));
    try (BatchLoader loader = BatchLoader.inOrder(samples, layout, ROWS, Labels.PRESENT)) {
      Batch batch = Batch.on(check.memory(), loader.next().orElseThrow(), layout);

      check.weights(
          new FeatureEmbedding(layout, EmbeddingPlan.pooled("tables", 4)), batch.inputs());
    }
  }

  @Test
  void perceptronsThatShareAnInput() throws InterruptedException {
    MlpGroup experts = group(List.of("e0", "e1"), OptionalInt.empty(), false);
    MlpGroup gates = group(List.of("g0"), OptionalInt.of(2), false);

    check.weights(new WideMlps(List.of(experts, gates), 6), new NDList(check.values(ROWS, 6)));
  }

  @Test
  void perceptronsWithAnInputEach() throws InterruptedException {
    MlpGroup towers = group(List.of("t0", "t1", "t2"), OptionalInt.of(1), false);

    check.weights(new StackedMlps(towers, 6), new NDList(check.values(3, ROWS, 6)));
  }

  @Test
  void batchNormInBothForms() throws InterruptedException {
    MlpGroup wide = group(List.of("e0", "e1"), OptionalInt.of(2), true);
    check.weights(new WideMlps(List.of(wide), 6), new NDList(check.values(ROWS, 6)));

    check.weights(new StackedMlps(wide, 6), new NDList(check.values(2, ROWS, 6)));
  }

  private static MlpGroup group(List<String> names, OptionalInt output, boolean batchNorm) {
    MlpShape.Style style = MlpShape.Style.alike(Activation.TANH, 0, batchNorm);
    return new MlpGroup(names, new MlpShape(List.of(5, 4), output, style));
  }
}
