package io.fuxictr.fetch;

import io.fuxictr.task.Progress;
import io.fuxictr.worker.StageContext;

/** The long parts of the stage, with their share of the way. */
enum Phase {
  /** The query for training rows runs. */
  EXPORT_TRAIN(0, 20, "Exporting sample data"),
  /** The query for the rows to score runs. */
  EXPORT_INFER(20, 30, "Exporting inference data"),
  /** Files are carried. */
  PULL(30, 45, "Pulling files"),
  /** Files are checked. */
  VERIFY(45, 50, "Verifying files"),
  /** The dataset is built. */
  BUILD(50, 100, "Building the dataset");

  private static final int PERCENT = 100;

  private final int from;
  private final int to;
  private final String words;

  Phase(int from, int to, String words) {
    this.from = from;
    this.to = to;
    this.words = words;
  }

  /** Returns the phase in which rows are exported. */
  static Phase export(RowSet rows) {
    return switch (rows) {
      case TRAIN -> EXPORT_TRAIN;
      case INFER -> EXPORT_INFER;
    };
  }

  /** Returns what the phase does, in words. */
  String words() {
    return words;
  }

  /** Tells how far the phase has come, as part of the whole stage. */
  void tell(StageContext context, long done, long total) {
    tell(context, done, total, words);
  }

  /** Tells how far the phase has come, as part of the whole stage, in words of its own. */
  void tell(StageContext context, long done, long total, String message) {
    long percent = total == 0 ? to : from + (to - from) * done / total;
    context.progress(new Progress(percent, PERCENT, message));
  }
}
