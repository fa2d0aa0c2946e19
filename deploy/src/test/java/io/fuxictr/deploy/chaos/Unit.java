package io.fuxictr.deploy.chaos;

import io.fuxictr.deploy.chaos.Journal.Line;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** One program in a process of its own: started again whenever it ends, as systemd does. */
final class Unit implements AutoCloseable {
  private static final Duration BEFORE_RESTART = Duration.ofSeconds(1);
  private static final Duration TO_LEAVE = Duration.ofSeconds(30);

  private final String name;
  private final List<String> command;
  private final Map<String, String> environment;
  private final Path log;
  private final Journal journal;
  private final Set<Long> pids = ConcurrentHashMap.newKeySet();
  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable Process process;
  private boolean wanted;

  Unit(
      String name,
      List<String> command,
      Map<String, String> environment,
      Path log,
      Journal journal) {
    this.name = name;
    this.command = List.copyOf(command);
    this.environment = Map.copyOf(environment);
    this.log = log;
    this.journal = journal;
  }

  String name() {
    return name;
  }

  /** Starts the program, and keeps it running from now on. */
  void start() {
    lock.lock();
    try {
      wanted = true;
      launch();
    } finally {
      lock.unlock();
    }
  }

  private void launch() {
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(environment);
    try {
      Process started = builder.start();
      process = started;
      pids.add(started.pid());
      // Reading from a pipe would hold the carrier of a virtual thread.
      var _ = Thread.ofPlatform().daemon().name(name).start(() -> follow(started));
    } catch (IOException e) {
      throw new UncheckedIOException("Starting " + name, e);
    }
  }

  private void follow(Process started) {
    try (BufferedReader said =
            new BufferedReader(
                new InputStreamReader(started.getInputStream(), StandardCharsets.UTF_8));
        BufferedWriter kept =
            Files.newBufferedWriter(log, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      for (String text = said.readLine(); text != null; text = said.readLine()) {
        journal.heard(new Line(name, started.pid(), System.nanoTime(), text));
        kept.write(text);
        kept.newLine();
        kept.flush();
      }
      var _ = started.waitFor();
      journal.ended(name);
      Thread.sleep(BEFORE_RESTART);
      lock.lock();
      try {
        if (wanted) {
          launch();
        }
      } finally {
        lock.unlock();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Following " + name, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Process process() {
    lock.lock();
    try {
      if (process == null) {
        throw new IllegalStateException(name + " was not started");
      }
      return process;
    } finally {
      lock.unlock();
    }
  }

  long pid() {
    return process().pid();
  }

  boolean isAlive() {
    return process().isAlive();
  }

  /** Returns the numbers of all processes that this unit ever was. */
  Set<Long> pids() {
    return Set.copyOf(pids);
  }

  /** Ends the process without warning. */
  void kill() {
    signal("KILL");
  }

  /** Asks the process to end. */
  void terminate() {
    signal("TERM");
  }

  /** Stops the process where it is; its sockets stay open. */
  void freeze() {
    signal("STOP");
  }

  /** Lets a frozen process go on. */
  void thaw() {
    signal("CONT");
  }

  private void signal(String signal) {
    try {
      var _ =
          new ProcessBuilder("kill", "-" + signal, Long.toString(pid()))
              .redirectErrorStream(true)
              .start()
              .waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException("Sending %s to %s".formatted(signal, name), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Ends the program for good; kills it if it does not leave in time. */
  @Override
  public void close() {
    lock.lock();
    try {
      wanted = false;
      if (process == null) {
        return;
      }
    } finally {
      lock.unlock();
    }
    thaw();
    terminate();
    try {
      if (!process().waitFor(TO_LEAVE.toMillis(), TimeUnit.MILLISECONDS)) {
        kill();
        var _ = process().waitFor();
      }
    } catch (InterruptedException e) {
      kill();
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
