package io.fuxictr.ctr.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fuxictr.ctr.MemorySource;
import io.fuxictr.ctr.Synthetic;
import io.fuxictr.ctr.predict.RankModel;
import io.fuxictr.ctr.train.TrainingListener.Validation;
import io.fuxictr.dataset.sample.SampleBlock;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Training of 600 samples in 10 batches an epoch, the last of them smaller. */
class ResumeIT {
  private static final Map<String, Object> USUAL =
      Map.of("epochs", 4, "net_dropout", 0.2, "early_stop_patience", 9);

  @TempDir private Path folder;

  private final MemorySource train = new MemorySource(blocks());
  private final MemorySource valid = new MemorySource(Synthetic.block(200, 2));

  private static SampleBlock[] blocks() {
    return new SampleBlock[] {
      Synthetic.block(250, 1), Synthetic.block(250, 3), Synthetic.block(100, 5)
    };
  }

  /** Stops may come in the first epoch, within others, at the end of one, and one after another. */
  @ParameterizedTest
  @CsvSource({
    "ShareBottom, 3, 0, 3",
    "ShareBottom, 27, 2, 7",
    "ShareBottom, 20, 2, 0",
    "MMoE, 27, 2, 7",
    "MMoE, 39, 3, 9"
  })
  void endsWithTheSameWeights(String model, int steps, int epochs, long batches) throws Exception {
    Map<String, Object> more = with(Map.of("batch_norm", true, "loss_weight", "UW"));

    RecordingListener resumed = assertSame(model, more, steps);

    assertThat(resumed.resumedAt())
        .containsExactly(new TrainingState.Position(epochs, batches, steps));
  }

  @ParameterizedTest
  @ValueSource(strings = {"ShareBottom", "MMoE"})
  void endsWithTheSameWeightsWhenGradientsAreBalanced(String model) throws Exception {
    assertSame(model, with(Map.of("loss_weight", "GN", "epochs", 3)), 14);
  }

  @ParameterizedTest
  @ValueSource(strings = {"AdamW", "SGD", "Adagrad", "NAdam"})
  void endsWithTheSameWeightsWithOtherOptimizers(String optimizer) throws Exception {
    assertSame("ShareBottom", with(Map.of("optimizer", optimizer, "epochs", 2)), 14);
  }

  @ParameterizedTest
  @ValueSource(strings = {"adam", "SGD", "Adagrad"})
  void endsWithTheSameWeightsWhenOnlyRowsOfTheBatchMove(String optimizer) throws Exception {
    Map<String, Object> sparse =
        Map.of("sparse_embeddings", true, "optimizer", optimizer, "batch_size", 5, "epochs", 1);
    assertSame("MMoE", with(sparse), 70);
  }

  @Test
  void endsWithTheSameWeightsAfterTwoStops() throws Exception {
    RecordingListener last = assertSame("ShareBottom", with(Map.of()), 13, 4);

    assertThat(last.resumedAt()).containsExactly(new TrainingState.Position(1, 7, 17));
  }

  @Test
  void endsWithTheSameWeightsWhenSamplesAreShuffledInWindows() throws Exception {
    assertSame("ShareBottom", with(Map.of("streaming", true, "buffer_size", 128)), 25);
  }

  @Test
  void endsWithTheSameWeightsAndEvaluationsWithinEpochs() throws Exception {
    assertSame("ShareBottom", with(Map.of("eval_steps", 7, "early_stop_patience", 1)), 16);
  }

  @Test
  void goesOnFromTheLastCheckpointWhenTheProcessEnds() throws Exception {
    Map<String, Object> parameters = with(Map.of("checkpoint_steps", 4));
    var trainer = new Trainer(Synthetic.setup("ShareBottom", parameters));
    Path parts = folder.resolve("parts");
    RecordingListener killed = new RecordingListener().failAfterStep(27);

    assertThatThrownBy(() -> trainer.fit(train, valid, parts, killed))
        .isInstanceOf(IllegalStateException.class);
    RecordingListener resumed = new RecordingListener();
    Map<String, float[]> again = weights(trainer, parts, resumed);

    assertThat(killed.written())
        .extracting(TrainingState.Position::steps)
        .containsExactly(4L, 8L, 10L, 14L, 18L, 20L, 24L);
    assertThat(resumed.resumedAt()).containsExactly(new TrainingState.Position(2, 4, 24));
    assertEqual(again, weights(trainer, folder.resolve("whole"), new RecordingListener()));
  }

  @Test
  void anEvaluationThatWasCutOffIsDoneFirst() throws Exception {
    var trainer = new Trainer(Synthetic.setup("ShareBottom", with(Map.of())));
    Path parts = folder.resolve("parts");
    RecordingListener stopped = new RecordingListener();
    StoppingSource stopping = new StoppingSource(valid, 2);

    assertThatThrownBy(() -> trainer.fit(train, stopping, parts, stopped))
        .isInstanceOf(InterruptedException.class);
    RecordingListener resumed = new RecordingListener();
    Map<String, float[]> again = weights(trainer, parts, resumed);

    assertThat(stopped.validations()).hasSize(1);
    assertThat(resumed.resumedAt()).containsExactly(new TrainingState.Position(1, 10, 20));
    assertThat(resumed.validations().getFirst().totalSteps()).isEqualTo(20);
    assertEqual(again, weights(trainer, folder.resolve("whole"), new RecordingListener()));
  }

  /** Trains once as a whole and once with stops; returns what the last part heard. */
  private RecordingListener assertSame(String model, Map<String, Object> parameters, int... stops)
      throws Exception {
    var trainer = new Trainer(Synthetic.setup(model, parameters));
    RecordingListener undisturbed = new RecordingListener();
    Map<String, float[]> whole = weights(trainer, folder.resolve("whole"), undisturbed);
    Path parts = folder.resolve("parts");
    List<Validation> validations = new ArrayList<>();
    List<Double> losses = new ArrayList<>();
    for (int stop : stops) {
      RecordingListener stopping = new RecordingListener().stopAfterStep(stop);
      assertThatThrownBy(() -> trainer.fit(train, valid, parts, stopping))
          .isInstanceOf(InterruptedException.class);
      validations.addAll(stopping.validations());
      losses.addAll(stopping.losses());
    }
    RecordingListener last = new RecordingListener();
    assertEqual(weights(trainer, parts, last), whole);
    validations.addAll(last.validations());
    losses.addAll(last.losses());
    assertThat(validations).isEqualTo(undisturbed.validations());
    assertThat(losses).isEqualTo(undisturbed.losses());
    return last;
  }

  private Map<String, float[]> weights(Trainer trainer, Path checkpoints, TrainingListener listener)
      throws InterruptedException {
    try (RankModel trained = trainer.fit(train, valid, checkpoints, listener)) {
      return WeightValues.of(trained);
    }
  }

  private static void assertEqual(Map<String, float[]> actual, Map<String, float[]> expected) {
    assertThat(actual).containsAllEntriesOf(expected).hasSameSizeAs(expected);
  }

  private static Map<String, Object> with(Map<String, Object> more) {
    Map<String, Object> parameters = new HashMap<>(USUAL);
    parameters.putAll(more);
    return parameters;
  }
}
