package io.fuxictr.dataset.feature;

import static io.fuxictr.dataset.Built.column;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fuxictr.dataset.Built;
import io.fuxictr.dataset.Table;
import io.fuxictr.dataset.build.Split;
import io.fuxictr.dataset.build.SplitRule;
import io.fuxictr.dataset.part.DatasetException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CodingTest {
  /** XXH64 of a and of abc, as published. */
  private static final BigInteger HASH_OF_A = new BigInteger("D24EC4F1A98C6E5B", 16);

  private static final BigInteger HASH_OF_ABC = new BigInteger("44BC2CF5AD770999", 16);

  @TempDir Path folder;

  @Nested
  class ByHash {

    @Test
    void anIdIsTheHashOfTheRawTextInBucketsFromOne() {
      Built built =
          build(
              "VALUES ('a'), ('abc'), (NULL), ('')",
              column("c", "categorical", "feature_encoder", "hash", "hash_bits", 24));

      assertThat(built.processed().ids("c"))
          .containsExactly(bucket(HASH_OF_A, 24), bucket(HASH_OF_ABC, 24), 0, 0);
      assertThat(built.encoded().ids("c")).isEqualTo(built.processed().ids("c"));
      assertThat(size(built)).isEqualTo(1 << 24);
    }

    @Test
    void oneBitLeavesOneBucketAndNoValueIsPadding() {
      Built built =
          build(
              "VALUES ('a'), ('b'), (NULL)",
              column("c", "categorical", "feature_encoder", "hash", "hash_bits", 1));

      assertThat(built.processed().ids("c")).containsExactly(1, 1, 0);
    }

    @Test
    void sequencesAreHashedPieceByPieceAndPooled() {
      Built built =
          build(
              "VALUES ('a^abc^'), (NULL), ('abc')",
              column("c", "sequence", "feature_encoder", List.of("hash", "MaskedSumPooling")),
              "hash_bits",
              20);

      int a = bucket(HASH_OF_A, 20);
      int abc = bucket(HASH_OF_ABC, 20);
      assertThat(built.processed().ids("c")).containsExactly(a, abc, 0, 0, 0, 0, abc, 0, 0);
      assertThat(built.dataset().featureMap().features().getFirst().encoders())
          .containsExactly(new EncoderStep.MaskedSumPooling());
      assertThat(built.encoder().featureMap()).isEqualTo(built.dataset().featureMap());
    }

    @Test
    void aNumberOfBucketsIsAsGood() {
      Built built =
          build(
              "VALUES ('a'), ('abc'), (NULL)",
              column("c", "categorical", "category_processor", "hash_bucket", "num_buckets", 1000));

      BigInteger buckets = BigInteger.valueOf(1000);
      assertThat(built.processed().ids("c"))
          .containsExactly(
              1 + HASH_OF_A.mod(buckets).intValue(), 1 + HASH_OF_ABC.mod(buckets).intValue(), 0);
      assertThat(size(built)).isEqualTo(1001);
    }

    @ParameterizedTest
    @ValueSource(ints = {31, 32})
    void idsOfAllBitsHaveNoSign(int bits) {
      Built built =
          build(
              "VALUES ('a'), ('abc'), (NULL)",
              column("c", "categorical", "feature_encoder", "hash", "hash_bits", bits));

      assertThat(built.processed().ids("c"))
          .containsExactly(bucket(HASH_OF_A, bits), bucket(HASH_OF_ABC, bits), 0);
      assertThat(built.encoded().ids("c")).isEqualTo(built.processed().ids("c"));
      assertThat(size(built)).isEqualTo(1L << bits);
      assertThat(built.dataset().featureMap().totalFeatures()).isEqualTo(1L << bits);
      assertThat(FeatureMapFile.read(built.dataset().folder().resolve(FeatureMapFile.NAME)))
          .isEqualTo(built.dataset().featureMap());
      assertThat(built.encoder().featureMap()).isEqualTo(built.dataset().featureMap());
    }

    @Test
    void bitsThatNoIdHasAreRefused() {
      assertThatThrownBy(
              () ->
                  ColumnSpecs.parse(
                      List.of(
                          column("c", "categorical", "feature_encoder", "hash", "hash_bits", 33),
                          column("d", "categorical", "feature_encoder", "hash"),
                          column("e", "categorical", "hash_bits", 3)),
                      1))
          .isInstanceOf(DatasetException.class)
          .hasMessageContaining("'c': hash_bits is '33'; allowed: a whole number from 1 to 32")
          .hasMessageContaining("'d': hash_bits is 'null'; allowed: a whole number from 1 to 32")
          .hasMessageContaining("'e': hash_bits is '3'; allowed: nothing");
    }

    private int bucket(BigInteger hash, int bits) {
      return 1 + hash.mod(BigInteger.TWO.pow(bits).subtract(BigInteger.ONE)).intValue();
    }
  }

  @Nested
  class ByOwnNumber {

    @Test
    void eachValueIsItsOwnIdAndOthersStandBehindTheLargest() {
      Built built =
          Built.of(
              folder,
              "SELECT * FROM (VALUES (1, 7), (2, 3), (3, 7), (4, 9)) v(i, c) ORDER BY i",
              List.of(column("c", "categorical", "dtype", "int", "remap", false)),
              new SplitRule(SplitRule.Order.SEQUENTIAL, 0, 1, 0));

      assertThat(built.processed().ids("c")).containsExactly(7, 3, 7);
      assertThat(built.processed(Split.TEST).ids("c")).containsExactly(8);
      assertThat(size(built)).isEqualTo(9);
      assertThat(built.encoded().ids("c")).containsExactly(7, 3, 7, 8);
    }

    @Test
    void rareNumbersAreNotKnown() {
      Built built =
          build(
              "VALUES (7), (3), (7), (20)",
              column("c", "categorical", "dtype", "int", "remap", false, "min_categr_count", 2));

      assertThat(built.processed().ids("c")).containsExactly(7, 8, 7, 8);
    }

    @Test
    void sharedNumbersAreUnited() {
      Built built =
          Built.of(
              folder,
              "SELECT * FROM (VALUES (7, [3, 12]), (3, [7])) v(c, d)",
              List.of(
                  column("c", "categorical", "dtype", "int", "remap", false),
                  column(
                      "d", "sequence", "dtype", "list", "remap", false, "share_embedding", "c")));

      assertThat(built.processed().ids("d")).containsExactly(3, 12, 7, 0);
      assertThat(size(built)).isEqualTo(14);
    }

    @Test
    void textsAreRefused() {
      assertThatThrownBy(
              () -> build("VALUES ('x'), ('1')", column("c", "categorical", "remap", false)))
          .isInstanceOf(DatasetException.class)
          .hasMessageContaining("column 'c': found 'x', but remap is false");
    }
  }

  @Nested
  class Shared {

    @Test
    void noNewValueLeavesTheVocabularyAsItIs() {
      assertThat(shared("'x'", "'y'")).containsExactly(1, 2);
    }

    @Test
    void oneNewValueTakesTheIdOfTheUnknownWhichMoves() {
      assertThat(shared("'x'", "'n'")).containsExactly(1, 3);
      assertThat(vocabulary()).containsExactly("__PAD__ 0", "x 1", "y 2", "n 3", "__OOV__ 4");
    }

    @Test
    void manyNewValuesFollowInTheirOwnOrder() {
      assertThat(shared("'m'", "'n'", "'o'", "'o'")).containsExactly(4, 5, 3, 3);
      assertThat(vocabulary())
          .containsExactly("__PAD__ 0", "x 1", "y 2", "o 3", "m 4", "n 5", "__OOV__ 6");
    }

    /** The owner has x (twice or more) as 1 and y as 2. */
    private int[] shared(String... values) {
      var rows = new StringBuilder();
      for (int i = 0; i < values.length; i++) {
        rows.append(i == 0 ? "" : ", ")
            .append("(%d, '%s', %s)".formatted(i, i == 1 ? "y" : "x", values[i]));
      }
      Built built =
          Built.of(
              folder,
              "SELECT * FROM (VALUES %s) v(i, a, b) ORDER BY i".formatted(rows),
              List.of(
                  column("a", "categorical"), column("b", "categorical", "share_embedding", "a")));
      return built.processed().ids("b");
    }

    private List<String> vocabulary() {
      return Table.rows(
          """
          SELECT key || ' ' || value FROM (
            SELECT unnest(json_keys(b)) AS key, unnest(json_extract(b, '$.*')) AS value
            FROM (SELECT b::JSON AS b FROM read_json('%s/processed/feature_vocab.json')))
          ORDER BY value::INT
          """
              .formatted(folder));
    }

    @Test
    void anotherRuleForIdsIsRefused() {
      assertThatThrownBy(
              () ->
                  ColumnSpecs.parse(
                      List.of(
                          column("a", "categorical"),
                          column(
                              "b",
                              "categorical",
                              "share_embedding",
                              "a",
                              "feature_encoder",
                              "hash",
                              "hash_bits",
                              3)),
                      1))
          .hasMessageContaining("'b': share_embedding is 'a', whose values become ids by another");
    }
  }

  @Nested
  class ByQuantiles {

    @Test
    void bucketsAreCutWhereNumpyCuts() {
      // numpy.quantile([5, 1, 3, 2, 4], [0.25, 0.5, 0.75]) is [2, 3, 4].
      Built built =
          build(
              "VALUES (5.0::DOUBLE), (1), (3), (2), (4), (NULL)",
              column(
                  "c",
                  "categorical",
                  "dtype",
                  "float",
                  "category_processor",
                  "quantile_bucket",
                  "num_buckets",
                  4));

      assertThat(built.processed().ids("c")).containsExactly(4, 1, 3, 2, 4, 0);
      assertThat(built.encoded().ids("c")).isEqualTo(built.processed().ids("c"));
      assertThat(size(built)).isEqualTo(5);
    }

    @Test
    void aDeclaredFillCountsAsANumber() {
      Built built =
          build(
              "VALUES (5), (1), (NULL), (3)",
              column(
                  "c",
                  "categorical",
                  "dtype",
                  "int",
                  "category_processor",
                  "quantile_bucket",
                  "num_buckets",
                  2,
                  "fill_na",
                  9));

      // 1 3 5 9: the median is 4.
      assertThat(built.processed().ids("c")).containsExactly(2, 1, 2, 1);
    }

    @Test
    void textsAreRefused() {
      assertThatThrownBy(
              () ->
                  build(
                      "VALUES ('x'), ('y')",
                      column(
                          "c",
                          "categorical",
                          "dtype",
                          "float",
                          "category_processor",
                          "quantile_bucket")))
          .hasMessageContaining("column 'c' holds TEXT and cannot be");
    }
  }

  private Built build(String rows, Map<String, Object> column, Object... more) {
    for (int i = 0; i < more.length; i += 2) {
      column.put(more[i].toString(), more[i + 1]);
    }
    return Built.of(folder, "SELECT c FROM (%s) v(c)".formatted(rows), List.of(column));
  }

  private static long size(Built built) {
    return switch (built.dataset().featureMap().features().getFirst()) {
      case Feature.Categorical it -> it.vocabularySize();
      case Feature.Sequence it -> it.vocabularySize();
      case Feature.Numeric _, Feature.Vector _, Feature.Meta _ -> 0;
    };
  }
}
