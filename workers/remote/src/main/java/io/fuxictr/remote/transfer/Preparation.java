package io.fuxictr.remote.transfer;

import io.fuxictr.remote.file.ByteCount;
import io.fuxictr.remote.file.DataFiles;
import io.fuxictr.remote.file.FileException;
import io.fuxictr.remote.file.FileException.Reason;
import io.fuxictr.remote.file.Manifest;
import io.fuxictr.remote.file.Manifest.Entry;
import io.fuxictr.remote.transfer.Place.Contents;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;

/** Makes the target ready, and finds out what is there already. */
final class Preparation {
  private final Place to;
  private final TransferOptions options;
  private final TransferWatch watch;

  Preparation(Place to, TransferOptions options, TransferWatch watch) {
    this.to = to;
    this.options = options;
    this.watch = watch;
  }

  /** Deletes what does not belong into the target, and makes its folders; returns what is there. */
  Contents clear(Manifest manifest) throws InterruptedException {
    watch.checkStopped();
    watch.publishing();
    Set<String> wanted = new HashSet<>();
    Set<String> folders = new TreeSet<>();
    for (Entry entry : manifest.entries()) {
      wanted.add(entry.path());
      wanted.add(TemporaryNames.of(entry.path()));
      int slash = entry.path().lastIndexOf('/');
      if (slash > 0) {
        folders.add(entry.path().substring(0, slash));
      }
    }
    Contents contents = to.prepare(folders, watch);
    List<String> strangers =
        contents.sizes().keySet().stream()
            .filter(path -> DataFiles.counts(path) || TemporaryNames.isOne(path))
            .filter(path -> !wanted.contains(path))
            .toList();
    if (strangers.isEmpty()) {
      return contents;
    }
    to.delete(strangers, watch);
    return new Contents(contents.sizes(), to.freeBytes(watch));
  }

  /**
   * Returns what has to be carried.
   *
   * @param sizes what is there
   */
  TransferPlan plan(Manifest manifest, Map<String, Long> sizes, Ledger ledger)
      throws InterruptedException {
    Set<String> there = there(manifest, sizes);
    var files = new ArrayList<FileInTransfer>();
    int reusedChunks = 0;
    long reusedBytes = 0;
    for (Entry entry : manifest.entries()) {
      if (there.contains(entry.path())) {
        reusedBytes += entry.bytes();
        continue;
      }
      var file = new FileInTransfer(entry, options.chunkBytes());
      files.add(file);
      reusedChunks += reuse(file, sizes, ledger);
      reusedBytes += file.written();
    }
    // What nothing is taken of may be the beginning of something else, and longer.
    to.delete(
        files.stream()
            .filter(file -> file.chunks().stream().noneMatch(Chunk::isDone))
            .map(FileInTransfer::temporary)
            .filter(sizes::containsKey)
            .toList(),
        watch);
    files.sort(
        Comparator.comparingLong((FileInTransfer file) -> -file.entry().bytes())
            .thenComparing(file -> file.entry().path()));
    return new TransferPlan(files, manifest.bytes(), there.size(), reusedChunks, reusedBytes);
  }

  /** Returns which files are there as they should be. */
  private Set<String> there(Manifest manifest, Map<String, Long> sizes)
      throws InterruptedException {
    List<Entry> alike =
        manifest.entries().stream()
            .filter(entry -> Long.valueOf(entry.bytes()).equals(sizes.get(entry.path())))
            .toList();
    List<String> proofs = to.proofs(alike.stream().map(Entry::path).toList(), options, watch);
    Set<String> there = new HashSet<>();
    for (int i = 0; i < alike.size(); i++) {
      if (proofs.get(i).equals(alike.get(i).proof(options.verifyChecksum()))) {
        there.add(alike.get(i).path());
      }
    }
    return there;
  }

  /** Takes over what an earlier run has written; returns how many ranges. */
  private int reuse(FileInTransfer file, Map<String, Long> sizes, Ledger ledger)
      throws InterruptedException {
    Long bytes = sizes.get(file.temporary());
    if (bytes == null) {
      return 0;
    }
    int reused = 0;
    if (bytes <= file.entry().bytes()) {
      for (Chunk chunk : file.chunks()) {
        OptionalLong crc = ledger.crc(chunk);
        if (crc.isPresent() && to.holds(chunk, bytes, crc.getAsLong(), watch)) {
          chunk.reuse();
          reused++;
        }
      }
    }
    return reused;
  }

  /**
   * Checks that all of it fits.
   *
   * @param free bytes that may still be written
   * @throws FileException if it does not, with the figures
   */
  void checkRoom(TransferPlan plan, long free) {
    if (plan.openBytes() > free) {
      throw new FileException(
          Reason.DISK_FULL,
          "Carrying files to %s needs %s, but %s are free; make room and try again"
              .formatted(to, ByteCount.text(plan.openBytes()), ByteCount.text(free)));
    }
  }
}
