package io.fuxictr.transport;

import io.fuxictr.worker.StageContext;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Ends what DuckDB is doing when an attempt is to stop. */
final class DuckStop {
  private static final long CANCEL_AGAIN_MILLIS = 50;

  private DuckStop() {}

  /** Something that DuckDB does. */
  interface Work<T> {
    T run() throws SQLException, InterruptedException;
  }

  /** Does work on a connection, cut short by a stop of the attempt. */
  static <T> T during(Connection connection, StageContext context, Work<T> work)
      throws SQLException, InterruptedException {
    var ended = new CountDownLatch(1);
    try (Statement canceller = connection.createStatement();
        StageContext.OnStop _ = context.onStop(() -> cancelUntil(ended, canceller))) {
      try {
        return work.run();
      } finally {
        ended.countDown();
      }
    }
  }

  /** A cancel between two statements is lost, so it is repeated. */
  private static void cancelUntil(CountDownLatch ended, Statement canceller) {
    try {
      do {
        canceller.cancel();
      } while (!ended.await(CANCEL_AGAIN_MILLIS, TimeUnit.MILLISECONDS));
    } catch (SQLException e) {
      throw new IllegalStateException("cancelling what DuckDB does", e);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
