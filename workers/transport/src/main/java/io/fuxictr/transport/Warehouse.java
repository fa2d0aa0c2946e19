package io.fuxictr.transport;

import io.fuxictr.remote.transfer.Transfer;
import io.fuxictr.worker.StageContext;
import java.nio.file.Path;

/**
 * Where results go: takes part files into a staging folder of its own, and loads them into a table.
 *
 * <p>Every method fails with a {@link io.fuxictr.worker.StageException} that says what was
 * attempted.
 */
public interface Warehouse {

  /** Returns what it is, in words for the user. */
  String name();

  /** Returns where the part files of a dataset are staged, in words for the user. */
  String staging(String datasetId);

  /**
   * Checks, as far as that can be known before, that the table takes the result; then brings the
   * part files into staging and checks them there.
   *
   * @param output folder with the part files
   * @throws InterruptedException if the attempt is to stop; what has arrived stays
   */
  Transfer.Result push(Load load, Path output, StageContext context) throws InterruptedException;

  /**
   * Loads staged files into the table: all rows or none, and never the same result twice.
   *
   * @throws InterruptedException if the attempt is to stop; nothing is loaded then
   */
  Loaded load(Load load, StageContext context) throws InterruptedException;

  /** Deletes what is staged for a dataset. */
  void clean(String datasetId) throws InterruptedException;
}
