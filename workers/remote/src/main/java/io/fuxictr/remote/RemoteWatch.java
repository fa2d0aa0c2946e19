package io.fuxictr.remote;

/** Looks on while something goes on at another host, and may end it. */
public interface RemoteWatch {

  /** Nobody looks on. */
  RemoteWatch NONE = () -> {};

  /** Throws if it is to end. Called several times a second. */
  void checkStopped() throws InterruptedException;

  /** Something went wrong and is tried again; the text says what, and when. */
  default void retrying(String line) {}
}
