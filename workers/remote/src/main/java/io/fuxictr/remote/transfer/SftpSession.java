package io.fuxictr.remote.transfer;

import io.fuxictr.remote.Connection;
import io.fuxictr.remote.RemoteException;
import io.fuxictr.remote.RemoteException.Reason;
import io.fuxictr.remote.RemoteWatch;
import io.fuxictr.remote.WireText;
import io.fuxictr.remote.file.ByteCount;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.Set;
import net.schmizz.sshj.sftp.OpenMode;
import net.schmizz.sshj.sftp.RemoteFile;
import net.schmizz.sshj.sftp.Response.StatusCode;
import net.schmizz.sshj.sftp.SFTPClient;
import net.schmizz.sshj.sftp.SFTPException;

/** Files of another host, over a connection of its own. */
final class SftpSession implements Session {
  private static final Set<OpenMode> WRITE = EnumSet.of(OpenMode.WRITE, OpenMode.CREAT);

  private static final int ROUND_TRIPS = 3;

  /** What a server that has less than this left cannot have meant by a plain failure. */
  private static final long NEARLY_FULL_BYTES = 4 << 20;

  private final RemoteFolder folder;
  private final Connection connection;
  private final SFTPClient sftp;
  private final int depth;
  private final RemoteWatch watch;

  /** Opens a session over a connection, which it closes in the end. */
  SftpSession(RemoteFolder folder, Connection connection, BandwidthLimit limit, RemoteWatch watch) {
    this.folder = folder;
    this.connection = connection;
    this.sftp = connection.sftp();
    this.depth = limit.depth(roundTripNanos());
    this.watch = watch;
  }

  /** Returns how long the server takes to answer when nothing is in its way. */
  private long roundTripNanos() {
    long shortest = Long.MAX_VALUE;
    try {
      for (int i = 0; i < ROUND_TRIPS; i++) {
        long start = System.nanoTime();
        var _ = sftp.canonicalize(".");
        shortest = Math.min(shortest, System.nanoTime() - start);
      }
    } catch (IOException e) {
      throw failure("Opening a session", e);
    }
    return shortest;
  }

  @Override
  public Source read(String path, long offset, long length) {
    try {
      RemoteFile file = open(path);
      InputStream in = file.new ReadAheadRemoteFileInputStream(depth, offset, Math.max(1, length));
      return new SftpSource(path, file, in);
    } catch (IOException e) {
      throw failure("Opening " + path, e);
    }
  }

  private RemoteFile open(String path) throws IOException {
    Iterator<String> names = RemoteNames.wire(path).iterator();
    while (true) {
      try {
        return sftp.open(WireText.encode(folder.folder() + "/") + names.next());
      } catch (SFTPException e) {
        if (e.getStatusCode() != StatusCode.NO_SUCH_FILE || !names.hasNext()) {
          throw e;
        }
      }
    }
  }

  @Override
  public Sink write(String temporary, long offset) {
    try {
      RemoteFile file = sftp.open(WireText.encode(folder.folder() + "/" + temporary), WRITE);
      return new SftpSink(temporary, file, file.new RemoteFileOutputStream(offset, depth));
    } catch (IOException e) {
      throw failure("Opening " + temporary, e);
    }
  }

  @Override
  public boolean writesAtOnce() {
    return false;
  }

  @Override
  public void close() {
    connection.close();
  }

  private RemoteException failure(String attempted, IOException e) {
    if (e instanceof SFTPException refused && Connection.isAnswer(refused)) {
      return new RemoteException(
          Reason.FAILED,
          "%s in %s: the server says '%s' (%s)"
              .formatted(attempted, folder, e.getMessage(), refused.getStatusCode()),
          e);
    }
    return connection.cut("%s in %s".formatted(attempted, folder), e);
  }

  private final class SftpSource implements Source {
    private final String path;
    private final RemoteFile file;
    private final InputStream in;

    SftpSource(String path, RemoteFile file, InputStream in) {
      this.path = path;
      this.file = file;
      this.in = in;
    }

    @Override
    public int read(byte[] buffer, int most) {
      try {
        return in.read(buffer, 0, most);
      } catch (IOException e) {
        throw failure("Reading " + path, e);
      }
    }

    @Override
    public void close() {
      try {
        file.close();
      } catch (IOException e) {
        throw failure("Closing " + path, e);
      }
    }
  }

  private final class SftpSink implements Sink {
    private final String temporary;
    private final RemoteFile file;
    private final OutputStream out;
    private boolean closed;

    SftpSink(String temporary, RemoteFile file, OutputStream out) {
      this.temporary = temporary;
      this.file = file;
      this.out = out;
    }

    @Override
    public void write(byte[] buffer, int count) throws InterruptedException {
      try {
        out.write(buffer, 0, count);
      } catch (IOException e) {
        throw writeFailure(e);
      }
    }

    @Override
    public void finish() throws InterruptedException {
      try {
        out.flush();
        closed = true;
        file.close();
      } catch (IOException e) {
        throw writeFailure(e);
      }
    }

    /** A server of version 3 has no code for a full disk. */
    private RemoteException writeFailure(IOException e) throws InterruptedException {
      RemoteException failure = failure("Writing " + temporary, e);
      if (failure.reason() != Reason.FAILED) {
        return failure;
      }
      long free = folder.freeBytes(watch);
      return free > NEARLY_FULL_BYTES
          ? failure
          : new RemoteException(
              Reason.DISK_FULL,
              "Writing %s in %s: the disk is full, %s are free"
                  .formatted(temporary, folder, ByteCount.text(free)),
              e);
    }

    /** Only after a failure is there something to close; what it says is of no use then. */
    @Override
    public void close() {
      if (closed) {
        return;
      }
      closed = true;
      try {
        file.close();
      } catch (IOException _) {
        // The failure that led here is told.
      }
    }
  }
}
