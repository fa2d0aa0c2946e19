package io.fuxictr.remote.transfer;

import java.util.List;

/**
 * What has to be carried.
 *
 * @param files files that are not there, or differ, the largest first
 * @param totalBytes size of all files, those that are there included
 * @param reusedFiles files that are there
 * @param reusedChunks ranges of the other files that are there
 * @param reusedBytes bytes in those files and ranges
 */
record TransferPlan(
    List<FileInTransfer> files,
    long totalBytes,
    int reusedFiles,
    int reusedChunks,
    long reusedBytes) {

  /** Takes a copy of the list. */
  TransferPlan {
    files = List.copyOf(files);
  }

  /** Returns how many bytes have to be written. */
  long openBytes() {
    return totalBytes - reusedBytes;
  }
}
