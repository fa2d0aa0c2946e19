package io.fuxictr.ctr.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fuxictr.ctr.MemorySource;
import io.fuxictr.ctr.Synthetic;
import io.fuxictr.ctr.predict.Predictor;
import io.fuxictr.ctr.predict.RankModel;
import io.fuxictr.dataset.sample.SampleBlock;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What hyper-parameters of training do: 600 samples are 10 batches an epoch. */
class TrainingOptionsIT {
  private static final TrainingListener SILENT = new TrainingListener() {};

  @TempDir private Path folder;

  private final MemorySource train = new MemorySource(Synthetic.block(600, 1));
  private final MemorySource valid = new MemorySource(Synthetic.block(200, 2));

  @Test
  void evaluatesOncePerTriggerAndAveragesOverTheStepsTaken() throws Exception {
    Map<String, Object> usual =
        Map.of("epochs", 2, "early_stop_patience", 99, "reduce_lr_on_plateau", false);
    RecordingListener each = fit("ShareBottom", with(usual, Map.of("eval_steps", 1)));
    RecordingListener seventh = fit("ShareBottom", with(usual, Map.of("eval_steps", 7)));

    assertThat(each.validations()).hasSize(20);
    assertThat(seventh.validations()).extracting(v -> v.totalSteps()).containsExactly(7L, 14L);
    double first = each.validations().subList(0, 7).stream().mapToDouble(v -> v.trainLoss()).sum();
    double second =
        each.validations().subList(10, 14).stream().mapToDouble(v -> v.trainLoss()).sum();
    assertThat(seventh.validations().get(0).trainLoss()).isEqualTo(first / 7);
    assertThat(seventh.validations().get(1).trainLoss()).isEqualTo(second / 4);
  }

  @Test
  void withoutAnEvalStepEachEpochIsEvaluatedOnce() throws Exception {
    RecordingListener heard = fit("ShareBottom", Map.of("epochs", 3));

    assertThat(heard.validations()).extracting(v -> v.totalSteps()).containsExactly(10L, 20L, 30L);
  }

  @Test
  void theBestWeightsWinUnlessTheLastAreAskedFor() throws Exception {
    Map<String, Object> everWorse =
        Map.of(
            "monitor",
            "logloss",
            "monitor_mode",
            "max",
            "early_stop_patience",
            99,
            "reduce_lr_on_plateau",
            false,
            "loss_weight",
            "EQ");
    Map<String, float[]> one = trained("one", with(everWorse, Map.of("epochs", 1)));
    Map<String, float[]> best = trained("best", with(everWorse, Map.of("epochs", 3)));
    Map<String, float[]> last =
        trained("last", with(everWorse, Map.of("epochs", 3, "save_best_only", false)));

    assertThat(best).containsAllEntriesOf(one);
    assertThat(last.get("tower.0.mlp.0.weight")).isNotEqualTo(one.get("tower.0.mlp.0.weight"));
  }

  @Test
  void theSameSeedGivesTheSameNumbers() throws Exception {
    Map<String, Object> usual = Map.of("epochs", 2, "net_dropout", 0.2, "batch_norm", true);
    Map<String, float[]> first = trained("first", with(usual, Map.of("num_workers", 0)));
    Map<String, float[]> second = trained("second", with(usual, Map.of("num_workers", 4)));
    Map<String, float[]> other = trained("other", with(usual, Map.of("seed", 8)));

    assertThat(second).containsAllEntriesOf(first).hasSameSizeAs(first);
    assertThat(other.get("tower.0.mlp.0.weight")).isNotEqualTo(first.get("tower.0.mlp.0.weight"));
  }

  @Test
  void aLastBatchMayBeLeftOut() throws Exception {
    MemorySource oneMore = new MemorySource(Synthetic.block(129, 1));
    RecordingListener all = new RecordingListener();
    RecordingListener whole = new RecordingListener();
    RecordingListener normalised = new RecordingListener();

    fit(oneMore, "all", Map.of(), all);
    fit(oneMore, "whole", Map.of("drop_last", true), whole);
    fit(oneMore, "normalised", Map.of("batch_norm", true), normalised);

    assertThat(all.steps()).containsExactly(3L);
    assertThat(whole.steps()).containsExactly(2L);
    assertThat(normalised.steps()).containsExactly(2L);
    assertThatThrownBy(
            () -> fit(oneMore, "large", Map.of("batch_size", 130, "drop_last", true), all))
        .hasMessageContaining("129 training samples make no batch of batch_size 130");
    assertThatThrownBy(
            () -> fit(oneMore, "single", Map.of("batch_size", 1, "batch_norm", true), all))
        .hasMessageContaining("batch_size is 1");
  }

  @Test
  void streamingShufflesWithinItsBuffer() throws Exception {
    Map<String, float[]> whole = trained("whole", Map.of());
    Map<String, float[]> streamed =
        trained("streamed", Map.of("streaming", true, "buffer_size", 100));
    Map<String, float[]> buffered = trained("buffered", Map.of("streaming", true));

    assertThat(buffered).containsAllEntriesOf(whole);
    assertThat(streamed.get("tower.0.mlp.0.weight"))
        .isNotEqualTo(whole.get("tower.0.mlp.0.weight"));
  }

  @Test
  void anObjectiveMayBeANumber() throws Exception {
    SampleBlock block = Synthetic.block(600, 1);
    float[] price = block.numbers("price").clone();
    price[3] = Float.NaN;
    MemorySource priced = new MemorySource(Synthetic.with(block, "credit", price));
    var trainer =
        new Trainer(
            Synthetic.setup(
                "ShareBottom",
                Map.of(
                    "epochs",
                    8,
                    "task",
                    List.of("binary_classification", "regression"),
                    "loss",
                    List.of("bce", "mse_loss"),
                    "monitor",
                    "apply_AUC")));

    try (RankModel trained = trainer.fit(priced, valid, folder, SILENT)) {
      SampleBlock unseen = Synthetic.block(300, 9);
      List<float[]> predictions = new ArrayList<>();
      new Predictor(trained, 300).predict(new MemorySource(unseen), predictions::addAll);
      assertThat(meanSquare(predictions.getLast(), unseen.numbers("price"))).isLessThan(0.3);
    }
  }

  private static double meanSquare(float[] predictions, float[] truth) {
    double sum = 0;
    for (int i = 0; i < truth.length; i++) {
      sum += Math.pow(predictions[i] - truth[i], 2);
    }
    return sum / truth.length;
  }

  private RecordingListener fit(String model, Map<String, Object> parameters)
      throws InterruptedException {
    RecordingListener heard = new RecordingListener();
    new Trainer(Synthetic.setup(model, parameters))
        .fit(train, valid, folder.resolve(parameters.toString()), heard)
        .close();
    return heard;
  }

  private void fit(
      MemorySource samples, String name, Map<String, Object> parameters, RecordingListener heard)
      throws InterruptedException {
    new Trainer(Synthetic.setup("ShareBottom", parameters))
        .fit(samples, valid, folder.resolve(name), heard)
        .close();
  }

  private Map<String, float[]> trained(String name, Map<String, Object> parameters)
      throws InterruptedException {
    var trainer = new Trainer(Synthetic.setup("ShareBottom", parameters));
    try (RankModel model = trainer.fit(train, valid, folder.resolve(name), SILENT)) {
      return WeightValues.of(model);
    }
  }

  private static Map<String, Object> with(Map<String, Object> usual, Map<String, Object> more) {
    Map<String, Object> all = new HashMap<>(usual);
    all.putAll(more);
    return all;
  }
}
