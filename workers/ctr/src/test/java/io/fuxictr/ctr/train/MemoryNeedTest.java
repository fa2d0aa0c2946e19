package io.fuxictr.ctr.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.engine.EngineException;
import io.fuxictr.ctr.Synthetic;
import io.fuxictr.ctr.config.HyperParameters;
import io.fuxictr.ctr.optimizer.Optimizer;
import io.fuxictr.ctr.zoo.ModelRegistry;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MemoryNeedTest {
  private final MemoryNeed need = new MemoryNeed("MMoE", 3L << 30, 3L << 30, 6L << 30, 1L << 29);

  @Test
  void weightsGradientsAndMomentsAreExact() {
    var network = ModelRegistry.build(Synthetic.setup("ShareBottom", Map.of("batch_norm", true)));
    long all = network.weights().stream().mapToLong(weight -> weight.shape().size()).sum();
    long statistics = 2 * (8 + 6 + 2 * 4);

    MemoryNeed adam = MemoryNeed.of("ShareBottom", network, settings(Map.of()), 64);
    MemoryNeed sgd =
        MemoryNeed.of("ShareBottom", network, settings(Map.of("optimizer", "SGD")), 128);

    assertThat(adam.weights()).isEqualTo(4 * all);
    assertThat(adam.gradients()).isEqualTo(4 * (all - statistics));
    assertThat(adam.moments()).isEqualTo(8 * (all - statistics));
    assertThat(sgd.moments()).isZero();
    assertThat(sgd.batch()).isEqualTo(2 * adam.batch());
  }

  @Test
  void tablesOfWhichRowsMoveTakeNoGradient() {
    var network = ModelRegistry.build(Synthetic.setup("ShareBottom", Map.of()));
    long tables = 3 * Synthetic.VOCABULARY * 4;

    MemoryNeed whole = MemoryNeed.of("ShareBottom", network, settings(Map.of()), 64);
    MemoryNeed rows =
        MemoryNeed.of("ShareBottom", network, settings(Map.of("sparse_embeddings", true)), 64);

    assertThat(rows.gradients()).isEqualTo(whole.gradients() - Float.BYTES * tables);
    assertThat(rows.moments()).isEqualTo(whole.moments());
  }

  private static Optimizer.Settings settings(Map<String, Object> parameters) {
    return Optimizer.Settings.of(HyperParameters.of(parameters));
  }

  @Test
  void aTrainingThatCannotFitIsRefusedWithTheFigures() {
    assertThatCode(() -> need.requireWithin(13L << 30)).doesNotThrowAnyException();
    assertThatThrownBy(() -> need.requireWithin(8L << 30))
        .isInstanceOf(NotEnoughMemoryException.class)
        .hasMessageContaining("there are 8.0 GiB in all")
        .hasMessageContaining("needs about 12.5 GiB outside of the Java heap")
        .hasMessageContaining("6.0 GiB for the optimizer, at least 512.0 MiB for a batch")
        .hasMessageContaining("-Xmx is not what limits it");
  }

  @Test
  void onlyFailuresAboutMemoryAreExplained() {
    EngineException other = new EngineException("mat1 and mat2 shapes cannot be multiplied");

    assertThat(need.explain(other)).isSameAs(other);
    assertThat(need.explain(new EngineException("CUDA out of memory. Tried to allocate 2 GiB")))
        .isInstanceOf(NotEnoughMemoryException.class)
        .hasMessageContaining("Tried to allocate 2 GiB")
        .hasMessageContaining("12.5 GiB");
    assertThat(need.explain(new OutOfMemoryError("Java heap space")))
        .hasMessageContaining("Java heap space")
        .hasMessageContaining("-Xmx");
  }
}
