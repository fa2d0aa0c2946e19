package io.fuxictr.remote.transfer;

import io.fuxictr.remote.RemoteException;
import io.fuxictr.remote.RemoteException.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** One running rsync. Both of its outputs are read; ending it ends its ssh as well. */
final class RsyncProcess implements AutoCloseable {
  private static final Pattern PROGRESS = Pattern.compile("^\\s*([\\d,.]+)\\s+\\d+%");
  private static final int KEPT = 64 << 10;
  private static final int GRACE_SECONDS = 5;

  private final Process process;
  private final AtomicLong bytes = new AtomicLong();

  /** Guards {@link #said}. */
  private final ReentrantLock lock = new ReentrantLock();

  private final StringBuilder said = new StringBuilder();
  private final List<Thread> readers;

  private RsyncProcess(Process process, List<String> names) {
    this.process = process;
    this.readers =
        List.of(
            Thread.ofVirtual().start(() -> readProgress(process.getInputStream())),
            Thread.ofVirtual().start(() -> readErrors(process.getErrorStream())));
    var _ = Thread.ofVirtual().start(() -> feed(process.getOutputStream(), names));
  }

  /**
   * Starts it.
   *
   * @param names the files it carries
   * @throws RemoteException if this host has no rsync
   */
  static RsyncProcess start(List<String> call, List<String> names) {
    var builder = new ProcessBuilder(call);
    builder.environment().put("LC_ALL", "C");
    try {
      return new RsyncProcess(builder.start(), names);
    } catch (IOException e) {
      throw new RemoteException(
          Reason.FAILED,
          "Starting rsync on this host: %s; install it, or set transfer.method: sftp"
              .formatted(e.getMessage()),
          e);
    }
  }

  private static void feed(OutputStream out, List<String> names) {
    try (out) {
      for (String name : names) {
        out.write(name.getBytes(StandardCharsets.UTF_8));
        out.write(0);
      }
    } catch (IOException _) {
      // It has ended; its exit code tells why.
    }
  }

  /** It writes one line over and over, ended by a carriage return. */
  private void readProgress(InputStream in) {
    var line = new StringBuilder();
    try {
      for (int c = in.read(); c >= 0; c = in.read()) {
        if (c == '\r' || c == '\n') {
          Matcher matcher = PROGRESS.matcher(line);
          if (matcher.find()) {
            bytes.set(Long.parseLong(matcher.group(1).replaceAll("[,.]", "")));
          }
          line.setLength(0);
        } else {
          line.append((char) c);
        }
      }
    } catch (IOException _) {
      // It has ended.
    }
  }

  private void readErrors(InputStream in) {
    var buffer = new byte[1 << 13];
    try {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        lock.lock();
        try {
          said.append(new String(buffer, 0, n, StandardCharsets.UTF_8));
          said.delete(0, Math.max(0, said.length() - KEPT));
        } finally {
          lock.unlock();
        }
      }
    } catch (IOException _) {
      // It has ended.
    }
  }

  /** Returns how many bytes of its files it says it has dealt with. */
  long bytes() {
    return bytes.get();
  }

  boolean isRunning() {
    return process.isAlive();
  }

  /** Returns its exit code, once it has ended and all that it said is read. */
  int exitCode() throws InterruptedException {
    int code = process.waitFor();
    for (Thread reader : readers) {
      reader.join();
    }
    return code;
  }

  /** Returns the end of what it said. */
  String said() {
    lock.lock();
    try {
      return said.toString();
    } finally {
      lock.unlock();
    }
  }

  /** Ends it and all that it has started, by force if it does not leave in five seconds. */
  @Override
  public void close() {
    List<ProcessHandle> all =
        Stream.concat(process.descendants(), Stream.of(process.toHandle())).toList();
    all.forEach(ProcessHandle::destroy);
    boolean interrupted = Thread.interrupted();
    try {
      if (!process.waitFor(GRACE_SECONDS, TimeUnit.SECONDS)) {
        all.forEach(ProcessHandle::destroyForcibly);
      }
    } catch (InterruptedException _) {
      interrupted = true;
      all.forEach(ProcessHandle::destroyForcibly);
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
