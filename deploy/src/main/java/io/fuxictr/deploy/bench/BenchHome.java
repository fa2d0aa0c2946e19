package io.fuxictr.deploy.bench;

import io.fuxictr.broker.BrokerUser;
import io.fuxictr.broker.BrokerUsers;
import io.fuxictr.deploy.wiring.Distribution;
import io.fuxictr.link.BrokerAddress;
import io.fuxictr.link.BrokerLink;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A home that lasts as long as a measurement, and the programs that run in it. */
final class BenchHome implements AutoCloseable {
  private static final int TO_LEAVE_SECONDS = 30;

  private final Path folder;
  private final int brokerPort = freePort();
  private final int apiPort = freePort();
  private final List<Running> programs = new ArrayList<>();

  /** A program in a process of its own. */
  static final class Running {
    private final String name;
    private final Process process;

    private Running(String name, Process process) {
      this.name = name;
      this.process = process;
    }

    /** Ends it without warning. */
    void kill() throws InterruptedException {
      var _ = process.destroyForcibly().waitFor();
    }

    private void stop() {
      process.destroy();
      try {
        if (!process.waitFor(TO_LEAVE_SECONDS, TimeUnit.SECONDS)) {
          kill();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    @Override
    public String toString() {
      return name;
    }
  }

  /**
   * Makes a home.
   *
   * @throws UncheckedIOException if there is no room for it
   */
  BenchHome() {
    try {
      folder = Files.createTempDirectory("fuxictr-bench");
      Files.writeString(
          folder.resolve("config.yaml"),
          """
          broker:
            port: %d
            min_disk_free: 1048576
          api:
            port: %d
          dashboard:
            port: %d
          workflow:
            max_active_per_user: 1
            max_active_total: 1
          """
              .formatted(brokerPort, apiPort, freePort()));
    } catch (IOException e) {
      throw new UncheckedIOException("Making a home for the measurement: " + e.getMessage(), e);
    }
  }

  private static int freePort() {
    try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return free.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException("Looking for a free port", e);
    }
  }

  Path folder() {
    return folder;
  }

  int apiPort() {
    return apiPort;
  }

  /** Starts a program and waits until it says that it is ready. */
  Running start(String name) {
    var command =
        List.of(
            Distribution.locate().root().resolve("bin/fuxictr-workflow").toString(),
            name,
            "--home",
            folder.toString(),
            "--config",
            folder.resolve("config.yaml").toString());
    try {
      Process process =
          new ProcessBuilder(command).redirectError(folder.resolve(name + ".err").toFile()).start();
      var running = new Running(name, process);
      programs.add(running);
      var said =
          new BufferedReader(
              new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
      if (said.readLine() == null) {
        throw new IllegalStateException(
            "Starting %s: %s".formatted(name, Files.readString(folder.resolve(name + ".err"))));
      }
      return running;
    } catch (IOException e) {
      throw new UncheckedIOException("Starting " + name, e);
    }
  }

  /** Returns a new link of a user to this home's broker. */
  BrokerLink link(BrokerUser user) {
    String password = new BrokerUsers(folder.resolve("secrets"), Map.of()).password(user);
    return new BrokerLink(
        new BrokerAddress("tcp://127.0.0.1:" + brokerPort, user.login(), password));
  }

  @Override
  public void close() {
    programs.reversed().forEach(Running::stop);
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Deleting " + folder, e);
    }
  }
}
