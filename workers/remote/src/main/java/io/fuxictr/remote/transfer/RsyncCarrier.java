package io.fuxictr.remote.transfer;

import io.fuxictr.remote.Backoff;
import io.fuxictr.remote.RemoteException;
import io.fuxictr.remote.file.ByteCount;
import io.fuxictr.remote.file.FileException;
import io.fuxictr.remote.file.FileException.Reason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Carries files with as many rsync processes as there are workers, into a hidden folder of the
 * target; what has arrived there is verified and given its final name as by SFTP. What was cut off
 * goes on in the middle of a file.
 */
final class RsyncCarrier {
  private static final Duration POLL = Duration.ofMillis(100);

  private final Place from;
  private final Place to;
  private final RemoteFolder other;
  private final TransferOptions options;
  private final Counts counts;
  private final TransferWatch watch;
  private long doneBefore;

  /** Files for one process. */
  private static final class Share {
    private final List<FileInTransfer> files = new ArrayList<>();
    private long bytes;

    void add(FileInTransfer file) {
      files.add(file);
      bytes += file.entry().bytes();
    }

    List<String> names() {
      return files.stream().map(file -> file.entry().path()).toList();
    }
  }

  RsyncCarrier(Place from, Place to, TransferOptions options, Counts counts, TransferWatch watch) {
    this.from = from;
    this.to = to;
    this.other = from instanceof RemoteFolder remote ? remote : (RemoteFolder) to;
    this.options = options;
    this.counts = counts;
    this.watch = watch;
  }

  /** Carries, verifies and publishes all files of a plan. */
  void carry(TransferPlan plan) throws InterruptedException {
    var _ = to.prepare(List.of(Rsync.INCOMING), watch);
    doneBefore = counts.done();
    List<FileInTransfer> open = plan.files();
    while (!open.isEmpty()) {
      carryAll(open);
      open = settle(open);
    }
    to.deleteFolder(Rsync.INCOMING, watch);
    counts.tell(plan.totalBytes());
  }

  /** Runs rsync until it is content. */
  private void carryAll(List<FileInTransfer> files) throws InterruptedException {
    int failures = 0;
    int partial = 0;
    while (true) {
      try {
        runOnce(files);
        files.forEach(_ -> counts.addChunk());
        return;
      } catch (PartialException e) {
        partial++;
        if (partial > 1) {
          throw e.failure;
        }
        watch.retrying(e.failure.getMessage() + "; once more");
      } catch (RemoteException e) {
        failures++;
        if (!e.isTransient() || failures > options.maxRetries()) {
          throw translated(e, files);
        }
        Duration delay = Backoff.delay(options.retryDelay(), failures);
        watch.retrying(
            "%s; retry %d of %d follows in %d s"
                .formatted(e.getMessage(), failures, options.maxRetries(), delay.toSeconds()));
        Backoff.await(delay, watch);
      }
    }
  }

  /** Some files came and others did not. */
  private static final class PartialException extends Exception {
    private static final long serialVersionUID = 1L;
    private final transient RemoteException failure;

    PartialException(RemoteException failure) {
      super(failure);
      this.failure = failure;
    }
  }

  private void runOnce(List<FileInTransfer> files) throws InterruptedException, PartialException {
    List<Share> shares = shares(files);
    long limit = options.bytesPerSecond().orElse(0) / shares.size();
    List<String> call = Rsync.call(from, to, options, limit, other.host().settings());
    var processes = new ArrayList<RsyncProcess>();
    try {
      for (Share share : shares) {
        processes.add(RsyncProcess.start(call, share.names()));
      }
      for (RsyncProcess process : processes) {
        while (process.isRunning()) {
          watch.checkStopped();
          counts.tell(doneBefore + bytes(processes));
          Thread.sleep(POLL);
        }
        check(process);
      }
    } finally {
      counts.add(bytes(processes));
      processes.forEach(RsyncProcess::close);
    }
  }

  private static long bytes(List<RsyncProcess> processes) {
    return processes.stream().mapToLong(RsyncProcess::bytes).sum();
  }

  private void check(RsyncProcess process) throws InterruptedException, PartialException {
    int code = process.exitCode();
    if (code == 0) {
      return;
    }
    RemoteException failure = Rsync.failure(code, process.said(), other);
    if (Rsync.isPartial(code) && failure.reason() == RemoteException.Reason.FAILED) {
      throw new PartialException(failure);
    }
    throw failure;
  }

  /** The longest first, each to whom has the least. */
  private List<Share> shares(List<FileInTransfer> files) {
    int count = Math.min(options.workers(), files.size());
    List<Share> shares = IntStream.range(0, count).mapToObj(_ -> new Share()).toList();
    for (FileInTransfer file : files) {
      shares.stream().min(Comparator.comparingLong(share -> share.bytes)).orElseThrow().add(file);
    }
    return shares;
  }

  private RuntimeException translated(RemoteException e, List<FileInTransfer> files)
      throws InterruptedException {
    if (e.reason() != RemoteException.Reason.DISK_FULL) {
      return e;
    }
    long needed = files.stream().mapToLong(FileInTransfer::missing).sum();
    return new FileException(
        Reason.DISK_FULL,
        "Carrying files to %s: the disk is full; %s are needed, %s are free; make room and try again"
            .formatted(to, ByteCount.text(needed), ByteCount.text(to.freeBytes(watch))),
        e);
  }

  /** Publishes what is as it should be; returns the others, deleted, to be carried again. */
  private List<FileInTransfer> settle(List<FileInTransfer> files) throws InterruptedException {
    List<String> arrived = files.stream().map(RsyncCarrier::incoming).toList();
    List<String> proofs = to.proofs(arrived, options, watch);
    Map<String, String> names = new LinkedHashMap<>();
    var damaged = new ArrayList<FileInTransfer>();
    for (int i = 0; i < files.size(); i++) {
      FileInTransfer file = files.get(i);
      if (proofs.get(i).equals(file.entry().proof(options.verifyChecksum()))) {
        names.put(arrived.get(i), file.entry().path());
      } else {
        damaged.add(file);
      }
    }
    watch.publishing();
    to.publish(names, watch);
    to.delete(damaged.stream().map(RsyncCarrier::incoming).toList(), watch);
    for (FileInTransfer file : damaged) {
      watch.retrying(Damage.again(file, file.restart(), to));
    }
    return damaged;
  }

  private static String incoming(FileInTransfer file) {
    return Rsync.INCOMING + "/" + file.entry().path();
  }
}
