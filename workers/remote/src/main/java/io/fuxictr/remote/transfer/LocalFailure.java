package io.fuxictr.remote.transfer;

import io.fuxictr.remote.file.FileException;
import io.fuxictr.remote.file.FileException.Reason;
import java.io.IOException;
import java.nio.file.NoSuchFileException;

/** Failures of this host's file system in words. */
final class LocalFailure {

  private LocalFailure() {}

  /** Returns the failure, begun with what was attempted. */
  static FileException of(String attempted, IOException e) {
    String said = String.valueOf(e.getMessage());
    if (said.contains("No space left") || said.contains("quota exceeded")) {
      return new FileException(
          Reason.DISK_FULL,
          "%s: the disk is full; make room and try again".formatted(attempted),
          e);
    }
    String why = e instanceof NoSuchFileException ? "there is no such file: " + said : e.toString();
    return new FileException(Reason.DAMAGED, "%s: %s".formatted(attempted, why), e);
  }
}
