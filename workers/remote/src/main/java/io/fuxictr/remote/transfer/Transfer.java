package io.fuxictr.remote.transfer;

import io.fuxictr.remote.file.Checksum;
import io.fuxictr.remote.file.FileException;
import io.fuxictr.remote.file.Manifest;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Brings the files of a manifest from one place to another, of which one at most is another host,
 * and checks them.
 *
 * <p>A file gets its final name only when all its bytes are there and match the manifest. Files
 * that are there already and match are not carried again, nor are ranges of files that an earlier
 * run has written; data files that the manifest does not name are deleted. Cut off at any point,
 * the same transfer can simply be run again.
 */
public final class Transfer {
  private final Place from;
  private final Place to;
  private final TransferOptions options;

  /**
   * Creates a transfer.
   *
   * @param to created if it does not exist
   */
  public Transfer(Place from, Place to, TransferOptions options) {
    if (from.local().isEmpty() && to.local().isEmpty()) {
      throw new IllegalArgumentException("neither %s nor %s is here".formatted(from, to));
    }
    this.from = from;
    this.to = to;
    this.options = options;
  }

  /**
   * What a transfer did.
   *
   * @param files files that were carried, in whole or in part
   * @param bytes bytes that were carried; those that were carried twice count twice
   * @param chunks ranges that were carried
   * @param reusedFiles files that were there already
   * @param reusedChunks ranges of the others that were there already
   * @param reusedBytes bytes that were there already, in those files and ranges
   */
  public record Result(
      int files, long bytes, int chunks, int reusedFiles, int reusedChunks, long reusedBytes) {}

  /**
   * Carries what is not there yet.
   *
   * @param manifest what is to be there in the end, as {@link Place#list} gave it for the origin
   * @throws FileException if a file of this host cannot be read or written, one arrives damaged
   *     three times, or there is no room
   * @throws io.fuxictr.remote.RemoteException if the other host cannot be reached as often as the
   *     options say, or refuses something
   * @throws InterruptedException if the watch says so; what has arrived stays
   */
  public Result run(Manifest manifest, TransferWatch watch) throws InterruptedException {
    checkProofs(manifest);
    var preparation = new Preparation(to, options, watch);
    Place.Contents there = preparation.clear(manifest);
    try (Ledger ledger = Ledger.open(ledgerFile())) {
      TransferPlan plan = preparation.plan(manifest, there.sizes(), ledger);
      preparation.checkRoom(plan, there.freeBytes());
      var counts = new Counts(plan, watch);
      watch.moved(counts.done(), plan.totalBytes());
      if (!plan.files().isEmpty()) {
        carry(plan, ledger, counts, watch);
      }
      if (Rsync.hasLeftSomething(there.sizes().keySet())) {
        to.deleteFolder(Rsync.INCOMING, watch);
      }
      ledger.delete();
      return new Result(
          plan.files().size(),
          counts.bytes(),
          counts.chunks(),
          plan.reusedFiles(),
          plan.reusedChunks(),
          plan.reusedBytes());
    }
  }

  private void carry(TransferPlan plan, Ledger ledger, Counts counts, TransferWatch watch)
      throws InterruptedException {
    Optional<RemoteFolder> other = other();
    if (other.isPresent() && Rsync.isWanted(other.get(), options, watch)) {
      new RsyncCarrier(from, to, options, counts, watch).carry(plan);
    } else {
      new ChunkCarrier(from, to, options, ledger, counts, watch).carry(plan);
    }
  }

  private Optional<RemoteFolder> other() {
    return Stream.of(from, to)
        .filter(RemoteFolder.class::isInstance)
        .map(RemoteFolder.class::cast)
        .findFirst();
  }

  private void checkProofs(Manifest manifest) {
    if (options.verifyChecksum()
        && manifest.entries().stream().anyMatch(entry -> entry.sha256().isEmpty())) {
      throw new IllegalArgumentException(
          "checksums are to be compared, but the manifest of %s has none".formatted(from));
    }
  }

  /** It lies at the end that is here; in the target, if both are. */
  private Path ledgerFile() {
    return to.local()
        .map(folder -> folder.resolve(".transfer-ledger"))
        .or(
            () ->
                from.local()
                    .map(
                        folder ->
                            folder.resolve(".transfer-ledger-" + Checksum.ofText(to.toString()))))
        .orElseThrow();
  }
}
