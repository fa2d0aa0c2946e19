package io.fuxictr.remote.transfer;

import io.fuxictr.remote.RemoteWatch;
import java.util.ArrayList;
import java.util.List;

/** Looks at files when all of their bytes are there, as many at once as there are. */
final class WholeFileVerifier implements Verifier {
  private final Place place;
  private final TransferOptions options;

  WholeFileVerifier(Place place, TransferOptions options) {
    this.place = place;
    this.options = options;
  }

  @Override
  public Step advance(List<FileInTransfer> files, RemoteWatch watch) throws InterruptedException {
    List<FileInTransfer> complete = files.stream().filter(FileInTransfer::isComplete).toList();
    if (complete.isEmpty()) {
      return new Step(List.of(), false);
    }
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
