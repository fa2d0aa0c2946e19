package io.fuxictr.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Experiments that predict a quantity, alone or beside a class. */
class LabRegressionIT {
  private static final String MODELS =
      """
      Base:
        dataset_id: sales
        model_root: models
        embedding_dim: 4
        learning_rate: 1e-2
        batch_size: 64
        epochs: 6
        seed: 7
        monitor_mode: min
      DNN:
        model: DNN
        task: regression
        loss: mse_loss
        metrics: [RMSE, MAE, MSE]
        monitor: RMSE
        dnn_hidden_units: [16]
      SB:
        model: ShareBottom
        task: [binary_classification, regression]
        loss: [binary_crossentropy, mse_loss]
        metrics: [AUC, RMSE, PCOC]
        monitor: {sold_AUC: -1, amount_RMSE: 1}
        bottom_hidden_units: [16]
        tower_hidden_units: [8]
      """;

  /**
   * Amounts from -3 to 15, some of them missing; those of the items 0 to 4 are below the others.
   */
  private static final String QUERY =
      """
      SELECT 'i' || i * 7 %% 10 AS item, 'c' || i * 13 %% 5 AS city,
             CASE WHEN i %% 11 = 0 THEN NULL ELSE -3 + 2.0 * (i * 7 %% 10) END AS amount,
             CASE WHEN i %% 7 = 0 THEN NULL WHEN i * 7 %% 10 > 4 THEN 1 ELSE 0 END AS sold
      FROM range(%d, %d) t(i)
      """;

  /** The spread of all known amounts, which is the error of a constant. */
  private static final double SPREAD = 5.7;

  @TempDir private Path root;
  private Lab lab;

  @BeforeEach
  void openLab() {
    lab = new Lab(root, MODELS);
  }

  private void rows(String ending, String form) {
    lab.rows("raw/train." + ending, QUERY.formatted(0, 1500), form);
    lab.rows("raw/test." + ending, QUERY.formatted(1500, 2000), form);
  }

  private void dataset(String format, String labels) {
    lab.write(
        "config/dataset_config.yaml",
        """
        sales:
          data_root: data
          data_format: %1$s
          train_data: raw/train.%1$s
          test_data: raw/test.%1$s
          valid_size: 0.2
          label_col: %2$s
          feature_cols:
            - {name: [item, city], active: true, dtype: str, type: categorical}
        """
            .formatted(format, labels));
  }

  private static double number(String sql) throws SQLException {
    try (var connection = DriverManager.getConnection("jdbc:duckdb:");
        var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getDouble(1);
    }
  }

  @Test
  void quantityOfCsvIsLearntAndPredictedAsItIs() throws SQLException {
    rows("csv", "csv, HEADER");
    dataset("csv", "{name: amount, dtype: float}");

    JsonNode metrics = lab.json("train", "DNN").path("test");

    assertThat(metrics.path("RMSE").asDouble()).isPositive().isLessThan(SPREAD / 4);
    assertThat(metrics.path("MSE").asDouble())
        .isCloseTo(Math.pow(metrics.path("RMSE").asDouble(), 2), within(1e-9));
    assertThat(metrics.path("MAE").asDouble()).isLessThan(metrics.path("RMSE").asDouble() + 1e-9);
    String test = root.resolve("raw/test.csv").toString();
    assertThat(lab.json("evaluate", "DNN", "--data", test).path("data")).isEqualTo(metrics);

    lab.json("predict", "DNN", "--data", test, "--output", root.resolve("scored").toString());
    String scored = "'%s'".formatted(root.resolve("scored/test.parquet"));
    assertThat(number("SELECT max(amount_pred) FROM " + scored)).isGreaterThan(10);
    assertThat(number("SELECT min(amount_pred) FROM " + scored)).isNegative();
    assertThat(number("SELECT sqrt(avg((amount_pred - amount) ** 2)) FROM " + scored))
        .isCloseTo(metrics.path("RMSE").asDouble(), within(1e-4));
  }

  @Test
  void quantityAndClassAreLearntTogether() {
    rows("parquet", "parquet");
    dataset("parquet", "[{name: sold, dtype: float}, {name: amount, dtype: float}]");

    JsonNode metrics = lab.json("train", "SB").path("test");

    assertThat(metrics.path("sold_AUC").asDouble()).isGreaterThan(0.95);
    assertThat(metrics.path("amount_RMSE").asDouble()).isPositive().isLessThan(SPREAD / 3);
    assertThat(metrics.has("amount_AUC")).isFalse();
    assertThat(metrics.path("AUC").asDouble()).isEqualTo(metrics.path("sold_AUC").asDouble());

    JsonNode tables = lab.json("evaluate", "SB", "--calibration", "5").path("calibration");
    assertThat(tables.findValuesAsText("label")).containsExactly("sold", "amount");
    assertThat(tables.findValuesAsText("split")).containsOnly("test");
    assertThat(tables.path(1).path("bins").path(4).path("predicted").asDouble()).isGreaterThan(9);
  }

  @Test
  void classIsCheckedStrictlyBesideAQuantity() {
    rows("parquet", "parquet");
    dataset("parquet", "[{name: amount, dtype: float}, {name: sold, dtype: float}]");

    assertThat(lab.run("train", "SB", "--set", "monitor=AUC", "--set", "monitor_mode=max"))
        .isEqualTo(1);

    assertThat(lab.err())
        .contains("label 'amount'", "labels must be 0, 1 or missing; map them in the query");
  }

  @Test
  void quantityThatIsNotFiniteIsRefused() {
    lab.rows(
        "raw/train.parquet", "SELECT 'a' AS item, 'b' AS city, 'inf'::DOUBLE AS amount", "parquet");
    dataset("parquet", "{name: amount, dtype: float}");

    assertThat(
            lab.run(
                "train",
                "DNN",
                "--set",
                "valid_data=raw/train.parquet",
                "--set",
                "valid_size=0",
                "--set",
                "test_data=null"))
        .isEqualTo(1);

    assertThat(lab.err()).contains("label 'amount': found Infinity", "finite numbers");
  }

  @Test
  void quantityWithoutATaskIsRefused() {
    rows("parquet", "parquet");
    dataset("parquet", "{name: amount, dtype: float}");

    assertThat(
            lab.run(
                "train",
                "DNN",
                "--set",
                "task=null",
                "--set",
                "loss=binary_crossentropy",
                "--set",
                "metrics=[AUC]",
                "--set",
                "monitor=AUC"))
        .isEqualTo(1);

    assertThat(lab.err()).contains("labels must be 0, 1 or missing");
  }
}
