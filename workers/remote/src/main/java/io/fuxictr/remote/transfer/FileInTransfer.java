package io.fuxictr.remote.transfer;

import io.fuxictr.remote.file.Manifest.Entry;
import java.util.ArrayList;
import java.util.List;

/** A file on its way, cut into chunks; one chunk of no bytes if it is empty. */
final class FileInTransfer {
  private final Entry entry;
  private final List<Chunk> chunks;
  private int rounds;

  FileInTransfer(Entry entry, long chunkBytes) {
    this.entry = entry;
    var cut = new ArrayList<Chunk>();
    long offset = 0;
    do {
      long length = Math.min(chunkBytes, entry.bytes() - offset);
      cut.add(new Chunk(this, cut.size(), offset, length));
      offset += length;
    } while (offset < entry.bytes());
    this.chunks = List.copyOf(cut);
  }

  Entry entry() {
    return entry;
  }

  /** Returns its chunks, from its first byte to its last. */
  List<Chunk> chunks() {
    return chunks;
  }

  /** Returns the name under which it is written: one that no reader of the folder takes up. */
  String temporary() {
    return TemporaryNames.of(entry.path());
  }

  /** Returns how many bytes from the first one on are there without a gap. */
  long front() {
    long front = 0;
    for (Chunk chunk : chunks) {
      front += chunk.written();
      if (!chunk.isDone()) {
        return front;
      }
    }
    return front;
  }

  boolean isComplete() {
    return chunks.stream().allMatch(Chunk::isDone);
  }

  /** Returns how many of its bytes are there. */
  long written() {
    return chunks.stream().mapToLong(Chunk::written).sum();
  }

  /** Returns how many of its bytes are not there. */
  long missing() {
    return entry.bytes() - written();
  }

  /** Forgets all its chunks; returns how often that has happened. */
  int restart() {
    chunks.forEach(Chunk::restart);
    rounds++;
    return rounds;
  }
}
