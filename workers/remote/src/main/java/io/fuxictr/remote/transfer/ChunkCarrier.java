package io.fuxictr.remote.transfer;

import io.fuxictr.remote.transfer.Verifier.Step;
import io.fuxictr.remote.transfer.Verifier.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Carries files chunk by chunk with several workers. A further thread verifies what has arrived;
 * the thread of the transfer gives final names, talks to the watch and ends the others.
 */
final class ChunkCarrier {
  private static final Duration POLL = Duration.ofMillis(100);

  /** A connection costs about as much time as carrying this many bytes over a fast line. */
  private static final long WORTH_A_CONNECTION = 16 << 20;

  private static final long CHUNKS_PER_CONNECTION = 16;
  private static final Duration VERIFIER_POLL = Duration.ofMillis(20);

  private final Place from;
  private final Place to;
  private final TransferOptions options;
  private final Ledger ledger;
  private final Counts counts;
  private final TransferWatch watch;
  private final Board board = new Board();
  private final List<Thread> threads = new ArrayList<>();
  private final List<ChunkWorker> workers = new ArrayList<>();

  ChunkCarrier(
      Place from,
      Place to,
      TransferOptions options,
      Ledger ledger,
      Counts counts,
      TransferWatch watch) {
    this.from = from;
    this.to = to;
    this.options = options;
    this.ledger = ledger;
    this.counts = counts;
    this.watch = watch;
  }

  /** Carries, verifies and publishes all files of a plan. */
  void carry(TransferPlan plan) throws InterruptedException {
    plan.files().forEach(board::add);
    try {
      start(plan);
      int open = plan.files().size();
      while (open > 0) {
        Board.News news = board.news(POLL);
        news.lines().forEach(watch::retrying);
        watch.checkStopped();
        counts.tell(counts.done());
        open -= settle(news.verdicts());
      }
      counts.tell(plan.totalBytes());
    } finally {
      end();
    }
  }

  private void start(TransferPlan plan) {
    long chunks =
        plan.files().stream()
            .flatMap(file -> file.chunks().stream())
            .filter(chunk -> !chunk.isDone())
            .count();
    long share = Math.max(plan.openBytes() / WORTH_A_CONNECTION, chunks / CHUNKS_PER_CONNECTION);
    // One at least: what is there already may turn out to be damaged.
    int count = Math.clamp(Math.min(chunks, share + 1), 1, options.workers());
    var limit = new BandwidthLimit(options.bytesPerSecond(), count);
    for (int i = 0; i < count; i++) {
      var worker = new ChunkWorker(from, to, options, limit, ledger, counts, board);
      workers.add(worker);
      threads.add(Thread.ofVirtual().name("transfer-" + i).start(worker));
    }
    threads.add(Thread.ofPlatform().daemon().name("transfer-verifier").start(this::verify));
  }

  private void verify() {
    try (Verifier verifier = to.verifier(options)) {
      while (!board.isOver()) {
        Step step = verifier.advance(board.arriving(), board);
        board.add(step.verdicts());
        if (!step.moved()) {
          board.await(VERIFIER_POLL);
        }
      }
    } catch (InterruptedException _) {
      // It is over.
    } catch (RuntimeException e) { // told by the thread of the transfer
      board.fail(e);
    }
  }

  /** Returns how many files are done with. */
  private int settle(List<Verdict> verdicts) throws InterruptedException {
    Map<String, String> names = new LinkedHashMap<>();
    for (Verdict verdict : verdicts) {
      FileInTransfer file = verdict.file();
      if (verdict.isSame()) {
        names.put(file.temporary(), file.entry().path());
      } else {
        watch.retrying(Damage.again(file, file.restart(), to));
        board.add(file);
      }
    }
    if (!names.isEmpty()) {
      watch.publishing();
      to.publish(names, watch);
    }
    return names.size();
  }

  /** Nobody is left at work when this returns. */
  private void end() {
    board.end();
    workers.forEach(ChunkWorker::close);
    boolean interrupted = Thread.interrupted();
    for (Thread thread : threads) {
      thread.interrupt();
    }
    for (Thread thread : threads) {
      while (thread.isAlive()) {
        try {
          thread.join();
        } catch (InterruptedException _) {
          interrupted = true;
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
