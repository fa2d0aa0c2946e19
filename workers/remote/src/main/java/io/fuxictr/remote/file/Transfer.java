package io.fuxictr.remote.file;

import static io.fuxictr.remote.file.FileException.Reason.DAMAGED;
import static io.fuxictr.remote.file.FileException.Reason.DISK_FULL;

import io.fuxictr.remote.file.Manifest.Entry;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;

/**
 * Brings the files of a manifest into a folder, checking them on the way.
 *
 * <p>A file gets its final name only when all its bytes are on disk and match the manifest. Files
 * that are there already and match are not carried again; data files that the manifest does not
 * name are deleted. Cut off at any point, the same transfer can simply be run again.
 */
public final class Transfer {
  private static final int TRIES = 3;
  private static final int BUFFER_BYTES = 1 << 20;

  private final FileOrigin origin;
  private final Path target;
  private final ToLongFunction<Path> usableBytes;

  /**
   * Creates a transfer.
   *
   * @param origin where the bytes come from
   * @param target folder that they go to; created if it does not exist
   */
  public Transfer(FileOrigin origin, Path target) {
    this(origin, target, Transfer::usableBytes);
  }

  Transfer(FileOrigin origin, Path target, ToLongFunction<Path> usableBytes) {
    this.origin = origin;
    this.target = target;
    this.usableBytes = usableBytes;
  }

  /**
   * What a transfer did.
   *
   * @param files files that were carried
   * @param bytes their size
   * @param reusedFiles files that were there already
   */
  public record Result(int files, long bytes, int reusedFiles) {}

  /**
   * Carries what is not there yet.
   *
   * @throws FileException if a file cannot be read or written, arrives damaged three times, or does
   *     not fit on the disk
   * @throws InterruptedException if the watch says so; what has arrived stays
   */
  public Result run(Manifest manifest, TransferWatch watch) throws InterruptedException {
    watch.publishing();
    List<Entry> open = prepare(manifest, watch);
    long bytes = open.stream().mapToLong(Entry::bytes).sum();
    checkRoom(bytes);
    long total = manifest.bytes();
    long done = total - bytes;
    watch.moved(done, total);
    var buffer = new byte[BUFFER_BYTES];
    for (Entry entry : open) {
      carry(entry, new Meter(watch, done, total), buffer);
      done += entry.bytes();
      watch.moved(done, total);
    }
    return new Result(open.size(), bytes, manifest.entries().size() - open.size());
  }

  /** Deletes what does not belong into the target; returns what has to be carried. */
  private List<Entry> prepare(Manifest manifest, TransferWatch watch) throws InterruptedException {
    Map<String, Entry> wanted = manifest.byPath();
    try {
      Files.createDirectories(target);
      for (Path file : DataFiles.under(target)) {
        if (!wanted.containsKey(DataFiles.name(target, file))) {
          Files.delete(file);
        }
      }
    } catch (IOException e) {
      throw new FileException(DAMAGED, "Preparing %s: %s".formatted(target, e), e);
    }
    var open = new ArrayList<Entry>();
    for (Entry entry : manifest.entries()) {
      watch.checkStopped();
      if (!isThere(entry)) {
        open.add(entry);
      }
    }
    return open;
  }

  private boolean isThere(Entry entry) {
    Path file = target.resolve(entry.path());
    try {
      return Files.isRegularFile(file)
          && Files.size(file) == entry.bytes()
          && Checksum.of(file).equals(entry.sha256());
    } catch (IOException e) {
      throw new FileException(DAMAGED, "Reading the size of %s: %s".formatted(file, e), e);
    }
  }

  private void checkRoom(long bytes) {
    long free = usableBytes.applyAsLong(target);
    if (bytes > free) {
      throw new FileException(
          DISK_FULL,
          "Carrying files to %s needs %s, but %s are free; make room and try again"
              .formatted(target, ByteCount.text(bytes), ByteCount.text(free)));
    }
  }

  private void carry(Entry entry, Meter meter, byte[] buffer) throws InterruptedException {
    Path file = target.resolve(entry.path());
    for (int attempt = 1; attempt <= TRIES; attempt++) {
      try {
        Files.createDirectories(file.toAbsolutePath().getParent());
        Path temporary = AtomicFile.temporary(file);
        if (copy(entry, temporary, meter, buffer).equals(entry.sha256())) {
          meter.watch().publishing();
          AtomicFile.publish(temporary, file);
          return;
        }
      } catch (IOException e) {
        throw failed(entry, e);
      }
    }
    throw new FileException(
        DAMAGED,
        "Carrying %s to %s: differs from its manifest (%s, SHA-256 %s) after %d tries"
            .formatted(entry.path(), target, ByteCount.text(entry.bytes()), entry.sha256(), TRIES));
  }

  private String copy(Entry entry, Path temporary, Meter meter, byte[] buffer)
      throws IOException, InterruptedException {
    MessageDigest digest = Checksum.digest();
    long done = 0;
    try (InputStream in = origin.open(entry.path());
        OutputStream out = Files.newOutputStream(temporary)) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        digest.update(buffer, 0, read);
        out.write(buffer, 0, read);
        done += read;
        meter.moved(done);
      }
    }
    return Checksum.text(digest);
  }

  private FileException failed(Entry entry, IOException e) {
    long free = usableBytes.applyAsLong(target);
    boolean full = String.valueOf(e.getMessage()).contains("No space left");
    return full
        ? new FileException(
            DISK_FULL,
            "Carrying %s (%s) to %s: the disk is full, %s are free; make room and try again"
                .formatted(
                    entry.path(), ByteCount.text(entry.bytes()), target, ByteCount.text(free)),
            e)
        : new FileException(DAMAGED, "Carrying %s to %s: %s".formatted(entry.path(), target, e), e);
  }

  private static long usableBytes(Path folder) {
    try {
      return Files.getFileStore(folder).getUsableSpace();
    } catch (IOException e) {
      throw new FileException(
          DAMAGED, "Asking for the free space of %s: %s".formatted(folder, e), e);
    }
  }

  /** Tells the watch how far a file has come, as part of the whole. */
  private record Meter(TransferWatch watch, long before, long total) {
    void moved(long bytes) throws InterruptedException {
      watch.checkStopped();
      watch.moved(Math.min(total, before + bytes), total);
    }
  }
}
