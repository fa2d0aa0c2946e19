package io.fuxictr.transport;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HiveTableTest {
  private static final String SPARK =
      """
      user_id             \tbigint              \t
      P_Apply             \tDOUBLE              \t
      dt                  \tstring              \t
      # Partition Information\t                    \t
      # col_name            \tdata_type           \tcomment
      dt                  \tstring              \t
                          \t                    \t
      # Detailed Table Information\t                    \t
      Type                \tMANAGED             \t
      Provider            \thive                \t
      Location            \thdfs://host/w/t     \t
      InputFormat         \torg.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat\t
      """;

  private static final String HIVE =
      """
      # col_name            \tdata_type           \tcomment
      \t \t
      user_id             \tbigint              \t
      p_apply             \tdouble              \t
      \t \t
      # Partition Information\t \t
      # col_name            \tdata_type           \tcomment
      dt                  \tstring              \t
      \t \t
      # Detailed Table Information\t \t
      Location:           \thdfs://host/w/t     \t
      Table Type:         \tMANAGED_TABLE       \t
      \t \t
      # Storage Information\t \t
      InputFormat:        \torg.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat\t
      """;

  @Test
  void readsSparksForm() {
    HiveTable table = HiveTable.parse(SPARK);

    assertThat(table.columns())
        .containsExactly(new Column("user_id", "bigint"), new Column("P_Apply", "double"));
    assertThat(table.partitionColumns()).containsExactly("dt");
    assertThat(table.location()).contains("hdfs://host/w/t");
    assertThat(table.obstacle()).isEmpty();
  }

  @Test
  void readsHivesForm() {
    HiveTable table = HiveTable.parse(HIVE);

    assertThat(table.columns())
        .containsExactly(new Column("user_id", "bigint"), new Column("p_apply", "double"));
    assertThat(table.partitionColumns()).containsExactly("dt");
    assertThat(table.location()).contains("hdfs://host/w/t");
    assertThat(table.obstacle()).isEmpty();
  }

  @Test
  void viewTakesNoFiles() {
    assertThat(HiveTable.parse(SPARK.replace("MANAGED", "VIEW")).obstacle())
        .contains("it is a view");
  }

  @Test
  void textFilesAreNoParquet() {
    assertThat(HiveTable.parse(SPARK.replace("MapredParquet", "Text")).obstacle().orElseThrow())
        .startsWith("its files are no Parquet files");
  }

  @Test
  void tableOfSparksOwnTakesNoLoad() {
    assertThat(HiveTable.parse(SPARK.replace("\thive ", "\tparquet ")).obstacle())
        .contains("it was created USING parquet");
  }
}
