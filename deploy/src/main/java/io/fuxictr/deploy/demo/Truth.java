package io.fuxictr.deploy.demo;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * The probabilities that generated rows were drawn with, kept away from the pipeline.
 *
 * @param file database with the table {@code truth}
 */
record Truth(Path file) {

  /**
   * Returns the AUC that these probabilities themselves reach over all generated rows: no model can
   * be expected to do better.
   *
   * @param label {@code label_apply} or {@code label_credit}
   */
  double bestAuc(Label label) {
    String sql =
        """
        WITH ranked AS (
          SELECT %2$s AS positive,
                 rank() OVER (ORDER BY %1$s)
                   + (count(*) OVER (PARTITION BY %1$s) - 1) / 2.0 AS position
          FROM truth)
        SELECT (sum(position) FILTER (positive = 1)
                 - sum(positive) * (sum(positive) + 1) / 2.0)
               / (sum(positive) * (count(*) - sum(positive)))
        FROM ranked
        """
            .formatted(label.probability, label.outcome);
    try (Connection database = DriverManager.getConnection("jdbc:duckdb:" + file);
        Statement statement = database.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      result.next();
      return result.getDouble(1);
    } catch (SQLException e) {
      throw new DemoException("Reading the truth from " + file + ": " + e.getMessage(), e);
    }
  }

  /** What is predicted. */
  enum Label {
    /** Whether a user applies. */
    APPLY("label_apply", "applied"),
    /** Whether a user is given the credit. */
    CREDIT("label_credit", "credited");

    private final String probability;
    private final String outcome;

    Label(String probability, String outcome) {
      this.probability = probability;
      this.outcome = outcome;
    }

    /** Returns the name of the label's column in the data. */
    String column() {
      return probability;
    }
  }
}
