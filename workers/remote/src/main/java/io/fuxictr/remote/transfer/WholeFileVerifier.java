package io.fuxictr.remote.transfer;

import io.fuxictr.remote.RemoteWatch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Looks at files when all of their bytes are there. To look is a command on another host: while
 * others are on their way, those that are there wait a moment for them.
 */
final class WholeFileVerifier implements Verifier {
  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);

  private final Place place;
  private final TransferOptions options;
  private long lookedNanos = System.nanoTime();

  WholeFileVerifier(Place place, TransferOptions options) {
    this.place = place;
    this.options = options;
  }

  @Override
  public Step advance(List<FileInTransfer> files, RemoteWatch watch) throws InterruptedException {
    List<FileInTransfer> complete = files.stream().filter(FileInTransfer::isComplete).toList();
    boolean early = System.nanoTime() - lookedNanos < BETWEEN_LOOKS.toNanos();
    if (complete.isEmpty() || (early && complete.size() < files.size())) {
      return new Step(List.of(), false);
    }
    lookedNanos = System.nanoTime();
    List<String> names = complete.stream().map(FileInTransfer::temporary).toList();
    List<String> proofs = place.proofs(names, options, watch);
    var verdicts = new ArrayList<Verdict>();
    for (int i = 0; i < complete.size(); i++) {
      FileInTransfer file = complete.get(i);
      verdicts.add(
          new Verdict(file, proofs.get(i).equals(file.entry().proof(options.verifyChecksum()))));
    }
    return new Step(verdicts, true);
  }

  @Override
  public void close() {}
}
