package io.fuxictr.remote;

import io.fuxictr.remote.RemoteException.Reason;
import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import net.schmizz.sshj.SSHClient;
import net.schmizz.sshj.connection.channel.OpenFailException;
import net.schmizz.sshj.sftp.SFTPClient;
import net.schmizz.sshj.sftp.SFTPException;
import net.schmizz.sshj.transport.TransportException;

/** One connection to a host. Commands and file sessions may run side by side on it. */
public final class Connection implements AutoCloseable {
  private final HostSettings settings;
  private final SSHClient client;

  Connection(HostSettings settings, SSHClient client) {
    this.settings = settings;
    this.client = client;
  }

  /**
   * Runs a command to its end. Both of its outputs are read while it runs. When the watch says
   * stop, or the time is over, the command and all that it has started are ended before this
   * returns.
   *
   * @throws RemoteException if the connection breaks or the command takes too long; a command that
   *     fails is a result
   * @throws InterruptedException if the watch says so
   */
  public CommandResult run(Command command, RemoteWatch watch) throws InterruptedException {
    return new RunningCommand(this, command).await(watch);
  }

  /**
   * Opens a session for files. Names go through {@link WireText#encode}.
   *
   * @throws RemoteException if the host refuses, or the connection breaks
   */
  public SFTPClient sftp() {
    try {
      return client.newSFTPClient();
    } catch (OpenFailException e) {
      // Too many at once on this connection; another one may do.
      throw cut("Opening a file session", e);
    } catch (IOException e) {
      if (!isUsable() || isOfTheLine(e)) {
        throw cut("Opening a file session", e);
      }
      throw new RemoteException(
          Reason.FAILED,
          "Opening a file session at %s: the host offers none (%s); switch SFTP on there"
              .formatted(settings, e.getMessage()),
          e);
    }
  }

  /**
   * Who waits for an answer may hear that the line is dead before the connection counts as down.
   */
  private static boolean isOfTheLine(IOException e) {
    return Stream.<Throwable>iterate(e, Objects::nonNull, Throwable::getCause)
        .anyMatch(it -> it instanceof TransportException || it instanceof TimeoutException);
  }

  /** Returns whether the host said so: the library has codes for a lost connection as well. */
  public static boolean isAnswer(SFTPException e) {
    return switch (e.getStatusCode()) {
      case NO_CONNECTION, CONNECITON_LOST, UNKNOWN -> false;
      default -> true;
    };
  }

  /** Returns whether the connection is up, as far as is known. */
  boolean isUsable() {
    return client.isConnected() && client.isAuthenticated();
  }

  SSHClient client() {
    return client;
  }

  /** Returns the failure of something that went on over this connection. */
  public RemoteException cut(String attempted, IOException e) {
    return new RemoteException(
        Reason.CUT,
        "%s at %s: the connection broke: %s".formatted(attempted, settings, e.getMessage()),
        e);
  }

  /** Closes the connection; what runs at the host is not ended by that. */
  @Override
  public void close() {
    try {
      client.close();
    } catch (IOException _) {
      // It is of no use any more, whatever it says.
    }
  }

  @Override
  public String toString() {
    return settings.toString();
  }
}
