package io.fuxictr.remote.transfer;

import io.fuxictr.remote.file.ByteCount;
import io.fuxictr.remote.file.FileException;
import io.fuxictr.remote.file.FileException.Reason;
import io.fuxictr.remote.file.Manifest.Entry;

/** Files that have arrived with other bytes than they should have. */
final class Damage {
  private static final int ROUNDS = 3;

  private Damage() {}

  /**
   * Returns what is said when a file is carried once more.
   *
   * @param rounds how often it has arrived
   * @throws FileException if that was often enough
   */
  static String again(FileInTransfer file, int rounds, Place to) {
    Entry entry = file.entry();
    String what =
        "Carrying %s to %s: it differs from its manifest (%s%s)"
            .formatted(
                entry.path(),
                to,
                ByteCount.text(entry.bytes()),
                entry.sha256().isEmpty() ? "" : ", SHA-256 " + entry.sha256());
    if (rounds >= ROUNDS) {
      throw new FileException(
          Reason.DAMAGED,
          "%s after %d tries; does somebody write to it, or is a disk or network card broken?"
              .formatted(what, rounds));
    }
    return "%s; try %d of %d follows".formatted(what, rounds + 1, ROUNDS);
  }
}
