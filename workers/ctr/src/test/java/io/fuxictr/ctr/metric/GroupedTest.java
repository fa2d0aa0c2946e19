package io.fuxictr.ctr.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GroupedTest {
  private static final double EXACT = 1e-10;

  private record Row(float prediction, int label) {}

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void equalsItsDefinitionOnRandomSamples(long seed) {
    Scored samples = Scored.random(60 * (int) seed, seed);
    Collection<List<Row>> groups = ranked(samples.known());
    Collection<List<Row>> mixed = groups.stream().filter(GroupedTest::hasBothClasses).toList();
    double mixedRows = mixed.stream().mapToInt(List::size).sum();

    assertThat(samples.measure("gAUC"))
        .isCloseTo(sum(mixed, g -> g.size() * auc(g)) / mixedRows, within(EXACT));
    assertThat(samples.measure("avgAUC"))
        .isCloseTo(sum(mixed, GroupedTest::auc) / mixed.size(), within(EXACT));
    for (int k : new int[] {1, 2, 3, 5, 100}) {
      assertThat(samples.measure("MRR(k=%d)".formatted(k)))
          .isCloseTo(sum(groups, g -> reciprocalRank(g, k)) / groups.size(), within(EXACT));
      assertThat(samples.measure("NDCG(k=%d)".formatted(k)))
          .isCloseTo(sum(groups, g -> ndcg(g, k)) / groups.size(), within(EXACT));
      assertThat(samples.measure("HitRate(k=%d)".formatted(k)))
          .isCloseTo(sum(groups, g -> hit(g, k)) / groups.size(), within(EXACT));
    }
    assertThat(samples.measure("MRR")).isEqualTo(samples.measure("MRR(k=1000)"));
  }

  @Test
  void reciprocalRanksOfAGroupAreAveraged() {
    Scored samples = Scored.of(new float[] {0.9f, 0.8f, 0.7f, 0.6f}, 0, 1, 0, 1);

    assertThat(samples.measure("MRR")).isCloseTo((0.5 + 0.25) / 2, within(EXACT));
    assertThat(samples.measure("MRR(2)")).isCloseTo(0.5 / 2, within(EXACT));
  }

  @Test
  void gainsAreDiscountedByTheLogarithmOfTheRank() {
    Scored samples = Scored.of(new float[] {0.9f, 0.8f, 0.7f}, 0, 1, 1);
    double dcg = 1 / log2(3) + 1 / log2(4);
    double ideal = 1 / log2(2) + 1 / log2(3);

    assertThat(samples.measure("NDCG(3)")).isCloseTo(dcg / ideal, within(EXACT));
    assertThat(samples.measure("NDCG(1)")).isZero();
  }

  @Test
  void tiesAreRankedInTheOrderOfTheirRows() {
    float[] equal = {0.5f, 0.5f, 0.5f};

    assertThat(Scored.of(equal, 1, 0, 0).measure("HitRate(1)")).isEqualTo(1);
    assertThat(Scored.of(equal, 0, 1, 0).measure("HitRate(1)")).isZero();
    assertThat(Scored.of(equal, 0, 1, 0).measure("MRR")).isCloseTo(0.5, within(EXACT));
    assertThat(Scored.of(equal, 0, 1, 0).measure("gAUC")).isEqualTo(0.5);
  }

  @Test
  void groupsOfOneClassHaveNoAucAndRankAsZeroWithoutPositives() {
    Scored samples =
        new Scored(
            new float[] {0.9f, 0.1f, 0.8f, 0.2f, 0.5f, 0.4f},
            new float[] {1, 0, 0, 0, 1, 1},
            new long[] {7, 7, 8, 8, 9, 9});

    assertThat(samples.measure("gAUC")).isEqualTo(1);
    assertThat(samples.measure("avgAUC")).isEqualTo(1);
    assertThat(samples.measure("HitRate(1)")).isCloseTo(2.0 / 3, within(EXACT));
    assertThat(samples.measure("NDCG(2)")).isCloseTo(2.0 / 3, within(EXACT));
  }

  @Test
  void aucOfGroupsIsNotDefinedIfNoneHasBothClasses() {
    Scored samples =
        new Scored(
            new float[] {0.9f, 0.1f, 0.8f}, new float[] {1, 1, 0}, new long[] {-1, -1, 1L << 60});

    ObjectiveEvaluation evaluation = samples.objective("gAUC", Objective.Kind.BINARY);

    assertThat(evaluation.values().get("gAUC")).isNaN();
    assertThat(evaluation.undefined()).containsEntry("gAUC", "no group has labels of both classes");
  }

  @Test
  void groupsWithoutAKnownLabelDoNotExist() {
    Scored samples =
        new Scored(new float[] {0.9f, 0.1f, 0.8f}, new float[] {1, 0, -1}, new long[] {1, 1, 2});

    assertThat(samples.measure("HitRate(1)")).isEqualTo(1);
  }

  @Test
  void groupsAreToldApartByAllTheirBits() {
    Scored samples =
        new Scored(
            new float[] {0.9f, 0.1f, 0.8f, 0.2f},
            new float[] {1, 0, 0, 1},
            new long[] {(1L << 53) + 1, (1L << 53) + 1, 1L << 53, 1L << 53});

    assertThat(samples.measure("avgAUC")).isEqualTo(0.5);
    assertThat(samples.measure("HitRate(1)")).isEqualTo(0.5);
  }

  @Test
  void rowsMayComeInAnyOrder() {
    Scored samples = withoutTies(Scored.random(400, 3));

    for (String metric : List.of("gAUC", "avgAUC", "MRR", "NDCG(k=3)", "HitRate(k=2)")) {
      assertThat(samples.shuffled(11).measure(metric))
          .isCloseTo(samples.measure(metric), within(EXACT));
    }
  }

  private static Scored withoutTies(Scored samples) {
    float[] predictions = samples.predictions().clone();
    for (int i = 0; i < predictions.length; i++) {
      predictions[i] += i * 1e-5f;
    }
    return new Scored(predictions, samples.labels(), samples.groups());
  }

  private static Collection<List<Row>> ranked(Scored known) {
    var groups = new TreeMap<Long, List<Row>>();
    for (int i = 0; i < known.labels().length; i++) {
      groups
          .computeIfAbsent(known.groups()[i], _ -> new ArrayList<>())
          .add(new Row(known.predictions()[i], (int) known.labels()[i]));
    }
    groups
        .values()
        .forEach(rows -> rows.sort(Comparator.comparingDouble(row -> -row.prediction())));
    return groups.values();
  }

  private static boolean hasBothClasses(List<Row> group) {
    return group.stream().map(Row::label).distinct().count() == 2;
  }

  private static double sum(Collection<List<Row>> groups, ToDoubleFunction<List<Row>> value) {
    return groups.stream().mapToDouble(value).sum();
  }

  private static double auc(List<Row> group) {
    double inOrder = 0;
    double pairs = 0;
    for (Row a : group) {
      for (Row b : group) {
        if (a.label() > b.label()) {
          pairs++;
          inOrder +=
              a.prediction() > b.prediction() ? 1 : a.prediction() == b.prediction() ? 0.5 : 0;
        }
      }
    }
    return inOrder / pairs;
  }

  private static double reciprocalRank(List<Row> group, int k) {
    double sum = 0;
    double positives = 0;
    for (int i = 0; i < group.size(); i++) {
      sum += i < k ? group.get(i).label() / (i + 1.0) : 0;
      positives += group.get(i).label();
    }
    return sum / (positives + 1e-12);
  }

  private static double ndcg(List<Row> group, int k) {
    List<Row> ideal = new ArrayList<>(group);
    ideal.sort(Comparator.comparingInt(row -> -row.label()));
    return dcg(group, k) / (dcg(ideal, k) + 1e-12);
  }

  private static double dcg(List<Row> ranked, int k) {
    double sum = 0;
    for (int i = 0; i < Math.min(k, ranked.size()); i++) {
      sum += (Math.pow(2, ranked.get(i).label()) - 1) / log2(i + 2);
    }
    return sum;
  }

  private static double hit(List<Row> group, int k) {
    return group.stream().limit(k).anyMatch(row -> row.label() == 1) ? 1 : 0;
  }

  private static double log2(double x) {
    return Math.log(x) / Math.log(2);
  }
}
