package io.fuxictr.ctr.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ai.djl.Device;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.types.Shape;
import io.fuxictr.ctr.engine.TorchEngine;
import org.junit.jupiter.api.Test;

class MemoryNeedIT {

  @Test
  void whatLibtorchSaysWhenMemoryRunsOutIsUnderstood() {
    try (var memory = TorchEngine.start().memory(Device.cpu())) {
      EngineException failure =
          catchThrowableOfType(
              EngineException.class, () -> memory.zeros(new Shape(1L << 30, 1L << 20)));

      assertThat(new MemoryNeed("MMoE", 1, 1, 1, 1).explain(failure))
          .isInstanceOf(NotEnoughMemoryException.class)
          .hasMessageContaining(Long.toString(4L << 50));
    }
  }
}
