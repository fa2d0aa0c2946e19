package io.fuxictr.remote;

import io.fuxictr.remote.RemoteException.Reason;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import net.schmizz.sshj.sftp.FileAttributes;
import net.schmizz.sshj.sftp.OpenMode;
import net.schmizz.sshj.sftp.RemoteFile;
import net.schmizz.sshj.sftp.Response.StatusCode;
import net.schmizz.sshj.sftp.SFTPClient;
import net.schmizz.sshj.sftp.SFTPException;

/**
 * Another host, reached by SSH. Keeps one connection for commands and small files, and makes a new
 * one when that is broken; whoever carries much opens connections of its own.
 *
 * <p>Everything done here may be done twice, since a connection may break when a command has just
 * ended. What must not is a {@link RemoteJob}. Thread-safe.
 */
public final class RemoteHost implements AutoCloseable {
  private static final int REPEATS = 3;

  /** A server ends the session when it gets more than 256 KiB at once. */
  private static final int PACKET = 32 << 10;

  private final HostSettings settings;
  private final Connecting connecting;

  /** Guards {@link #shared}. */
  private final ReentrantLock lock = new ReentrantLock();

  private Optional<Connection> shared = Optional.empty();

  /** Empty until somebody has asked. */
  private volatile Optional<Boolean> filesOffered = Optional.empty();

  /** Names a host; nothing is connected before it is needed. */
  public RemoteHost(HostSettings settings) {
    this.settings = settings;
    this.connecting = new Connecting(settings);
  }

  /** Returns how it is reached. */
  public HostSettings settings() {
    return settings;
  }

  /** Something that is done over a connection. */
  private interface Work<T> {
    T over(Connection connection) throws IOException, InterruptedException;
  }

  /**
   * Opens a connection, trying again as often as the settings say while the host cannot be reached.
   *
   * @throws RemoteException if it cannot be opened
   * @throws InterruptedException if the watch says so
   */
  public Connection connect(RemoteWatch watch) throws InterruptedException {
    return connecting.open(watch);
  }

  /**
   * Runs a command to its end, again if the connection breaks meanwhile.
   *
   * @throws RemoteException if the host cannot be reached or the command takes too long; a command
   *     that fails is a result
   * @throws InterruptedException if the watch says so; the command has ended by then
   */
  public CommandResult run(Command command, RemoteWatch watch) throws InterruptedException {
    return repeating(
        "Running " + command.arguments().getFirst(),
        watch,
        connection -> connection.run(command, watch));
  }

  /**
   * Writes a small file that only its owner can read; its folder exists.
   *
   * @throws RemoteException if it cannot be written
   */
  public void write(String path, byte[] content, RemoteWatch watch) throws InterruptedException {
    var _ =
        files(
            "Writing " + path,
            session -> {
              write(session, path, content);
              return path;
            },
            watch);
  }

  private static void write(SFTPClient session, String path, byte[] content) throws IOException {
    var ownerOnly = new FileAttributes.Builder().withPermissions(0600).build();
    Set<OpenMode> modes = EnumSet.of(OpenMode.WRITE, OpenMode.CREAT, OpenMode.TRUNC);
    try (RemoteFile file = session.open(WireText.encode(path), modes, ownerOnly);
        OutputStream out = file.new RemoteFileOutputStream()) {
      for (int at = 0; at < content.length; at += PACKET) {
        out.write(content, at, Math.min(PACKET, content.length - at));
      }
    }
  }

  /**
   * Reads the bytes of a file from an offset on; empty if there is no such file.
   *
   * @param most how many bytes are read at most
   * @throws RemoteException if it cannot be read
   */
  public Optional<byte[]> read(String path, long offset, int most, RemoteWatch watch)
      throws InterruptedException {
    return files("Reading " + path, session -> read(session, path, offset, most), watch);
  }

