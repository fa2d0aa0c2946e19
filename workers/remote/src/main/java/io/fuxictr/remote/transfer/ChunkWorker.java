package io.fuxictr.remote.transfer;

import io.fuxictr.remote.Backoff;
import io.fuxictr.remote.RemoteException;
import io.fuxictr.remote.file.ByteCount;
import io.fuxictr.remote.file.FileException;
import io.fuxictr.remote.file.FileException.Reason;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/** Carries one chunk after the other, over sessions of its own. */
final class ChunkWorker implements Runnable, AutoCloseable {
  private final Place from;
  private final Place to;
  private final TransferOptions options;
  private final BandwidthLimit limit;
  private final Ledger ledger;
  private final Counts counts;
  private final Board board;
  private final byte[] buffer;

  /** Guards {@link #lane}, which others may close. */
  private final ReentrantLock lock = new ReentrantLock();

  private Optional<Lane> lane = Optional.empty();

  /** Both ends, open. */
  private record Lane(Session in, Session out) {

    void close() {
      in.close();
      out.close();
    }
  }

  ChunkWorker(
      Place from,
      Place to,
      TransferOptions options,
      BandwidthLimit limit,
      Ledger ledger,
      Counts counts,
      Board board) {
    this.from = from;
    this.to = to;
    this.options = options;
    this.limit = limit;
    this.ledger = ledger;
    this.counts = counts;
    this.board = board;
    this.buffer = new byte[limit.pieceBytes()];
  }

  @Override
  public void run() {
    try {
      for (var chunk = board.take(); chunk.isPresent(); chunk = board.take()) {
        carry(chunk.get());
      }
    } catch (InterruptedException _) {
      // It is over.
    } catch (RuntimeException e) { // told by the thread of the transfer
      board.fail(e);
    } finally {
      close();
    }
  }

  /** Carries a chunk, however often the connection breaks, as long as the options say. */
  private void carry(Chunk chunk) throws InterruptedException {
    long furthest = chunk.written();
    int failures = 0;
    while (true) {
      try {
        move(chunk, lane());
        ledger.written(chunk);
        counts.addChunk();
        board.finish(chunk);
        return;
      } catch (RemoteException e) {
        board.checkStopped();
        close();
        // What brought more bytes than any try before begins to count anew.
        failures = chunk.written() > furthest ? 1 : failures + 1;
        furthest = Math.max(furthest, chunk.written());
        if (!e.isTransient() || failures > options.maxRetries()) {
          throw translated(e, chunk);
        }
        pause(chunk, e, failures);
      } catch (FileException e) {
        throw translated(e, chunk);
      }
    }
  }

  private void pause(Chunk chunk, RemoteException e, int failures) throws InterruptedException {
    Duration delay = Backoff.delay(options.retryDelay(), failures);
    board.retrying(
        "Carrying %s: %s; retry %d of %d follows in %d s"
            .formatted(
                chunk.id(), e.getMessage(), failures, options.maxRetries(), delay.toSeconds()));
    Backoff.await(delay, board);
  }

  private void move(Chunk chunk, Lane over) throws InterruptedException {
    if (!over.out().writesAtOnce()) {
      chunk.restart();
    }
    long offset = chunk.offset() + chunk.written();
    long left = chunk.length() - chunk.written();
    try (Session.Source in = over.in().read(chunk.file().entry().path(), offset, left);
        Session.Sink out = over.out().write(chunk.file().temporary(), offset)) {
      while (left > 0) {
        board.checkStopped();
        int piece = (int) Math.min(left, buffer.length);
        limit.pay(piece, board);
        int read = in.read(buffer, piece);
        if (read < 0) {
          throw new FileException(
              Reason.DAMAGED,
              "Carrying %s from %s: the file is shorter than it was when it was listed; try again"
                  .formatted(chunk.id(), from));
        }
        out.write(buffer, read);
        chunk.add(buffer, read);
        counts.add(read);
        left -= read;
      }
      out.finish();
    }
  }

  /** A full disk is told with the figures. */
  private RuntimeException translated(RuntimeException e, Chunk chunk) throws InterruptedException {
    boolean full =
        switch (e) {
          case FileException here -> here.reason() == Reason.DISK_FULL;
          case RemoteException there -> there.reason() == RemoteException.Reason.DISK_FULL;
          default -> false;
        };
    if (!full) {
      return e;
    }
    return new FileException(
        Reason.DISK_FULL,
        "Carrying %s to %s: the disk is full; the file needs %s more, %s are free; make room and"
                .formatted(
                    chunk.file().entry().path(),
                    to,
                    ByteCount.text(chunk.file().missing()),
                    ByteCount.text(to.freeBytes(board)))
            + " try again",
        e);
  }

  private Lane lane() throws InterruptedException {
    Optional<Lane> open = current();
    if (open.isPresent()) {
      return open.get();
    }
    Session in = from.open(limit, board);
    try {
      var opened = new Lane(in, to.open(limit, board));
      keep(opened);
      return opened;
    } catch (RuntimeException | InterruptedException e) {
      in.close();
      throw e;
    }
  }

  private Optional<Lane> current() {
    lock.lock();
    try {
      return lane;
    } finally {
      lock.unlock();
    }
  }

  private void keep(Lane opened) {
    lock.lock();
    try {
      lane = Optional.of(opened);
    } finally {
      lock.unlock();
    }
  }

  /** Closes the sessions; what goes on over them ends with a failure. */
  @Override
  public void close() {
    Optional<Lane> open;
    lock.lock();
    try {
      open = lane;
      lane = Optional.empty();
    } finally {
      lock.unlock();
    }
    open.ifPresent(Lane::close);
  }
}
