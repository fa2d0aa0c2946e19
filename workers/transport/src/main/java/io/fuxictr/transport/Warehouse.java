package io.fuxictr.transport;

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
   * Returns the way of a result into the warehouse; nothing is done yet.
   *
   * @param output folder with the part files
   */
  Delivery delivery(Load load, Path output, StageContext context);

  /** Deletes what is staged for a dataset. */
  void clean(String datasetId) throws InterruptedException;
}
