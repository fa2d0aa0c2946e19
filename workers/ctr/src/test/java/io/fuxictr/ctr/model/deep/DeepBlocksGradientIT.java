package io.fuxictr.ctr.model.deep;

import ai.djl.ndarray.NDList;
import io.fuxictr.ctr.layer.GradientCheck;
import io.fuxictr.ctr.layer.WeightedBlock;
import io.fuxictr.ctr.layer.dense.Activation;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeepBlocksGradientIT {
  private static final int ROWS = 8;

  private final GradientCheck check = new GradientCheck();

  @AfterEach
  void release() {
    check.close();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void residualUnit(boolean residual) throws InterruptedException {
    ResidualUnit.Style style = new ResidualUnit.Style(Activation.TANH, 0, true, residual);

    checkAll(new ResidualUnit("u", 4, 3, style), new NDList(check.values(ROWS, 4)));
  }

  @Test
  void personalGate() throws InterruptedException {
    checkAll(new PersonalGate("g", 4, 6, 3), new NDList(check.values(ROWS, 4)));
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3})
  void generatedFields(int height) throws InterruptedException {
    GeneratedFields.Style style = new GeneratedFields.Style(Activation.TANH, true);
    List<GeneratedFields.Size> sizes =
        List.of(
            new GeneratedFields.Size(2, height, 2, 3), new GeneratedFields.Size(3, height, 2, 1));

    checkAll(new GeneratedFields(5, 2, sizes, style), new NDList(check.values(ROWS, 5, 2)));
  }

  private void checkAll(WeightedBlock block, NDList inputs) throws InterruptedException {
    check.weights(block, inputs);

    check.inputs(block, inputs);
  }
}
