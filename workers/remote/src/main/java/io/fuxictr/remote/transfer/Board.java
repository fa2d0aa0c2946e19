package io.fuxictr.remote.transfer;

import io.fuxictr.remote.RemoteWatch;
import io.fuxictr.remote.transfer.Verifier.Verdict;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What the threads of a transfer tell each other: which chunks are open, which files are on their
 * way, what was found out about them, and that it is over. Thread-safe.
 *
 * <p>For workers and the verifier it is also the watch: it says stop when the transfer is over, and
 * keeps what they have to say until the thread of the transfer passes it on.
 */
final class Board implements RemoteWatch {
  /** Guards all fields below. */
  private final ReentrantLock lock = new ReentrantLock();

  private final Condition changed = lock.newCondition();
  private final Deque<Chunk> open = new ArrayDeque<>();
  private final Set<FileInTransfer> arriving = new LinkedHashSet<>();
  private final List<Verdict> verdicts = new ArrayList<>();
  private final List<String> lines = new ArrayList<>();
  private Optional<RuntimeException> failure = Optional.empty();
  private boolean over;
  private long changes;

  /** What the thread of the transfer has to attend to. */
  record News(List<Verdict> verdicts, List<String> lines) {

    /** Takes copies of the lists. */
    News {
      verdicts = List.copyOf(verdicts);
      lines = List.copyOf(lines);
    }
  }

  /** Puts up the chunks of a file that are not there yet. */
  void add(FileInTransfer file) {
    lock.lock();
    try {
      file.chunks().stream().filter(chunk -> !chunk.isDone()).forEach(open::addLast);
      if (file.isComplete()) {
        arriving.add(file);
      }
      tell();
    } finally {
      lock.unlock();
    }
  }

  /** Waits for a chunk; empty when the transfer is over. */
  Optional<Chunk> take() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (open.isEmpty() && !over) {
        changed.await();
      }
      if (over) {
        return Optional.empty();
      }
      Chunk chunk = open.removeFirst();
      arriving.add(chunk.file());
      return Optional.of(chunk);
    } finally {
      lock.unlock();
    }
  }

  /** Takes note that a chunk is there. */
  void finish(Chunk chunk) {
    lock.lock();
    try {
      chunk.finish();
      tell();
    } finally {
      lock.unlock();
    }
  }

  /** Returns the files of which a part at least is on its way, in the order of their start. */
  List<FileInTransfer> arriving() {
    lock.lock();
    try {
      return List.copyOf(arriving);
    } finally {
      lock.unlock();
    }
  }

  /** Takes note of what was found out. */
  void add(List<Verdict> found) {
    if (found.isEmpty()) {
      return;
    }
    lock.lock();
    try {
      found.forEach(verdict -> arriving.remove(verdict.file()));
      verdicts.addAll(found);
      tell();
    } finally {
      lock.unlock();
    }
  }

  /** Takes note that it cannot go on; the first reason counts. */
  void fail(RuntimeException reason) {
    lock.lock();
    try {
      if (failure.isEmpty()) {
        failure = Optional.of(reason);
      }
      tell();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void retrying(String line) {
    lock.lock();
    try {
      lines.add(line);
    } finally {
      lock.unlock();
    }
  }

  /** Ends it for everybody. */
  void end() {
    lock.lock();
    try {
      over = true;
      tell();
    } finally {
      lock.unlock();
    }
  }

  boolean isOver() {
    lock.lock();
    try {
      return over;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void checkStopped() throws InterruptedException {
    if (isOver()) {
      throw new InterruptedException("the transfer is over");
    }
  }

  private void tell() {
    changes++;
    changed.signalAll();
  }

  /** Waits a moment, or until something changes. */
  void await(Duration most) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long seen = changes;
      long left = most.toNanos();
      while (changes == seen && left > 0) {
        left = changed.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * Returns what has come up, waiting a moment if nothing has.
   *
   * @throws RuntimeException the reason why it cannot go on, if there is one
   */
  News news(Duration most) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long left = most.toNanos();
      while (verdicts.isEmpty() && failure.isEmpty() && left > 0) {
        left = changed.awaitNanos(left);
      }
      var news = new News(verdicts, lines);
      verdicts.clear();
      lines.clear();
      if (failure.isPresent() && news.verdicts().isEmpty()) {
        throw failure.get();
      }
      return news;
    } finally {
      lock.unlock();
    }
  }
}
