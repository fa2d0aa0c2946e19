package io.fuxictr.fetch;

import io.fuxictr.worker.StageContext;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A statement that ends when the attempt is to stop. */
final class StoppableStatement {
  private static final long CANCEL_AGAIN_MILLIS = 50;

  private StoppableStatement() {}

  /**
   * Runs a statement.
   *
   * @return rows it wrote
   * @throws InterruptedException if the attempt is to stop; the statement has ended by then
   */
  static long run(Connection connection, String sql, StageContext context)
      throws SQLException, InterruptedException {
    context.checkStopped();
    var ended = new CountDownLatch(1);
    try (Statement statement = connection.createStatement();
        StageContext.OnStop _ = context.onStop(() -> cancelUntil(ended, statement))) {
      try {
        statement.execute(sql);
        return statement.getLargeUpdateCount();
      } catch (SQLException e) {
        if (DuckFailure.isInterruption(e)) {
          throw new InterruptedException("the query was cancelled");
        }
        throw e;
      } finally {
        ended.countDown();
      }
    }
  }

  /** A cancel that comes before the statement has begun is lost, so it is repeated. */
  private static void cancelUntil(CountDownLatch ended, Statement statement) {
    try {
      do {
        statement.cancel();
      } while (!ended.await(CANCEL_AGAIN_MILLIS, TimeUnit.MILLISECONDS));
    } catch (SQLException e) {
      throw new IllegalStateException("cancelling a query", e);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
