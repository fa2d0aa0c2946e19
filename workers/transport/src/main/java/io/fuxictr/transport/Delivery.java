package io.fuxictr.transport;

import io.fuxictr.remote.transfer.Transfer;

/**
 * One result on its way into a table: its part files into staging first, then its rows.
 *
 * <p>Every method fails with a {@link io.fuxictr.worker.StageException} that says what was
 * attempted.
 */
public interface Delivery {

  /**
   * Checks, as far as that can be known before, that the table takes the result; then brings the
   * part files into staging and checks them there.
   *
   * @throws InterruptedException if the attempt is to stop; what has arrived stays
   */
  Transfer.Result push() throws InterruptedException;

  /**
   * Loads what was pushed into the table: all rows or none, and never the same result twice.
   *
   * @throws InterruptedException if the attempt is to stop; nothing is loaded then
   */
  Loaded load() throws InterruptedException;
}
