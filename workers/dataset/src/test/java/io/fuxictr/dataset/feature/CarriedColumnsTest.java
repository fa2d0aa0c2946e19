package io.fuxictr.dataset.feature;

import static io.fuxictr.dataset.Built.column;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fuxictr.dataset.Built;
import io.fuxictr.dataset.Table;
import io.fuxictr.dataset.build.Split;
import io.fuxictr.dataset.build.SplitRule;
import io.fuxictr.dataset.part.DatasetException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CarriedColumnsTest {
  private static final String ROWS =
      """
      SELECT * FROM (VALUES
        (9007199254740993, 'u', 1.0), (9007199254740992, NULL, 2.0), (NULL, 'v', 3.0),
        (5, 'w', 4.0), (5, 'v', 5.0)) v(id, session, n)
      """;

  @TempDir Path folder;

  @Test
  void wholeNumbersPassExactlyAndMissingOnesAreFilled() {
    Built built =
        build(
            List.of(
                column("id", "meta", "dtype", "int", "remap", false),
                column("session", "meta"),
                column("n", "numeric", "dtype", "float")));

    assertThat(built.processed().groups("id"))
        .containsExactly(9007199254740993L, 9007199254740992L, 0);
    assertThat(built.processed().groups("session"))
        .containsExactly(Xxh64.hash("u"), Xxh64.hash(""), Xxh64.hash("v"));
    assertThat(built.dataset().featureMap().fields()).isEqualTo(1);
    assertThat(Table.rows("SELECT id, session FROM '%s/processed/train.parquet'".formatted(folder)))
        .containsExactly("9007199254740993|u", "9007199254740992|null", "0|v");
  }

  @Test
  void aDeclaredFillTakesThePlaceOfTheMissing() {
    Built built =
        build(
            List.of(
                column("id", "meta", "dtype", "int", "fill_na", -7),
                column("session", "meta", "fill_na", "none"),
                column("n", "numeric", "dtype", "float")));

    assertThat(built.processed().groups("id")[2]).isEqualTo(-7);
    assertThat(built.processed().groups("session")[1]).isEqualTo(Xxh64.hash("none"));
  }

  @Test
  void numberedValuesOfTrainingComeFirstAndNewOnesFollow() {
    Built built =
        build(
            List.of(
                column("session", "meta", "remap", true),
                column("n", "numeric", "dtype", "float")));

    // Training: u, missing and v, once each, in this order; then w is new and v is known.
    assertThat(built.processed().groups("session")).containsExactly(1, 2, 3);
    assertThat(built.processed(Split.TEST).groups("session")).containsExactly(4, 3);
  }

  @Test
  void rowsToScoreNeedNoCarriedColumns() {
    Built built =
        build(
            List.of(
                column("id", "meta", "dtype", "int"), column("n", "numeric", "dtype", "float")));

    assertThat(built.encoded().numbers("n")).containsExactly(1, 2, 3, 4, 5);
    assertThatThrownBy(() -> built.encoded().groups("id")).hasMessageContaining("no column 'id'");
  }

  @Test
  void vectorsPassAsTheyAre() {
    Built built =
        Built.of(
            folder,
            "SELECT * FROM (VALUES ([1.5::DOUBLE, 2]), ([3, 4.25])) v(image)",
            List.of(
                column(
                    "image",
                    "embedding",
                    "pretrain_dim",
                    2,
                    "feature_encoder",
                    List.of("nn.Linear(2, 4)", "nn.ReLU()"),
                    "source",
                    "item")));

    assertThat(built.processed().vectors("image")).containsExactly(1.5f, 2, 3, 4.25f);
    assertThat(built.encoded().vectors("image")).containsExactly(1.5f, 2, 3, 4.25f);
    assertThat(built.dataset().featureMap().features())
        .containsExactly(
            new Feature.Vector(
                "image",
                "item",
                2,
                Feature.Embedding.DEFAULT.withEncoders(
                    List.of(
                        new EncoderStep.Linear(2, 4, true),
                        new EncoderStep.Activation(EncoderStep.Activation.Kind.RELU)))));
  }

  @Test
  void vectorsOfAnotherLengthAreSaid() {
    assertThatThrownBy(
            () ->
                Built.of(
                    folder,
                    "SELECT * FROM (VALUES ([1.5::DOUBLE, 2]), ([3])) v(image)",
                    List.of(column("image", "embedding", "pretrain_dim", 2))))
        .isInstanceOf(DatasetException.class)
        .hasMessageContaining("column 'image': found one of 1 numbers, pretrain_dim is 2");
  }

  private Built build(List<Map<String, Object>> columns) {
    return Built.of(folder, ROWS, columns, new SplitRule(SplitRule.Order.SEQUENTIAL, 0, 2, 0));
  }
}
