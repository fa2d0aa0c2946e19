package io.fuxictr.deploy.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fuxictr.deploy.demo.DemoRequest.UserFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoDataTest {
  @TempDir private Path folder;
  private DemoData data;
  private Truth truth;

  @BeforeEach
  void nameTheFiles() {
    data = new DemoData(folder.resolve("source.duckdb"));
    truth = new Truth(folder.resolve("truth.duckdb"));
  }

  @Test
  void hasTheColumnsAndRowsThatWereAskedFor() throws Exception {
    data.generate(truth, 3_000, 500);

    assertThat(query("SELECT count(*), count(DISTINCT user_id) FROM sample"))
        .containsExactly("3000 3000");
    assertThat(query("SELECT count(*) FROM inference")).containsExactly("500");
    assertThat(query("SELECT column_name FROM (DESCRIBE sample)"))
        .containsExactly(
            "user_id",
            "product_id",
            "area_tag",
            "age_tag",
            "gender_tag",
            "manufacture_tag",
            "call_30_days_max_cnt",
            "call_90_days_max_cnt",
            "sms_total_click_cnt",
            "click_180_days_product_textlist",
            "appInstalls",
            "outerBizSorted",
            "label_apply",
            "label_credit");
    assertThat(query("SELECT column_name FROM (DESCRIBE inference)"))
        .hasSize(12)
        .doesNotContain("label_apply", "label_credit");
    assertThat(query("SELECT typeof(appInstalls) FROM sample LIMIT 1"))
        .containsExactly("VARCHAR[]");
  }

  @Test
  void listsAreMissingEmptyOrHaveTheirValues() throws Exception {
    data.generate(truth, 3_000, 10);

    assertThat(
            query(
                """
                SELECT DISTINCT CASE WHEN appInstalls IS NULL THEN 'missing'
                                     WHEN len(appInstalls) = 0 THEN 'empty'
                                     WHEN list_bool_and(list_transform(appInstalls,
                                          lambda app: regexp_full_match(app, 'app_[0-9]{4}')))
                                     THEN 'values' ELSE 'other' END AS kind
                FROM sample ORDER BY kind\
                """))
        .containsExactly("empty", "missing", "values");
  }

  @Test
  void scoredUsersAreNotAmongTheSamples() throws Exception {
    data.generate(truth, 300, 300);

    assertThat(query("SELECT count(*) FROM sample JOIN inference USING (user_id)"))
        .containsExactly("0");
  }

  @Test
  void truthOrdersTheOutcomesWellButNotPerfectly() {
    data.generate(truth, 20_000, 10);

    assertThat(truth.bestAuc(Truth.Label.APPLY)).isBetween(0.75, 0.85);
    assertThat(truth.bestAuc(Truth.Label.CREDIT)).isBetween(0.75, 0.87);
  }

  @Test
  void secondDemonstrationReplacesTheFirst() throws Exception {
    data.generate(truth, 300, 10);
    data.generate(truth, 200, 10);

    assertThat(query("SELECT count(*) FROM sample")).containsExactly("200");
  }

  @Test
  void usersFilesBecomeTables() throws Exception {
    data.generate(truth, 100, 10);
    Path file = folder.resolve("user's rows.parquet");
    export(file);

    data.copy(files(file, "label_apply"));

    assertThat(query("SELECT count(*) FROM sample")).containsExactly("100");
    assertThat(query("SELECT count(*) FROM inference")).containsExactly("100");
  }

  @Test
  void missingLabelIsToldWithTheColumnsThereAre() throws Exception {
    data.generate(truth, 100, 10);
    Path file = folder.resolve("rows.parquet");
    export(file);

    assertThatThrownBy(() -> data.copy(files(file, "label_click")))
        .isInstanceOf(DemoException.class)
        .hasMessageContaining("Predicting label_click")
        .hasMessageContaining("outerBizSorted, label_apply, label_credit");
  }

  @Test
  void fileThatIsNotParquetLeavesTheOldTables() throws Exception {
    data.generate(truth, 100, 10);
    Path file = Files.writeString(folder.resolve("rows.csv"), "a,b\n1,2\n");

    assertThatThrownBy(() -> data.copy(files(file, "label_apply")))
        .isInstanceOf(DemoException.class)
        .hasMessageContaining(file + ": not a Parquet file");
    assertThat(query("SELECT count(*) FROM sample")).containsExactly("100");
  }

  @Test
  void missingFileIsNamed() {
    Path file = folder.resolve("nowhere.parquet");

    assertThatThrownBy(() -> data.copy(files(file, "label_apply")))
        .hasMessageContaining(file + ": there is no");
  }

  private static UserFiles files(Path file, String label) {
    return new UserFiles(file, Optional.of(file), List.of(label));
  }

  private void export(Path file) throws Exception {
    try (var database = DriverManager.getConnection("jdbc:duckdb:" + data.source());
        var statement = database.createStatement()) {
      statement.execute(
          "COPY (SELECT * FROM sample) TO '%s' (FORMAT parquet)"
              .formatted(file.toString().replace("'", "''")));
    }
  }

  private List<String> query(String sql) throws Exception {
    var rows = new ArrayList<String>();
    try (var database = DriverManager.getConnection("jdbc:duckdb:" + data.source());
        var statement = database.createStatement();
        var result = statement.executeQuery(sql)) {
      while (result.next()) {
        var row = new ArrayList<String>();
        for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
          row.add(String.valueOf(result.getObject(i)));
        }
        rows.add(String.join(" ", row));
      }
    }
    return rows;
  }
}
