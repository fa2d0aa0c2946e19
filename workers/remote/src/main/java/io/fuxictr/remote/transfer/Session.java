package io.fuxictr.remote.transfer;

/**
 * What one worker reads from or writes to a {@link Place} through. When it has failed with
 * something transient, it is closed and another one is opened. Belongs to one thread, but may be
 * closed by another one, which ends what it is doing.
 */
interface Session extends AutoCloseable {

  /** Opens a range of a file for reading; what is not read yet may be on its way already. */
  Source read(String path, long offset, long length);

  /** Opens a temporary file for writing from an offset on, made if it is not there. */
  Sink write(String temporary, long offset);

  /** Returns whether bytes are there as soon as they are written, and not only when all are. */
  boolean writesAtOnce();

  @Override
  void close();

  /** Bytes that come in. */
  interface Source extends AutoCloseable {
    /** Fills a part of the buffer; returns how much, at least 1, or -1 at the end of the file. */
    int read(byte[] buffer, int most);

    @Override
    void close();
  }

  /** Bytes that go out. */
  interface Sink extends AutoCloseable {
    /** Writes the first bytes of a buffer. */
    void write(byte[] buffer, int count) throws InterruptedException;

    /** Returns when all that was written is there. */
    void finish() throws InterruptedException;

    /** Closes it; what was not {@linkplain #finish finished} may be lost. */
    @Override
    void close();
  }
}
