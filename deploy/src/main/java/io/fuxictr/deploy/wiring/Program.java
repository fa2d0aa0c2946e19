package io.fuxictr.deploy.wiring;

/** A server process: started once, runs on threads of its own until it is closed. */
public interface Program extends AutoCloseable {

  /**
   * Starts everything and returns when it is ready.
   *
   * @throws RuntimeException if something cannot be started, with the cause and the remedy in its
   *     message; what was started before is closed again
   * @throws InterruptedException if the wait for another process was interrupted
   */
  void start() throws InterruptedException;

  /** Returns one line that says what runs and where it can be reached. */
  String description();

  /** Stops everything in reverse order; a second call does nothing. */
  @Override
  void close();
}
