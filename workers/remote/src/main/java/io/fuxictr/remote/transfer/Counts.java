package io.fuxictr.remote.transfer;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Counts what is carried, and tells the watch how far the whole is. Workers may add to it. */
final class Counts {
  private final TransferPlan plan;
  private final TransferWatch watch;
  private final AtomicLong bytes = new AtomicLong();
  private final AtomicInteger chunks = new AtomicInteger();
  private long told;

  Counts(TransferPlan plan, TransferWatch watch) {
    this.plan = plan;
    this.watch = watch;
  }

  void add(long moved) {
    bytes.addAndGet(moved);
  }

  void addChunk() {
    chunks.incrementAndGet();
  }

  /** Returns how many bytes were carried. */
  long bytes() {
    return bytes.get();
  }

  /** Returns how many ranges were carried to their end. */
  int chunks() {
    return chunks.get();
  }

  /** Returns how many bytes are there, those of an earlier run included. */
  long done() {
    long open = plan.files().stream().mapToLong(FileInTransfer::missing).sum();
    return plan.totalBytes() - open;
  }

  /** Tells the watch; never less than before, whatever has to be carried again. */
  void tell(long done) {
    told = Math.clamp(done, told, Math.max(told, plan.totalBytes()));
    watch.moved(told, plan.totalBytes());
  }
}
