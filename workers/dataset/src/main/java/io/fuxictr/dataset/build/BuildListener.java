package io.fuxictr.dataset.build;

/** Whoever wants to know how far a build is, and may stop it. Called on the builder's thread. */
public interface BuildListener {

  /** A listener that hears nothing and stops nothing. */
  BuildListener NONE = (_, _) -> {};

  /**
   * Called after each block.
   *
   * @param done rows read; each training row is read twice
   * @param total rows to read in all
   * @throws InterruptedException to stop the build, which then leaves nothing behind
   */
  void rows(long done, long total) throws InterruptedException;

  /**
   * Called right before the finished files take the place of earlier ones, and before the folder is
   * declared complete.
   *
   * @throws RuntimeException if the folder is somebody else's by now; nothing is replaced then
   */
  default void publishing() {}
}
