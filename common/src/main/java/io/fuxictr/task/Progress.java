package io.fuxictr.task;

/**
 * How far an attempt has come.
 *
 * @param done units finished, those taken over from a checkpoint included
 * @param total units in all; 0 while nobody knows
 * @param message what is going on, in words
 */
public record Progress(long done, long total, String message) {

  /** Rejects counts below zero and counts beyond a known total. */
  public Progress {
    if (done < 0 || total < 0 || (total > 0 && done > total)) {
      throw new IllegalArgumentException("progress %d of %d".formatted(done, total));
    }
  }

  /** Returns the whole percent done, 0 while the total is unknown. */
  public int percent() {
    return total == 0 ? 0 : (int) Math.floorDiv(100 * done, total);
  }
}
