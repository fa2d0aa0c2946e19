package io.fuxictr.ctr.model.cross;

import ai.djl.ndarray.NDList;
import io.fuxictr.ctr.layer.GradientCheck;
import io.fuxictr.ctr.layer.WeightedBlock;
import io.fuxictr.ctr.layer.dense.Activation;
import io.fuxictr.ctr.layer.dense.MlpShape;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class CrossBlocksGradientIT {
  private static final int ROWS = 8;

  private final GradientCheck check = new GradientCheck();

  @AfterEach
  void release() {
    check.close();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void regulation(boolean batchNorm) throws InterruptedException {
    Regulation.Style style = new Regulation.Style(0.5, batchNorm);

    checkAll(new Regulation("r", 3, 2, style), new NDList(check.values(ROWS, 6)));
  }

  @ParameterizedTest
  @EnumSource
  void bridge(Bridge.Kind kind) throws InterruptedException {
    checkAll(new Bridge("b", 4, kind), new NDList(check.values(ROWS, 4), check.values(ROWS, 4)));
  }

  @ParameterizedTest
  @EnumSource
  void factorizedBlock(FactorizedBlock.Residual residual) throws InterruptedException {
    MlpShape.Style style = MlpShape.Style.alike(Activation.TANH, 0, false);
    MlpShape shape = new MlpShape(List.of(4, 2), OptionalInt.empty(), style);

    checkAll(new FactorizedBlock("block1", 5, shape, residual), new NDList(check.values(ROWS, 5)));
  }

  @Test
  void bilinearFusion() throws InterruptedException {
    checkAll(new BilinearFusion(4, 6, 2), new NDList(check.values(ROWS, 4), check.values(ROWS, 6)));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void maskBlock(boolean layerNorm) throws InterruptedException {
    MaskBlock.Style style = new MaskBlock.Style(Activation.TANH, 0, layerNorm);

    checkAll(
        new MaskBlock("m", new MaskBlock.Size(5, 3, 2, 4), style),
        new NDList(check.values(ROWS, 5), check.values(ROWS, 3)));
  }

  private void checkAll(WeightedBlock block, NDList inputs) throws InterruptedException {
    check.weights(block, inputs);

    check.inputs(block, inputs);
  }
}
