package io.fuxictr.fetch;

import io.fuxictr.remote.RemoteException;
import io.fuxictr.remote.file.FileException;
import io.fuxictr.task.ErrorCode;
import io.fuxictr.worker.StageException;

/** Failures of another host, as failures of the stage. */
final class RemoteFailure {

  private RemoteFailure() {}

  /** Something that is done at another host. */
  interface Work<T> {
    T run() throws InterruptedException;
  }

  /** Does it; whatever the host does not do comes out as a {@link StageException}. */
  static <T> T translated(Work<T> work) throws InterruptedException {
    try {
      return work.run();
    } catch (RemoteException e) {
      ErrorCode code =
          switch (e.reason()) {
            case KEY_FILE, HOST_KEY, AUTHENTICATION -> ErrorCode.INVALID_INPUT;
            case UNREACHABLE, CUT, TIMEOUT, LOST -> ErrorCode.UNAVAILABLE;
            case FAILED -> ErrorCode.STORAGE;
            case DISK_FULL -> ErrorCode.DISK_FULL;
          };
      throw new StageException(code, String.valueOf(e.getMessage()), e);
    } catch (FileException e) {
      throw Failures.of(e);
    }
  }
}
