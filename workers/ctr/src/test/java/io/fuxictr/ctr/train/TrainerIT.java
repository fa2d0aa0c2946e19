package io.fuxictr.ctr.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fuxictr.ctr.MemorySource;
import io.fuxictr.ctr.Synthetic;
import io.fuxictr.ctr.metric.Evaluation;
import io.fuxictr.ctr.metric.Metric;
import io.fuxictr.ctr.predict.RankModel;
import io.fuxictr.dataset.sample.SampleBlock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrainerIT {
  private static final TrainingListener SILENT = new TrainingListener() {};

  @TempDir private Path folder;

  private final MemorySource train = new MemorySource(Synthetic.block(600, 1));
  private final MemorySource valid = new MemorySource(Synthetic.block(200, 2));

  @ParameterizedTest
  @ValueSource(strings = {"MMoE", "ShareBottom"})
  void learnsThirtyTwoSamplesByHeart(String model) throws InterruptedException {
    MemorySource few = new MemorySource(Synthetic.block(32, 4));
    var trainer =
        new Trainer(
            Synthetic.setup(
                model,
                Map.of(
                    "epochs",
                    150,
                    "batch_size",
                    32,
                    "early_stop_patience",
                    1000,
                    "reduce_lr_on_plateau",
                    false,
                    "monitor",
                    "logloss",
                    "monitor_mode",
                    "min",
                    "save_best_only",
                    false,
                    "eval_steps",
                    150)));

    try (RankModel trained = trainer.fit(few, few, folder, SILENT)) {
      assertThat(trained.evaluate(few, 32).mean(Metric.LOGLOSS)).isLessThan(0.02);
    }
  }

  @Test
  void findsTheSignalInSamplesItHasNotSeen() throws InterruptedException {
    RecordingListener heard = new RecordingListener();
    var trainer = new Trainer(Synthetic.setup("MMoE", Map.of("epochs", 6)));

    try (RankModel trained = trainer.fit(train, valid, folder, heard)) {
      Evaluation test = trained.evaluate(new MemorySource(Synthetic.block(500, 9)), 100);

      assertThat(test.of("apply", Metric.AUC)).isGreaterThan(0.9);
      assertThat(heard.steps()).startsWith(10L);
      assertThat(test.values())
          .containsOnlyKeys(
              "apply_AUC", "credit_AUC", "AUC", "apply_logloss", "credit_logloss", "logloss");
      assertThat(heard.validations().getFirst().evaluation().values())
          .containsOnlyKeys("apply_AUC", "credit_AUC", "AUC");
    }
  }

  @Test
  void aFinishedTrainingIsNotTrainedAgain() throws Exception {
    var trainer = new Trainer(Synthetic.setup("ShareBottom", Map.of("epochs", 2)));
    RecordingListener again = new RecordingListener();

    try (RankModel first = trainer.fit(train, valid, folder, SILENT);
        RankModel second = trainer.fit(train, valid, folder, again)) {
      assertThat(again.steps()).isEmpty();
      assertThat(weights(second)).containsAllEntriesOf(weights(first));
    }
  }

  @Test
  void aCheckpointOfAnotherExperimentIsNotUsed() throws Exception {
    new Trainer(Synthetic.setup("ShareBottom", Map.of())).fit(train, valid, folder, SILENT).close();
    RecordingListener other = new RecordingListener();

    new Trainer(Synthetic.setup("ShareBottom", Map.of("embedding_dim", 8)))
        .fit(train, valid, folder, other)
        .close();

    assertThat(other.resumedAt()).isEmpty();
  }

  @Test
  void onlyTheLastAndTheBestAreKept() throws Exception {
    var trainer = new Trainer(Synthetic.setup("ShareBottom", Map.of("epochs", 3)));

    trainer.fit(train, valid, folder, SILENT).close();

    try (Stream<Path> files = Files.list(folder)) {
      List<String> names = files.map(file -> file.getFileName().toString()).sorted().toList();
      assertThat(names).hasSize(2).contains("epoch-00003.checkpoint");
    }
  }

  @Test
  void anInfiniteInputStopsTrainingAndIsNamed() throws IOException {
    float[] price = train(600).numbers("price").clone();
    price[17] = Float.NaN;
    MemorySource broken = new MemorySource(Synthetic.with(train(600), "price", price));
    var trainer = new Trainer(Synthetic.setup("MMoE", Map.of("epochs", 3)));

    assertThatThrownBy(() -> trainer.fit(broken, valid, folder, SILENT))
        .isInstanceOf(DivergedException.class)
        .hasMessageContaining("epoch 1, batch ")
        .hasMessageContaining("feature price is not finite in 1 of its samples")
        .hasMessageContaining("learning_rate");
  }

  @Test
  void unknownLabelsTeachNothing() throws Exception {
    SampleBlock block = train(300);
    float[] unknown = new float[300];
    Arrays.fill(unknown, -1f);
    MemorySource masked = new MemorySource(Synthetic.with(block, "credit", unknown));
    var trainer = new Trainer(Synthetic.setup("ShareBottom", Map.of("epochs", 1)));

    try (RankModel trained = trainer.fit(masked, valid, folder, SILENT);
        RankModel fresh = RankModel.create(trained.setup())) {
      Map<String, float[]> before = weights(fresh);
      Map<String, float[]> after = weights(trained);

      assertThat(after.get("tower.1.mlp.0.weight")).isEqualTo(before.get("tower.1.mlp.0.weight"));
      assertThat(after.get("tower.0.mlp.0.weight"))
          .isNotEqualTo(before.get("tower.0.mlp.0.weight"));
    }
  }

  @Test
  void evaluatesEveryFewStepsAndStopsWhenNothingImproves() throws Exception {
    RecordingListener heard = new RecordingListener();
    var trainer =
        new Trainer(
            Synthetic.setup(
                "ShareBottom",
                Map.of(
                    "epochs",
                    50,
                    "eval_steps",
                    4,
                    "early_stop_patience",
                    1,
                    "monitor",
                    "apply_AUC")));

    trainer.fit(train, valid, folder, heard).close();

    assertThat(heard.validations()).extracting(v -> v.totalSteps() % 4).containsOnly(0L);
    assertThat(heard.validations().getLast().failures()).isEqualTo(1);
    assertThat(heard.validations().getLast().learningRate()).isLessThan(0.0011);
    assertThat(heard.validations()).hasSizeLessThan(125);
  }

  @Test
  void refusesWhatItCannotDo() {
    for (Map<String, Object> wrong :
        List.<Map<String, Object>>of(
            Map.of("loss_weight", "XX"),
            Map.of("optimizer", "sgd"),
            Map.of("loss", "focal"),
            Map.of("monitor", "gAUC"),
            Map.of("monitor_mode", "up"),
            Map.of("batch_size", "many"))) {
      var entry = wrong.entrySet().iterator().next();
      assertThatThrownBy(() -> new Trainer(Synthetic.setup("MMoE", wrong)))
          .hasMessageContaining("Hyper-parameter " + entry.getKey())
          .hasMessageContaining(entry.getValue().toString());
    }
    MemorySource none = new MemorySource();
    assertThatThrownBy(
            () -> new Trainer(Synthetic.setup("MMoE", Map.of())).fit(train, none, folder, SILENT))
        .hasMessageContaining("no validation samples");
  }

  private static SampleBlock train(int rows) {
    return Synthetic.block(rows, 1);
  }

  private static Map<String, float[]> weights(RankModel model) {
    return WeightValues.of(model);
  }
}
