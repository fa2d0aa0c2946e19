package io.fuxictr.deploy.preflight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fuxictr.deploy.preflight.Finding.Verdict;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PreflightTest {
  @TempDir private Path folder;
  private final List<String> looked = new ArrayList<>();

  private Check check(String id, Verdict verdict) {
    return Check.of(
        id,
        "row " + id,
        () -> {
          looked.add(id);
          return new Finding(verdict, "seen", "");
        });
  }

  private static List<Row> run(Check... checks) throws InterruptedException {
    return Preflight.of(checks).run(_ -> {});
  }

  @Test
  void rowsComeInTheOrderOfTheChecklist() throws InterruptedException {
    var told = new ArrayList<String>();

    Preflight.of(
            check("E1", Verdict.PASS),
            check("S1", Verdict.PASS),
            check("B10a", Verdict.PASS),
            check("B10", Verdict.PASS),
            check("B2", Verdict.PASS),
            check("Q3", Verdict.PASS),
            check("A10", Verdict.PASS),
            check("A9", Verdict.PASS))
        .run(row -> told.add(row.id()));

    assertThat(told).containsExactly("A9", "A10", "B2", "B10", "B10a", "S1", "Q3", "E1");
  }

  @Test
  void exceptionIsTheFailureOfItsRowAlone() throws InterruptedException {
    Check broken =
        Check.of(
            "B1",
            "broken",
            () -> {
              throw new IOException("no such disk");
            });

    List<Row> rows = run(broken, check("B2", Verdict.PASS));

    assertThat(rows.getFirst().finding().verdict()).isEqualTo(Verdict.FAIL);
    assertThat(rows.getFirst().finding().detail()).contains("no such disk");
    assertThat(rows.getLast().finding().verdict()).isEqualTo(Verdict.PASS);
    assertThat(Preflight.hasFailed(rows)).isTrue();
  }

  @Test
  void interruptEndsTheRun() {
    Check interrupted =
        Check.of(
            "B1",
            "interrupted",
            () -> {
              throw new InterruptedException();
            });

    assertThatThrownBy(() -> run(interrupted)).isInstanceOf(InterruptedException.class);
  }

  @Test
  void rowIsNotLookedAtWithoutWhatItNeeds() throws InterruptedException {
    List<Row> rows =
        run(
            check("A1", Verdict.FAIL),
            check("A2", Verdict.PASS).needing("A1", "A9"),
            check("A9", Verdict.PASS).needing("A1"),
            check("B1", Verdict.PASS));

    assertThat(looked).containsExactly("A1", "B1");
    assertThat(rows)
        .extracting(row -> row.finding().detail())
        .containsExactly("seen", "needs A1", "needs A1", "seen");
  }

  @Test
  void skippedRowIsNoGroundForAnother() throws InterruptedException {
    List<Row> rows = run(check("B2", Verdict.SKIP), check("B3", Verdict.PASS).needing("B2"));

    assertThat(rows.getLast().finding()).isEqualTo(Finding.skip("needs B2"));
  }

  @Test
  void laterRowThatIsNeededIsLookedAtFirstAndOnce() throws InterruptedException {
    run(
        check("A2", Verdict.PASS).needing("A9"),
        check("A3", Verdict.PASS).needing("A9"),
        check("A9", Verdict.WARN));

    assertThat(looked).containsExactly("A9", "A2", "A3");
  }

  @Test
  void neededRowThatIsNotWantedIsLookedAtAllTheSame() throws InterruptedException {
    List<Row> rows = TestSite.in(folder.resolve("home")).configured("api: {port: many}").rows("B7");

    assertThat(rows).singleElement().extracting(Row::finding).isEqualTo(Finding.skip("needs B13"));
  }

  @Test
  void findingIsOneLine() {
    assertThat(Finding.fail("two problems\n  first\n  second", "x").detail())
        .isEqualTo("two problems; first; second");
  }
}
