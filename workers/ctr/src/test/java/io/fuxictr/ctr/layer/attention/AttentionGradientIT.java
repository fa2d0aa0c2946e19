package io.fuxictr.ctr.layer.attention;

import ai.djl.ndarray.NDList;
import io.fuxictr.ctr.layer.GradientComparison;
import io.fuxictr.ctr.layer.WeightedBlock;
import io.fuxictr.ctr.layer.attention.SimilarityLayer.Values;
import io.fuxictr.ctr.layer.dense.JoinedLinear;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AttentionGradientIT {
  private static final int ROWS = 8;
  private static final int FIELDS = 4;
  private static final int DIM = 6;

  private final GradientComparison gradients = new GradientComparison();

  @AfterEach
  void release() {
    gradients.close();
  }

  @Test
  void linearLayersThatShareAnInput() throws InterruptedException {
    List<JoinedLinear.Output> outputs =
        List.of(new JoinedLinear.Output("q", 2), new JoinedLinear.Output("k", 3));

    check(new JoinedLinear(DIM, outputs, JoinedLinear.Bias.TRAINED));
  }

  @Test
  void interactingLayerWithAllItsParts() throws InterruptedException {
    check(
        new InteractingLayer(
            "layer", DIM, new InteractingLayer.Options(4, 2, true, true, true, 0)));
  }

  @Test
  void attentionThatComesBackInItsWidth() throws InterruptedException {
    check(
        new ReprojectedAttention(
            "layer", DIM, new ReprojectedAttention.Options(4, 2, true, true, 0)));
  }

  @Test
  void poolingByAttention() throws InterruptedException {
    check(new AttentionPooling("layer", DIM, 5));
  }

  @Test
  void feedForward() throws InterruptedException {
    check(new FeedForward("layer", DIM, 5, new FeedForward.Options(true, true)));
  }

  @Test
  void disentangledAttentionWithAllItsParts() throws InterruptedException {
    check(
        new DisentangledAttention(
            "layer", DIM, new DisentangledAttention.Options(4, 2, true, true, true, 0)));
  }

  @Test
  void similaritiesOfAllPairs() throws InterruptedException {
    for (Values values : Values.values()) {
      check(new ContextFreeSimilarity("layer", FIELDS, DIM, values, 0));
    }
  }

  @Test
  void similaritiesSummedByField() throws InterruptedException {
    for (Values values : Values.values()) {
      check(
          new SimilarityLayer("layer", FIELDS, DIM, new SimilarityLayer.Options(values, true, 0)));
    }
  }

  @Test
  void selfAttention() throws InterruptedException {
    NDList inputs =
        new NDList(gradients.values(ROWS, FIELDS, DIM), gradients.values(ROWS, 1, FIELDS, FIELDS));

    gradients.ofAll(new SelfAttention("layer", DIM, 2, 0), inputs);
  }

  private void check(WeightedBlock block) throws InterruptedException {
    gradients.ofAll(block, new NDList(gradients.values(ROWS, FIELDS, DIM)));
  }
}
