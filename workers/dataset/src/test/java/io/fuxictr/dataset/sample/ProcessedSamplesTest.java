package io.fuxictr.dataset.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fuxictr.dataset.Table;
import io.fuxictr.dataset.feature.Feature;
import io.fuxictr.dataset.feature.Feature.Embedding;
import io.fuxictr.dataset.feature.FeatureMap;
import io.fuxictr.dataset.part.DatasetException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessedSamplesTest {
  private static final long BEYOND_DOUBLES = (1L << 53) + 1;

  @TempDir Path folder;

  @Test
  void wholeNumbersAreTheirOwnGroupsAndTextsHaveTheirHash() {
    Path file =
        table(
            """
            SELECT * FROM (VALUES
              (9007199254740993, 'a', 'x'), (9007199254740992, 'abc', 'x'), (-1, NULL, 'x'))
            v(user_id, session, other)
            """);

    SampleBlock block = only(file, new Feature.Meta("user_id"), new Feature.Meta("session"));

    assertThat(block.groups("user_id")).containsExactly(BEYOND_DOUBLES, BEYOND_DOUBLES - 1, -1);
    assertThat(block.groups("session"))
        .containsExactly(0xD24EC4F1A98C6E5BL, 0x44BC2CF5AD770999L, 0xEF46DB3751D8E999L);
    assertThatThrownBy(() -> block.groups("other")).hasMessageContaining("no column 'other'");
  }

  @Test
  void vectorsStandSampleBySample() {
    Path file = table("SELECT * FROM (VALUES ([1.5::FLOAT, 2.0]), ([-3.0, 0.25])) v(image)");

    SampleBlock block = only(file, new Feature.Vector("image", "", 2, Embedding.DEFAULT));

    assertThat(block.vectors("image")).containsExactly(1.5f, 2, -3, 0.25f);
  }

  @Test
  void vectorsOfAnotherLengthAreRefused() {
    Path file = table("SELECT * FROM (VALUES ([1.5::FLOAT, 2.0]), ([-3.0])) v(image)");

    assertThatThrownBy(() -> only(file, new Feature.Vector("image", "", 2, Embedding.DEFAULT)))
        .isInstanceOf(DatasetException.class)
        .hasMessageContaining("'image' has 3 values in 2 rows, expected 2 per row");
  }

  private Path table(String query) {
    return Table.write(folder.resolve("part.parquet"), query);
  }

  private static SampleBlock only(Path file, Feature... features) {
    var map = new FeatureMap("d", List.of(features), List.of());
    try (var reader = new ProcessedSamples(List.of(file), map).open()) {
      return reader.next().orElseThrow();
    }
  }
}
