package io.fuxictr.transport;

import io.fuxictr.remote.file.FileException;
import io.fuxictr.task.ErrorCode;
import io.fuxictr.worker.StageException;

/** Failures of files as failures of the stage. */
final class FileFailure {

  private FileFailure() {}

  /** Returns the failure. */
  static StageException of(FileException e) {
    ErrorCode code =
        switch (e.reason()) {
          case DAMAGED -> ErrorCode.STORAGE;
          case DISK_FULL -> ErrorCode.DISK_FULL;
        };
    return new StageException(code, String.valueOf(e.getMessage()), e);
  }
}
