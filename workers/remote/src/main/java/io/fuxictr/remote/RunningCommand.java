package io.fuxictr.remote;

import io.fuxictr.remote.RemoteException.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import net.schmizz.sshj.connection.channel.direct.Session;
import net.schmizz.sshj.connection.channel.direct.Signal;
import org.jspecify.annotations.Nullable;

/**
 * A command that runs at the other end of a connection, in a session and process group of its own.
 *
 * <p>Closing the channel would leave it running. So it says the number of its group first, and is
 * ended by that, from a second channel.
 */
final class RunningCommand {
  private static final Duration POLL = Duration.ofMillis(50);
  private static final int SIGNAL_STATUS = 128;

  private final Connection connection;
  private final Command command;
  private final CommandOutput output = new CommandOutput();
  private final ErrorTail errors = new ErrorTail();
  private final CountDownLatch streams = new CountDownLatch(2);

  RunningCommand(Connection connection, Command command) {
    this.connection = connection;
    this.command = command;
  }

  CommandResult await(RemoteWatch watch) throws InterruptedException {
    watch.checkStopped();
    @Nullable Session session = null;
    try {
      session = connection.client().startSession();
      Session.Command running = session.exec(WireText.encode(ProcessGroup.line(command)));
      running.getOutputStream().close();
      drain(running.getInputStream(), output::add);
      drain(running.getErrorStream(), errors::add);
      awaitStreams(watch);
      running.join(ProcessGroup.GRACE.toMillis(), TimeUnit.MILLISECONDS);
      return result(running);
    } catch (IOException e) {
      throw connection.cut("Running " + program(), e);
    } finally {
      close(session);
    }
  }

  private interface Sink {
    void add(byte[] bytes, int count);
  }

  private void drain(InputStream in, Sink sink) {
    Thread.ofVirtual()
        .start(
            () -> {
              var buffer = new byte[1 << 16];
              try {
                for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                  sink.add(buffer, n);
                }
              } catch (IOException _) {
                // The missing exit status tells that the connection broke.
              } finally {
                streams.countDown();
              }
            });
  }

  private void awaitStreams(RemoteWatch watch) throws InterruptedException {
    long end = System.nanoTime() + command.timeout().toNanos();
    try {
      while (!streams.await(POLL.toMillis(), TimeUnit.MILLISECONDS)) {
        watch.checkStopped();
        if (System.nanoTime() > end) {
          throw new RemoteException(
              Reason.TIMEOUT,
              "Running %s at %s: it was not done within %d s and was ended"
                  .formatted(program(), connection, command.timeout().toSeconds()));
        }
      }
    } catch (InterruptedException | RuntimeException e) {
      end(e);
      throw e;
    }
  }

  /** What cannot be ended is told with what made us end it. */
  private void end(Exception why) {
    OptionalLong group = output.group();
    if (group.isEmpty() || !connection.isUsable()) {
      return;
    }
    try {
      boolean ended =
          Uninterrupted.run(
              ProcessGroup.TO_END, () -> ProcessGroup.end(connection, group.getAsLong()));
      if (!ended) {
        why.addSuppressed(new IllegalStateException("group %s is not gone yet".formatted(group)));
      }
    } catch (RemoteException e) {
      why.addSuppressed(e);
    }
  }

  private CommandResult result(Session.Command running) {
    Integer status = running.getExitStatus();
    Signal signal = running.getExitSignal();
    if (status == null && signal == null) {
      throw new RemoteException(
          Reason.CUT,
          "Running %s at %s: the connection broke before it ended"
              .formatted(program(), connection));
    }
    int code = status == null ? SIGNAL_STATUS : status;
    return new CommandResult(code, output.own(), errors.text());
  }

  private String program() {
    return command.arguments().getFirst();
  }

  private static void close(@Nullable Session session) {
    try {
      if (session != null) {
        session.close();
      }
    } catch (IOException _) {
      // The command is over, or the connection is.
    }
  }
}
