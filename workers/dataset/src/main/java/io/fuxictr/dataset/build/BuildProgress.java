package io.fuxictr.dataset.build;

/** Counts rows for the listener of a build. */
final class BuildProgress {
  /** Rows of a block: the grain in which builds read, report and notice that they are stopped. */
  static final int BLOCK_ROWS = 1 << 15;

  private final BuildListener listener;
  private final long total;
  private long done;

  BuildProgress(BuildListener listener, long total) {
    this.listener = listener;
    this.total = total;
  }

  void add(int rows) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException("dataset build stopped");
    }
    done += rows;
    listener.rows(done, total);
  }
}
