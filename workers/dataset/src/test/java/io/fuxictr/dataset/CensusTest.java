package io.fuxictr.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.fuxictr.dataset.build.BuildListener;
import io.fuxictr.dataset.build.Dataset;
import io.fuxictr.dataset.build.DatasetBuilder;
import io.fuxictr.dataset.build.DatasetSpec;
import io.fuxictr.dataset.build.Split;
import io.fuxictr.dataset.build.SplitRule;
import io.fuxictr.dataset.feature.ColumnSpec;
import io.fuxictr.dataset.feature.Feature;
import io.fuxictr.dataset.feature.FeatureDetection;
import io.fuxictr.dataset.feature.LabelSpec;
import io.fuxictr.dataset.part.PartFooter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CensusTest {
  private static final List<String> LABELS = List.of("label_income", "label_marital");
  private static final int OWN_IDS = 2;

  @TempDir Path folder;

  @Test
  void countsOfARealTableAgreeWithSql() throws InterruptedException {
    Path sample = sample();
    PartFooter footer = PartFooter.read(sample);
    List<ColumnSpec> columns = FeatureDetection.detect(footer.columns(), Set.copyOf(LABELS), 1);
    var spec =
        new DatasetSpec(
            "census",
            columns,
            LABELS.stream().map(LabelSpec::of).toList(),
            DatasetSpec.RawParts.of(List.of(sample)),
            new SplitRule(SplitRule.Order.RANDOM, 0.1, 0.1, 2021),
            0);

    Dataset dataset = new DatasetBuilder(folder, 2).build(spec, BuildListener.NONE);

    long tenth = footer.rows() / 10;
    assertThat(dataset.rows(Split.VALID)).isEqualTo(tenth);
    assertThat(dataset.rows(Split.TEST)).isEqualTo(tenth);
    assertThat(dataset.rows(Split.TRAIN)).isEqualTo(footer.rows() - 2 * tenth);
    for (Feature feature : dataset.featureMap().features()) {
      if (feature instanceof Feature.Categorical(String name, _, long size, _, _)) {
        // Each id that training uses, and that alone, is in the training file.
        String ids =
            Table.rows(
                    "SELECT min(%1$s), max(%1$s), count(DISTINCT %1$s) FROM '%2$s'"
                        .formatted(name, dataset.files(Split.TRAIN).getFirst()))
                .getFirst();
        long known = size - OWN_IDS;
        assertThat(ids)
            .as(name)
            .isIn("1|%1$d|%1$d".formatted(known), "1|%1$d|%1$d".formatted(known + 1));
      }
    }
    String sums = "SELECT sum(label_income = 1), sum(label_marital = 1) FROM ";
    assertThat(Table.rows(sums + "'%s/*.parquet'".formatted(folder)))
        .isEqualTo(Table.rows(sums + "'%s'".formatted(sample)));
  }

  private static Path sample() {
    Path root = Path.of("").toAbsolutePath();
    while (root != null && !Files.exists(root.resolve("common/pom.xml"))) {
      root = root.getParent();
    }
    assumeTrue(root != null, "not run inside the repository");
    Path sample = Path.of(root + "/../shared/data/census/sample.parquet").normalize();
    assumeTrue(Files.exists(sample), "no census sample at " + sample);
    return sample;
  }
}
