package io.fuxictr.fetch;

import io.fuxictr.remote.file.Manifest;
import io.fuxictr.remote.transfer.Transfer;
import io.fuxictr.remote.transfer.TransferWatch;
import io.fuxictr.worker.StageContext;
import io.fuxictr.worker.StageException;
import java.nio.file.Path;
import java.util.OptionalLong;

/**
 * Where the data is: runs queries into a staging folder of its own, and hands the files over.
 *
 * <p>Every method fails with a {@link StageException} that says what was attempted.
 */
public interface SourceServer {

  /** Returns what it is, in words for the user. */
  String name();

  /**
   * Checks that the source can be used, and makes the staging folders of a dataset.
   *
   * @throws StageException if it cannot be reached
   * @throws InterruptedException if the attempt is to stop
   */
  void prepare(String datasetId, StageContext context) throws InterruptedException;

  /**
   * Runs a query and leaves its rows in staging as Parquet part files, in the order in which the
   * query gave them. Replaces what an earlier try has left there, or takes up the run that it
   * began. At least one file is written, even if there are no rows.
   *
   * @return rows, if the source says how many
   * @throws StageException if the query is wrong or fails
   * @throws InterruptedException if the attempt is to stop; the query has ended by then, unless the
   *     attempt goes on elsewhere
   */
  OptionalLong export(String datasetId, RowSet rows, String sql, StageContext context)
      throws InterruptedException;

  /** Returns whether part files of a table lie in staging. */
  boolean holds(String datasetId, RowSet rows, StageContext context) throws InterruptedException;

  /** Lists what lies in staging, with the checksums that it has there. */
  Manifest list(String datasetId, RowSet rows, StageContext context) throws InterruptedException;

  /**
   * Brings files from staging into a local folder.
   *
   * @throws InterruptedException if the watch says so
   */
  Transfer.Result pull(
      String datasetId, RowSet rows, Manifest manifest, Path target, TransferWatch watch)
      throws InterruptedException;

  /** Deletes what lies in staging for a dataset. */
  void clean(String datasetId) throws InterruptedException;
}
