package io.fuxictr.fetch;

import io.fuxictr.task.Submission;
import java.util.List;

/** The two tables that a task fetches. */
public enum RowSet {
  /** Rows to learn from. */
  TRAIN("train", "sample", "sample_sql"),
  /** Rows to score. */
  INFER("infer", "infer", "infer_sql");

  /** Both, in the order in which they are fetched. */
  static final List<RowSet> ALL = List.of(values());

  private final String folder;
  private final String key;
  private final String query;

  RowSet(String folder, String key, String query) {
    this.folder = folder;
    this.key = key;
    this.query = query;
  }

  /** Returns the name of the folder that its part files lie in. */
  public String folder() {
    return folder;
  }

  /** Returns its name in checkpoints. */
  String key() {
    return key;
  }

  /** Returns its query. */
  String sql(Submission submission) {
    return switch (this) {
      case TRAIN -> submission.sampleSql();
      case INFER -> submission.inferSql();
    };
  }

  /** Returns the field of the submission that holds its query. */
  public String query() {
    return query;
  }
}
