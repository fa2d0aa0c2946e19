package io.fuxictr.remote.transfer;

import io.fuxictr.remote.RemoteWatch;
import java.util.List;

/**
 * Finds out whether files have arrived unchanged, while others are still on their way. Belongs to
 * one thread.
 */
interface Verifier extends AutoCloseable {

  /**
   * A file of which it is known.
   *
   * @param file the file
   * @param isSame whether it is what its manifest says
   */
  record Verdict(FileInTransfer file, boolean isSame) {}

  /** Goes as far as the files have come. */
  Step advance(List<FileInTransfer> files, RemoteWatch watch) throws InterruptedException;

  /**
   * What was found out.
   *
   * @param verdicts files that are done with
   * @param moved whether it came further at all
   */
  record Step(List<Verdict> verdicts, boolean moved) {

    /** Takes a copy of the list. */
    public Step {
      verdicts = List.copyOf(verdicts);
    }
  }

  @Override
  void close();
}
