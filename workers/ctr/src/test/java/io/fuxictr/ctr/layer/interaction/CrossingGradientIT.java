package io.fuxictr.ctr.layer.interaction;

import ai.djl.ndarray.NDList;
import io.fuxictr.ctr.layer.GradientCheck;
import io.fuxictr.ctr.layer.WeightedBlock;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CrossingGradientIT {
  private static final int ROWS = 8;
  private static final int WIDTH = 5;
  private static final int FIELDS = 4;

  private final GradientCheck check = new GradientCheck();

  @AfterEach
  void release() {
    check.close();
  }

  @Test
  void crossingWithVectors() throws InterruptedException {
    checkAll(new CrossNet("cross", WIDTH, 2));
  }

  @Test
  void crossingWithMatrices() throws InterruptedException {
    checkAll(new MatrixCrossNet("cross", WIDTH, 2));
  }

  @Test
  void crossingWithLowRankMixtures() throws InterruptedException {
    checkAll(new LowRankCrossNet("cross", WIDTH, 2, new LowRankCrossNet.Size(3, 2)));
  }

  @Test
  void crossingThroughGates() throws InterruptedException {
    checkAll(new GatedCrossNet("cross", WIDTH, 2));
  }

  @Test
  void compressedInteraction() throws InterruptedException {
    CompressedInteraction block = new CompressedInteraction("cin", FIELDS, List.of(3, 2));
    NDList fields = new NDList(check.values(ROWS, FIELDS, WIDTH));
    check.weights(block, fields);

    check.inputs(block, fields);
  }

  private void checkAll(WeightedBlock block) throws InterruptedException {
    NDList x = new NDList(check.values(ROWS, WIDTH));
    check.weights(block, x);

    check.inputs(block, x);
  }
}
