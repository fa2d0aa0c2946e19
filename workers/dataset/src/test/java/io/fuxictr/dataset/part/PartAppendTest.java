package io.fuxictr.dataset.part;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fuxictr.dataset.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PartAppendTest {
  private static final int ROWS = 5000;
  private static final List<String> ADDED = List.of("prediction_0", "prediction_1");
  private static final String QUERY =
      "SELECT i AS user_id, CASE WHEN i % 3 = 0 THEN NULL ELSE 'w' || i END AS w,"
          + " [i, NULL] AS l, {'a': i, 'b': [DATE '2020-01-01']} AS s, (i / 7)::DECIMAL(12,3) AS d,"
          + " TIMESTAMP '2024-05-06 07:08:09' AS t, MAP {'k': i} AS m"
          + " FROM range("
          + ROWS
          + ") r(i) ORDER BY i";

  @TempDir Path folder;

  @Test
  void everyColumnIsKeptAndPredictionsStandInRowOrder() {
    Path input =
        Table.write(folder.resolve("in.parquet"), QUERY, "COMPRESSION zstd, ROW_GROUP_SIZE 2048");
    Path output = folder.resolve("out/part-00000.parquet");

    copy(input, output, 777);

    assertThat(PartFooter.read(output).rowGroups())
        .isEqualTo(PartFooter.read(input).rowGroups())
        .isGreaterThan(1);
    assertThat(
            Table.rows("SELECT * EXCLUDE (prediction_0, prediction_1) FROM '%s'".formatted(output)))
        .isEqualTo(Table.rows("SELECT * FROM '%s'".formatted(input)));
    assertThat(
            Table.rows(
                "SELECT typeof(prediction_0), count(*) FROM '%s' WHERE prediction_0 = user_id * 0.5"
                        .formatted(output)
                    + " AND prediction_1 = 1 - user_id GROUP BY 1"))
        .containsExactly("DOUBLE|" + ROWS);
  }

  @Test
  void anEmptyPartGetsEmptyColumns() {
    Path input = Table.write(folder.resolve("in.parquet"), QUERY + " LIMIT 0");
    Path output = folder.resolve("out.parquet");

    copy(input, output, 1);

    assertThat(Table.rows("SELECT count(prediction_1) FROM '%s'".formatted(output)))
        .containsExactly("0");
  }

  @Test
  void aCopyIsCopiedAgain() {
    Path input = Table.write(folder.resolve("in.parquet"), QUERY);
    Path once = folder.resolve("once.parquet");
    copy(input, once, ROWS);

    try (var append = PartAppend.open(once, folder.resolve("twice.parquet"), List.of("again"))) {
      append.add(new float[][] {new float[ROWS]}, ROWS);
      append.publish();
    }

    assertThat(PartFooter.read(folder.resolve("twice.parquet")).names())
        .containsExactly(
            "user_id", "w", "l", "s", "d", "t", "m", "prediction_0", "prediction_1", "again");
  }

  @Test
  void missingNumbersLeaveNoFile() throws IOException {
    Path input = Table.write(folder.resolve("in.parquet"), QUERY);
    Path output = folder.resolve("out/part-00000.parquet");

    try (var append = PartAppend.open(input, output, ADDED)) {
      append.add(new float[][] {new float[10], new float[10]}, 10);
      assertThatThrownBy(append::publish)
          .isInstanceOf(DatasetException.class)
          .hasMessageContaining("has 5000 rows, but 10 numbers");
    }

    try (Stream<Path> left = Files.list(output.getParent())) {
      assertThat(left).isEmpty();
    }
  }

  @Test
  void tooManyNumbersAreRefused() {
    Path input = Table.write(folder.resolve("in.parquet"), "SELECT 1 AS a");

    try (var append = PartAppend.open(input, folder.resolve("out.parquet"), List.of("p"))) {
      assertThatThrownBy(() -> append.add(new float[][] {new float[2]}, 2))
          .hasMessageContaining("has 1 rows, but 2 numbers");
    }
  }

  @Test
  void aColumnThatIsThereAlreadyIsNotAdded() {
    Path input = Table.write(folder.resolve("in.parquet"), "SELECT 1 AS prediction_1");

    assertThatThrownBy(() -> PartAppend.open(input, folder.resolve("out.parquet"), ADDED))
        .isInstanceOf(DatasetException.class)
        .hasMessageContaining("[prediction_1]");
  }

  @Test
  void whatAKilledCopyLeftIsRemoved() throws IOException {
    Path input = Table.write(folder.resolve("in.parquet"), QUERY);
    Path output = folder.resolve("out/part-00000.parquet");
    Files.createDirectories(output.getParent());
    Files.writeString(output.resolveSibling("part-00000.parquet.0a1b2c3d.tmp"), "half");
    Files.writeString(output.resolveSibling("part-00001.parquet.0a1b2c3d.tmp"), "another's");

    copy(input, output, ROWS);

    try (Stream<Path> left = Files.list(output.getParent())) {
      assertThat(left.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("part-00000.parquet", "part-00001.parquet.0a1b2c3d.tmp");
    }
  }

  private static void copy(Path input, Path output, int block) {
    try (var append = PartAppend.open(input, output, ADDED)) {
      for (int from = 0; from < append.rows(); from += block) {
        int count = (int) Math.min(block, append.rows() - from);
        var predictions = new float[2][count];
        for (int i = 0; i < count; i++) {
          predictions[0][i] = (from + i) * 0.5f;
          predictions[1][i] = 1 - (from + i);
        }
        append.add(predictions, count);
      }
      append.publish();
    }
  }
}
