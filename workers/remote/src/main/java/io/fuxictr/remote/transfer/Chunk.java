package io.fuxictr.remote.transfer;

import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.CRC32C;

/**
 * A range of a file that is carried by one worker, with how far it has come. Written by that worker
 * alone; others may look at the counts.
 */
final class Chunk {
  private final FileInTransfer file;
  private final int index;
  private final long offset;
  private final long length;
  private final CRC32C crc = new CRC32C();
  private final AtomicLong written = new AtomicLong();
  private volatile boolean done;

  Chunk(FileInTransfer file, int index, long offset, long length) {
    this.file = file;
    this.index = index;
    this.offset = offset;
    this.length = length;
  }

  FileInTransfer file() {
    return file;
  }

  int index() {
    return index;
  }

  /** Returns its first byte in the file. */
  long offset() {
    return offset;
  }

  long length() {
    return length;
  }

  /** Returns its name in messages: the path of the file, and which range of it. */
  String id() {
    return "%s#%d".formatted(file.entry().path(), index);
  }

  /** Returns how many of its bytes, from its beginning on, are there. */
  long written() {
    return written.get();
  }

  boolean isDone() {
    return done;
  }

  /** Takes note that bytes have arrived behind those that are there. */
  void add(byte[] bytes, int count) {
    crc.update(bytes, 0, count);
    written.addAndGet(count);
  }

  /** Returns the checksum of the bytes that are there. */
  long crc() {
    return crc.getValue();
  }

  void finish() {
    done = true;
  }

  /** Takes note that it is all there since an earlier run. */
  void reuse() {
    written.set(length);
    done = true;
  }

  /** Forgets what has arrived. */
  void restart() {
    done = false;
    written.set(0);
    crc.reset();
  }
}
