package io.fuxictr.deploy.demo;

import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;

/**
 * Writes generated rows: what the pipeline may see into one database, the truth into another.
 *
 * <p>Lists are appended as text and split by the database, since appending lists takes many times
 * as long.
 */
final class MarketingTables {
  private static final String FEATURES =
      """
      user_id VARCHAR, product_id VARCHAR, area_tag VARCHAR, age_tag VARCHAR, gender_tag VARCHAR,
      manufacture_tag VARCHAR, call_30_days_max_cnt INTEGER, call_90_days_max_cnt INTEGER,
      sms_total_click_cnt INTEGER, click_180_days_product_textlist VARCHAR, appInstalls VARCHAR,
      outerBizSorted VARCHAR\
      """;
  private static final List<String> LISTS =
      List.of("click_180_days_product_textlist", "appInstalls", "outerBizSorted");
  private static final String UNSPLIT = "unsplit";

  private MarketingTables() {}

  /** Creates table {@code sample} with labels, and table {@code truth} with their odds. */
  static void writeSample(
      DuckDBConnection source, DuckDBConnection truth, CreditMarketing rows, int count)
      throws SQLException {
    create(source, UNSPLIT, FEATURES + ", label_apply INTEGER, label_credit INTEGER");
    create(
        truth,
        "truth",
        "user_id VARCHAR, label_apply DOUBLE, label_credit DOUBLE, applied INTEGER, credited"
            + " INTEGER");
    try (DuckDBAppender sample = source.createAppender(UNSPLIT);
        DuckDBAppender odds = truth.createAppender("truth")) {
      for (int i = 0; i < count; i++) {
        MarketingRow row = rows.next();
        sample.beginRow();
        appendFeatures(sample, row);
        sample.append(row.applied() ? 1 : 0).append(row.credited() ? 1 : 0).endRow();
        odds.beginRow()
            .append(row.userId())
            .append(row.odds().apply())
            .append(row.odds().credit())
            .append(row.applied() ? 1 : 0)
            .append(row.credited() ? 1 : 0)
            .endRow();
      }
    }
    split(source, "sample");
  }

  /** Creates table {@code inference}, without labels, and fills it. */
  static void writeInference(DuckDBConnection source, CreditMarketing rows, int count)
      throws SQLException {
    create(source, UNSPLIT, FEATURES);
    try (DuckDBAppender inference = source.createAppender(UNSPLIT)) {
      for (int i = 0; i < count; i++) {
        inference.beginRow();
        appendFeatures(inference, rows.next());
        inference.endRow();
      }
    }
    split(source, "inference");
  }

  private static void create(DuckDBConnection database, String table, String columns)
      throws SQLException {
    try (var statement = database.createStatement()) {
      statement.execute("CREATE TABLE %s (%s)".formatted(table, columns));
    }
  }

  private static void split(DuckDBConnection database, String table) throws SQLException {
    String lists =
        LISTS.stream()
            .map(
                column ->
                    "CASE %1$s WHEN '' THEN []::VARCHAR[] ELSE string_split(%1$s, ' ') END AS %1$s"
                        .formatted(column))
            .collect(Collectors.joining(", "));
    try (var statement = database.createStatement()) {
      statement.execute(
          "CREATE TABLE %s AS SELECT * REPLACE (%s) FROM %s".formatted(table, lists, UNSPLIT));
      statement.execute("DROP TABLE " + UNSPLIT);
    }
  }

  private static void appendFeatures(DuckDBAppender to, MarketingRow row) throws SQLException {
    to.append(row.userId()).append(row.productId());
    append(to, row.area());
    append(to, row.age());
    append(to, row.gender());
    append(to, row.manufacture());
    append(to, row.calls30());
    append(to, row.calls90());
    append(to, row.smsClicks());
    append(to, row.clicked().map(MarketingTables::joined));
    append(to, row.apps().map(MarketingTables::joined));
    append(to, row.businesses().map(MarketingTables::joined));
  }

  private static void append(DuckDBAppender to, Optional<String> value) throws SQLException {
    if (value.isPresent()) {
      to.append(value.get());
    } else {
      to.appendNull();
    }
  }

  private static void append(DuckDBAppender to, OptionalInt value) throws SQLException {
    if (value.isPresent()) {
      to.append(value.getAsInt());
    } else {
      to.appendNull();
    }
  }

  private static String joined(List<String> values) {
    return String.join(" ", values);
  }
}
