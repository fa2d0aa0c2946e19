package io.fuxictr.remote.loopback;

import io.fuxictr.remote.HostSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * OpenSSH's server, started for one purpose: on a free port of the loopback interface, as the
 * current user, with keys of its own. Nobody else can log in.
 */
public final class SshServer implements AutoCloseable {
  private static final Path PROGRAM = Path.of("/usr/sbin/sshd");

  /** Where the server of a superuser separates its privileges. */
  private static final Path SEPARATION = Path.of("/run/sshd");

  private static final String ADDRESS = "127.0.0.1";
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Duration POLL = Duration.ofMillis(20);

  private final Path folder;
  private final int port;
  private Process process;

  private SshServer(Path folder, int port, Process process) {
    this.folder = folder;
    this.port = port;
    this.process = process;
  }

  /** Returns whether the program is on this host. */
  public static boolean isInstalled() {
    return Files.isExecutable(PROGRAM);
  }

  /**
   * Starts a server.
   *
   * @param folder empty, for keys, configuration and log
   * @throws UncheckedIOException if it cannot be started
   */
  public static SshServer start(Path folder) throws InterruptedException {
    try {
      int port = freePort();
      prepare(folder, port);
      var server = new SshServer(folder, port, run(folder));
      server.trust(port);
      server.awaitReady();
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException("Starting an SSH server in " + folder, e);
    }
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static void prepare(Path folder, int port) throws IOException, InterruptedException {
    Files.createDirectories(folder);
    if (userName().equals("root")) {
      Files.createDirectories(SEPARATION);
    }
    makeKey(folder.resolve("host_key"));
    makeKey(folder.resolve("user_key"));
    Files.copy(folder.resolve("user_key.pub"), folder.resolve("authorized_keys"));
    Files.writeString(
        folder.resolve("sshd_config"),
        """
        Port %d
        ListenAddress %s
        HostKey "%s"
        AuthorizedKeysFile "%s"
        PidFile none
        StrictModes no
        UsePAM no
        PermitRootLogin prohibit-password
        PasswordAuthentication no
        KbdInteractiveAuthentication no
        Subsystem sftp internal-sftp
        MaxSessions 20
        MaxStartups 100:30:200
        LogLevel ERROR
        """
            .formatted(
                port, ADDRESS, folder.resolve("host_key"), folder.resolve("authorized_keys")));
  }

  private static void makeKey(Path file) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                "ssh-keygen",
                "-q",
                "-t",
                "ed25519",
                "-N",
                "",
                "-C",
                "loopback",
                "-f",
                file.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException("ssh-keygen: " + said);
    }
  }

  private static Process run(Path folder) throws IOException {
    return new ProcessBuilder(
            PROGRAM.toString(), "-D", "-e", "-f", folder.resolve("sshd_config").toString())
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("log").toFile()))
        .start();
  }

  private void awaitReady() throws IOException, InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < end && process.isAlive()) {
      try (var socket = new Socket()) {
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        return;
      } catch (IOException _) {
        Thread.sleep(POLL);
      }
    }
    stop();
    throw new IOException("it does not answer: " + Files.readString(folder.resolve("log")));
  }

  /** Lets clients take this server's key at another port too: that of something in between. */
  public void trust(int other) {
    try {
      String key = Files.readString(folder.resolve("host_key.pub")).strip();
      Files.writeString(
          folder.resolve("known_hosts"),
          "[%s]:%d %s%n".formatted(ADDRESS, other, key),
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException("Writing the known hosts in " + folder, e);
    }
  }

  /** Returns the port it listens at. */
  public int port() {
    return port;
  }

  /** Returns how it is reached. */
  public HostSettings settings() {
    return settings(port);
  }

  /** Returns how it is reached through something that listens at another port of this host. */
  public HostSettings settings(int other) {
    return HostSettings.of(
        ADDRESS, other, userName(), folder.resolve("user_key"), folder.resolve("known_hosts"));
  }

  private static String userName() {
    return System.getProperty("user.name");
  }

  /** Ends the server and all its connections. */
  public void stop() {
    List<ProcessHandle> all =
        Stream.concat(process.descendants(), Stream.of(process.toHandle())).toList();
    all.forEach(ProcessHandle::destroyForcibly);
    all.forEach(handle -> handle.onExit().join());
  }

  /** Ends the server, unless it was stopped, and starts it at the same port with the same keys. */
  public void restart() throws InterruptedException {
    stop();
    try {
      process = run(folder);
      awaitReady();
    } catch (IOException e) {
      throw new UncheckedIOException("Starting an SSH server in " + folder, e);
    }
  }

  @Override
  public void close() {
    stop();
  }
}
