package io.fuxictr.ctr.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.fuxictr.ctr.MemorySource;
import io.fuxictr.ctr.Synthetic;
import io.fuxictr.ctr.batch.BatchLoader;
import io.fuxictr.ctr.batch.HostBatch;
import io.fuxictr.ctr.batch.Labels;
import io.fuxictr.ctr.config.ModelConfigException;
import io.fuxictr.ctr.metric.Evaluation;
import io.fuxictr.ctr.metric.Metric;
import io.fuxictr.ctr.model.ModelSetup;
import io.fuxictr.ctr.predict.Predictor;
import io.fuxictr.ctr.predict.RankModel;
import io.fuxictr.dataset.feature.Feature;
import io.fuxictr.dataset.feature.FeatureMap;
import io.fuxictr.dataset.sample.SampleBlock;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GroupedMetricsIT {
  private static final TrainingListener SILENT = new TrainingListener() {};
  private static final Metric GROUPED_AUC = Metric.parse("metrics", "gAUC");

  /** Beyond what a float or an int holds exactly. */
  private static final long FIRST_USER = (1L << 53) + 1;

  @TempDir private Path folder;

  private final SampleBlock valid = carrying(Synthetic.block(230, 2));

  private record Scored(float prediction, boolean positive) {}

  @Test
  void aucOfGroupsIsThatOfTheColumnCarriedAlong() throws InterruptedException {
    var trainer = new Trainer(setup(Map.of("group_id", "user", "monitor", "gAUC")));

    try (RankModel model =
        trainer.fit(
            new MemorySource(carrying(Synthetic.block(600, 1))),
            new MemorySource(valid),
            folder,
            SILENT)) {
      Evaluation measured = model.evaluate(new MemorySource(valid), 64);

      assertThat(measured.of("apply", GROUPED_AUC))
          .isCloseTo(groupedAuc(model, valid.groups("user")), within(1e-9));
    }
  }

  @Test
  void aCategoryMayBeTheGroup() throws InterruptedException {
    try (RankModel model = RankModel.create(setup(Map.of("group_id", "city")))) {
      int[] ids = valid.ids("city");
      long[] cities = new long[ids.length];
      for (int i = 0; i < ids.length; i++) {
        cities[i] = ids[i];
      }

      assertThat(model.evaluate(new MemorySource(valid), 64).of("apply", GROUPED_AUC))
          .isCloseTo(groupedAuc(model, cities), within(1e-9));
    }
  }

  @Test
  void aColumnThatIsNotThereIsRefusedBeforeTraining() {
    assertThatThrownBy(() -> new Trainer(setup(Map.of("group_id", "session"))))
        .isInstanceOf(ModelConfigException.class)
        .hasMessage(
            "Hyper-parameter group_id is 'session'; allowed: columns of type meta [user] or"
                + " categorical [item, city] of dataset synthetic");
    assertThatThrownBy(() -> new Trainer(setup(Map.of("group_id", "price"))))
        .isInstanceOf(ModelConfigException.class)
        .hasMessageContaining("'price'");
  }

  @Test
  void scoringNeedsNoGroups() throws InterruptedException {
    MemorySource bare = new MemorySource(Synthetic.block(50, 3));

    try (RankModel model = RankModel.create(setup(Map.of("group_id", "user")))) {
      assertThat(new Predictor(model, 20).predict(bare, _ -> {})).isEqualTo(50);
      assertThat(
              model.evaluate(bare, 20, Synthetic.setup("ShareBottom", Map.of()).metrics()).rows())
          .isEqualTo(50);
    }
  }

  private static ModelSetup setup(Map<String, Object> more) {
    Map<String, Object> all = new TreeMap<>(more);
    all.put("metrics", List.of("gAUC", "AUC"));
    ModelSetup plain = Synthetic.setup("ShareBottom", all);
    List<Feature> features = new ArrayList<>(plain.features().features());
    features.add(2, new Feature.Meta("user"));
    return new ModelSetup(
        plain.parameters(), new FeatureMap("synthetic", features, plain.features().labels()));
  }

  private static SampleBlock carrying(SampleBlock block) {
    long[] users = new long[block.rows()];
    for (int i = 0; i < users.length; i++) {
      users[i] = FIRST_USER + i * 7L % 11;
    }
    return new SampleBlock(
        block.rows(),
        Map.of("price", block.numbers("price"), "age", block.numbers("age")),
        Map.of("item", block.ids("item"), "city", block.ids("city"), "clicks", block.ids("clicks")),
        Map.of("apply", block.labels("apply"), "credit", block.labels("credit")),
        Map.of("user", users),
        Map.of());
  }

  /** Weighs the AUC of each group that has both classes with its number of samples. */
  private double groupedAuc(RankModel model, long[] groups) throws InterruptedException {
    Map<Long, List<Scored>> byGroup = new TreeMap<>();
    try (BatchLoader loader =
        BatchLoader.inOrder(
            new MemorySource(valid), model.layout(), valid.rows(), Labels.PRESENT)) {
      HostBatch batch = loader.next().orElseThrow();
      float[] predictions = model.predict(batch);
      for (int i = 0; i < valid.rows(); i++) {
        byGroup
            .computeIfAbsent(groups[i], _ -> new ArrayList<>())
            .add(new Scored(predictions[i], batch.labels()[i] == 1));
      }
    }
    double sum = 0;
    double weight = 0;
    for (List<Scored> group : byGroup.values()) {
      double auc = auc(group);
      if (!Double.isNaN(auc)) {
        sum += group.size() * auc;
        weight += group.size();
      }
    }
    return sum / weight;
  }

  private static double auc(List<Scored> group) {
    double wins = 0;
    double pairs = 0;
    for (Scored positive : group) {
      for (Scored negative : group) {
        if (positive.positive() && !negative.positive()) {
          pairs++;
          wins += 0.5 + 0.5 * Math.signum(positive.prediction() - negative.prediction());
        }
      }
    }
    return wins / pairs;
  }
}
