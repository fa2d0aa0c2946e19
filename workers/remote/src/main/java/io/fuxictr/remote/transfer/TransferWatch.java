package io.fuxictr.remote.transfer;

import io.fuxictr.remote.RemoteWatch;

/** Looks on while files are carried. Called often, always from the thread of the transfer. */
public interface TransferWatch extends RemoteWatch {

  /** Nobody looks on. */
  TransferWatch NONE =
      new TransferWatch() {
        @Override
        public void moved(long done, long total) {}

        @Override
        public void checkStopped() {}
      };

  /**
   * More bytes are there.
   *
   * @param done bytes there, those of files that were there before included
   * @param total bytes in all
   */
  void moved(long done, long total);

  /** Throws if the transfer is to stop. */
  @Override
  void checkStopped() throws InterruptedException;

  /**
   * Is asked right before files get their final names, or are deleted; throws an unchecked
   * exception if the folder is somebody else's by now.
   */
  default void publishing() {}
}
