package io.fuxictr.remote.file;

/** Looks on while files are carried. Called often, from the thread of the transfer. */
public interface TransferWatch {

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
  void checkStopped() throws InterruptedException;

  /**
   * Is asked right before a file gets its final name, or is deleted; throws an unchecked exception
   * if the folder is somebody else's by now.
   */
  default void publishing() {}
}
