package io.fuxictr.deploy.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class CreditMarketingTest {
  private static final int ROWS = 20_000;

  private static final List<MarketingRow> SAME = rows(142);

  private final List<MarketingRow> rows = SAME;

  private static List<MarketingRow> rows(long seed) {
    var source = new CreditMarketing(seed, "u");
    return Stream.generate(source::next).limit(ROWS).toList();
  }

  @Test
  void sameSeedMakesSameRows() {
    assertThat(rows(142)).isEqualTo(rows);
  }

  @Test
  void otherSeedMakesOtherRows() {
    assertThat(rows(143).getFirst().odds()).isNotEqualTo(rows.getFirst().odds());
  }

  @Test
  void creditImpliesApplication() {
    assertThat(rows).filteredOn(MarketingRow::credited).allMatch(MarketingRow::applied);
    assertThat(rows).allMatch(row -> row.odds().credit() <= row.odds().apply());
  }

  @Test
  void bothOutcomesComeAsOftenAsTheirOddsSay() {
    assertThat(share(MarketingRow::applied)).isCloseTo(mean(row -> row.odds().apply()), within());
    assertThat(share(MarketingRow::credited))
        .isCloseTo(mean(row -> row.odds().credit()), within())
        .isGreaterThan(0.03);
  }

  @Test
  void everyColumnButTheIdsHasGaps() {
    List<Predicate<MarketingRow>> gaps =
        List.of(
            row -> row.area().isEmpty(),
            row -> row.age().isEmpty(),
            row -> row.gender().isEmpty(),
            row -> row.manufacture().isEmpty(),
            row -> row.calls30().isEmpty(),
            row -> row.calls90().isEmpty(),
            row -> row.smsClicks().isEmpty(),
            row -> row.clicked().isEmpty(),
            row -> row.apps().isEmpty(),
            row -> row.businesses().isEmpty());

    assertThat(gaps).allSatisfy(gap -> assertThat(share(gap)).isBetween(0.005, 0.2));
  }

  @Test
  void mostProductsAreRare() {
    var counts =
        rows.stream()
            .flatMap(row -> row.clicked().stream().flatMap(List::stream))
            .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
    long total = counts.values().stream().mapToLong(Long::longValue).sum();

    assertThat(counts).hasSizeGreaterThan(1_400);
    assertThat(counts.values().stream().filter(count -> count < 2 * total / counts.size()).count())
        .isGreaterThan(counts.size() * 3L / 4);
  }

  @Test
  void callsIn90DaysIncludeThoseIn30() {
    assertThat(rows)
        .filteredOn(row -> row.calls90().isPresent())
        .allMatch(row -> row.calls90().getAsInt() >= row.calls30().orElseThrow());
  }

  private static Offset<Double> within() {
    return Offset.offset(0.01);
  }

  private double share(Predicate<MarketingRow> what) {
    return mean(row -> what.test(row) ? 1.0 : 0.0);
  }

  private double mean(Function<MarketingRow, Double> what) {
    return rows.stream().mapToDouble(what::apply).average().orElseThrow();
  }
}
