package io.fuxictr.fetch;

import io.fuxictr.config.InvalidConfigException;
import io.fuxictr.dataset.part.DatasetException;
import io.fuxictr.remote.file.FileException;
import io.fuxictr.task.ErrorCode;
import io.fuxictr.worker.StageException;
import java.io.UncheckedIOException;

/** Failures of the libraries that the stage stands on, as failures of the stage. */
final class Failures {

  private Failures() {}

  /** Something that may fail in a library. */
  interface Work<T> {
    T run() throws InterruptedException;
  }

  /** Runs work; whatever a library complains about comes out as a {@link StageException}. */
  static <T> T translated(Work<T> work) throws InterruptedException {
    try {
      return work.run();
    } catch (FileException e) {
      throw of(e);
    } catch (DatasetException | InvalidConfigException e) {
      throw new StageException(ErrorCode.INVALID_INPUT, String.valueOf(e.getMessage()), e);
    } catch (UncheckedIOException e) {
      boolean full = String.valueOf(e.getMessage()).contains("No space left");
      throw new StageException(
          full ? ErrorCode.DISK_FULL : ErrorCode.STORAGE, String.valueOf(e.getMessage()), e);
    }
  }

  /** Returns a failure of files. */
  static StageException of(FileException e) {
    ErrorCode code =
        switch (e.reason()) {
          case DAMAGED -> ErrorCode.STORAGE;
          case DISK_FULL -> ErrorCode.DISK_FULL;
        };
    return new StageException(code, String.valueOf(e.getMessage()), e);
  }
}