  private static Optional<byte[]> read(SFTPClient session, String path, long offset, int most)
      throws IOException {
    try (RemoteFile file = session.open(WireText.encode(path));
        InputStream in = file.new RemoteFileInputStream(offset)) {
      var bytes = new ByteArrayOutputStream();
      bytes.write(in.readNBytes(most));
      return Optional.of(bytes.toByteArray());
    } catch (SFTPException e) {
      if (e.getStatusCode() == StatusCode.NO_SUCH_FILE) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** Returns a small file as text; empty if there is no such file. */
  public Optional<String> readText(String path, RemoteWatch watch) throws InterruptedException {
    return read(path, 0, 1 << 20, watch).map(bytes -> new String(bytes, StandardCharsets.UTF_8));
  }

  /** Something that is done in a session for files. */
  public interface FileWork<T> {

    /** Does it; names go through {@link WireText#encode}. */
    T in(SFTPClient session) throws IOException;
  }

  /**
   * Does something in a session for files, in a thread of its own, again if the connection breaks
   * meanwhile.
   *
   * @param attempted for messages
   * @throws RemoteException if the host cannot be reached, or refuses
   * @throws InterruptedException if the watch says so; the connection is given up by then
   */
  public <T> T files(String attempted, FileWork<T> work, RemoteWatch watch)
      throws InterruptedException {
    return repeating(
        attempted,
        watch,
        connection ->
            Watched.call(() -> inSession(connection, work), () -> drop(connection), watch));
  }

  private static <T> T inSession(Connection connection, FileWork<T> work) throws IOException {
    try (SFTPClient session = connection.sftp()) {
      return work.in(session);
    }
  }

  /**
   * Returns whether there are sessions for files; without them there are only commands.
   *
   * @throws RemoteException if the host cannot be reached
   */
  public boolean offersFiles(RemoteWatch watch) throws InterruptedException {
    if (filesOffered.isEmpty()) {
      filesOffered = Optional.of(tryFiles(watch));
    }
    return filesOffered.get();
  }

  private boolean tryFiles(RemoteWatch watch) throws InterruptedException {
    try {
      return files("Opening a file session", _ -> true, watch);
    } catch (RemoteException e) {
      if (e.reason() == Reason.FAILED) {
        return false;
      }
      throw e;
    }
  }

  private <T> T repeating(String attempted, RemoteWatch watch, Work<T> work)
      throws InterruptedException {
    for (int tries = 1; ; tries++) {
      Connection connection = shared(watch);
      try {
        return work.over(connection);
      } catch (IOException e) {
        if (e instanceof SFTPException refused && Connection.isAnswer(refused)) {
          throw refused(attempted, refused);
        }
        drop(connection);
        retryOrThrow(tries, connection.cut(attempted, e), watch);
      } catch (RemoteException e) {
        if (e.reason() != Reason.CUT) {
          throw e;
        }
        drop(connection);
        retryOrThrow(tries, e, watch);
      }
    }
  }

  private static void retryOrThrow(int tries, RemoteException e, RemoteWatch watch) {
    if (tries >= REPEATS) {
      throw e;
    }
    watch.retrying("%s; connecting again".formatted(e.getMessage()));
  }

  private RemoteException refused(String attempted, SFTPException e) {
    boolean full = String.valueOf(e.getMessage()).contains("No space");
    return new RemoteException(
        full ? Reason.DISK_FULL : Reason.FAILED,
        "%s at %s: %s (%s)".formatted(attempted, settings, e.getMessage(), e.getStatusCode()),
        e);
  }

  private Connection shared(RemoteWatch watch) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      Connection connection = shared.filter(Connection::isUsable).orElse(null);
      if (connection == null) {
        shared.ifPresent(Connection::close);
        connection = connect(watch);
        shared = Optional.of(connection);
      }
      return connection;
    } finally {
      lock.unlock();
    }
  }

  private void drop(Connection broken) {
    broken.close();
    lock.lock();
    try {
      shared = shared.filter(connection -> connection != broken);
    } finally {
      lock.unlock();
    }
  }

  /** Closes the connection that is kept; the next use opens a new one. */
  @Override
  public void close() {
    lock.lock();
    try {
      shared.ifPresent(Connection::close);
      shared = Optional.empty();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public String toString() {
    return settings.toString();
  }
}
