package io.fuxictr.fetch;

import io.fuxictr.task.Checkpoint;
import io.fuxictr.task.Submission;
import io.fuxictr.worker.StageContext;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/** How far an attempt has come: its checkpoint, saved with every step. */
final class FetchState {
  /** Key of the run dataset's name. */
  static final String DATASET_ID = "dataset_id";

  /** Key of the flag that all files have arrived. */
  static final String TRANSFERRED = "data_transferred";

  /** Key of the flag that all files have been checked. */
  static final String VERIFIED = "verified";

  /** Key of the flag that the dataset is built. */
  static final String PROCESSED = "dataset_processed";

  private static final String SQL_SHA256 = "sql_sha256";

  private final StageContext context;
  private Checkpoint checkpoint;

  /** Takes up what an earlier try has left, as far as the queries are still the same. */
  FetchState(StageContext context) {
    this.context = context;
    this.checkpoint = stillValid(context.resume(), context.submission());
  }

  private static Checkpoint stillValid(Checkpoint before, Submission submission) {
    Map<String, Object> now = digests(submission);
    Map<String, Object> then = before.map(SQL_SHA256);
    Checkpoint valid = before;
    for (RowSet rows : RowSet.ALL) {
      if (!Objects.equals(now.get(rows.key()), then.get(rows.key()))) {
        valid =
            valid
                .with(exportKey(rows), false)
                .with(TRANSFERRED, false)
                .with(VERIFIED, false)
                .with(PROCESSED, false);
      }
    }
    return valid.with(SQL_SHA256, now);
  }

  private static Map<String, Object> digests(Submission submission) {
    var digests = new LinkedHashMap<String, Object>();
    for (RowSet rows : RowSet.ALL) {
      digests.put(rows.key(), sha256(rows.sql(submission)));
    }
    return digests;
  }

  private static String sha256(String text) {
    try {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** Returns the key of the flag that a table is exported. */
  static String exportKey(RowSet rows) {
    return rows.key() + "_sql_executed";
  }

  /** Returns the key of the number of rows of a table. */
  static String rowsKey(RowSet rows) {
    return rows.folder() + "_rows";
  }

  /** Returns whether a step is done. */
  boolean isDone(String flag) {
    return checkpoint.flag(flag);
  }

  /** Returns all that is known so far. */
  Checkpoint checkpoint() {
    return checkpoint;
  }

  /** Records a value, not yet on disk. */
  FetchState with(String key, Object value) {
    checkpoint = checkpoint.with(key, value);
    return this;
  }

  /** Forgets a value, not yet on disk. */
  FetchState without(String key) {
    checkpoint = checkpoint.without(key);
    return this;
  }

  /** Records on disk that a step is done. */
  void done(String flag) {
    checkpoint = checkpoint.with(flag, true);
    context.save(checkpoint);
  }

  /** Records on disk what is known so far. */
  void save() {
    context.save(checkpoint);
  }

  /** Forgets that files were exported and have arrived. */
  void forgetExports() {
    for (RowSet rows : RowSet.ALL) {
      checkpoint = checkpoint.with(exportKey(rows), false);
    }
    checkpoint = checkpoint.with(TRANSFERRED, false).with(VERIFIED, false).with(PROCESSED, false);
  }
}
