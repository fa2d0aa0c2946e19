package io.fuxictr.deploy.preflight;

import io.fuxictr.config.RemoteSource;
import io.fuxictr.deploy.source.SourceServerParts;
import io.fuxictr.remote.Command;
import io.fuxictr.remote.CommandResult;
import io.fuxictr.remote.RemoteException;
import io.fuxictr.remote.RemoteHost;
import io.fuxictr.remote.RemoteWatch;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The way to the source server: whether it is open, and why not. */
final class SourceLogin implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int LONGEST_BANNER = 255;
  private static final Set<PosixFilePermission> OTHERS =
      PosixFilePermissions.fromString("---rwxrwx");
  private static final Set<PosixFilePermission> OTHERS_WRITE =
      PosixFilePermissions.fromString("----w--w-");

  private final RemoteSource.Server server;
  private final RemoteHost host;
  private Optional<RemoteException> obstacle = Optional.empty();
  private boolean tried;

  SourceLogin(RemoteSource.Server server) {
    this.server = server;
    this.host = new RemoteHost(SourceServerParts.hostSettings(server).trying(1));
  }

  String user() {
    return server.username();
  }

  /** Returns whether an SSH server is there, and one that may be trusted. */
  Finding answers() throws InterruptedException {
    Optional<RemoteException> wrong = obstacle();
    if (wrong.isPresent() && !isAboutUs(wrong.get())) {
      return failed(wrong.get());
    }
    String banner;
    try {
      banner = banner();
    } catch (IOException e) {
      return Finding.fail(
          "Connecting to %s: %s".formatted(server.address(), e.getMessage()), reachable());
    }
    if (!banner.startsWith("SSH-")) {
      return Finding.fail(
          "%s answers, but not as an SSH server".formatted(server.address()), reachable());
    }
    String found = "%s:%d, %s".formatted(server.host(), server.port(), banner);
    return wrong.isPresent()
        ? Finding.warn("%s, but nobody gets in: see A9".formatted(found), remedy(wrong.get()))
        : Finding.pass(found);
  }

  /** Returns whether our key opens the way. */
  Finding login() throws InterruptedException {
    Optional<RemoteException> wrong = obstacle();
    return wrong.isPresent()
        ? failed(wrong.get())
        : Finding.pass("%s with %s".formatted(server.address(), server.keyPath()));
  }

  private static boolean isAboutUs(RemoteException wrong) {
    return switch (wrong.reason()) {
      case KEY_FILE, AUTHENTICATION -> true;
      case HOST_KEY, UNREACHABLE, CUT, TIMEOUT, FAILED, DISK_FULL, LOST -> false;
    };
  }

  private Optional<RemoteException> obstacle() throws InterruptedException {
    if (!tried) {
      try {
        host.run(Command.of("true"), RemoteWatch.NONE).orFail("Running true");
      } catch (RemoteException e) {
        obstacle = Optional.of(e);
      }
      tried = true;
    }
    return obstacle;
  }

  private Finding failed(RemoteException wrong) {
    return Finding.fail(String.valueOf(wrong.getMessage()), remedy(wrong));
  }

  private String remedy(RemoteException wrong) {
    return switch (wrong.reason()) {
      case UNREACHABLE, CUT, TIMEOUT -> reachable();
      case HOST_KEY ->
          "compare the fingerprint with the server's, ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub there, and only then note it: ssh-keyscan -p %d %s >> %s"
              .formatted(server.port(), server.host(), server.knownHosts());
      case AUTHENTICATION ->
          "let the server know the key: ssh-copy-id -i %s.pub -p %d %s@%s"
              .formatted(server.keyPath(), server.port(), server.username(), server.host());
      case KEY_FILE ->
          "make a key without a passphrase, ssh-keygen -t ed25519 -f %s, or correct servers.server_21.key_path; its mode is 600"
              .formatted(server.keyPath());
      case FAILED, DISK_FULL, LOST ->
          "log in as %s there and correct what the message names".formatted(server.username());
    };
  }

  private String reachable() {
    return "start the SSH server there (systemctl start ssh); correct servers.server_21.host and port, network and firewall until this answers: nc -vz %s %d"
        .formatted(server.host(), server.port());
  }

  private String banner() throws IOException {
    int patience = Math.toIntExact(PATIENCE.toMillis());
    try (var socket = new Socket()) {
      socket.connect(new InetSocketAddress(server.host(), server.port()), patience);
      socket.setSoTimeout(patience);
      byte[] said = socket.getInputStream().readNBytes(4);
      var line = new StringBuilder(new String(said, StandardCharsets.US_ASCII));
      int next = socket.getInputStream().read();
      while (next >= ' ' && line.length() < LONGEST_BANNER) {
        line.append((char) next);
        next = socket.getInputStream().read();
      }
      return line.toString();
    }
  }

  /** Returns whether the private key is ours alone. */
  Finding keyFile() throws IOException {
    Path key = server.keyPath();
    if (!Files.isReadable(key)) {
      return Finding.fail(
          key + " cannot be read",
          "make one, ssh-keygen -t ed25519 -f %s, or correct servers.server_21.key_path"
              .formatted(key));
    }
    Set<PosixFilePermission> rights = Files.getPosixFilePermissions(key);
    String found = "%s: %s".formatted(key, PosixFilePermissions.toString(rights));
    if (containsAny(rights, OTHERS)) {
      return Finding.fail(found + ": others may use it", "chmod 600 " + key);
    }
    Path half = key.resolveSibling(key.getFileName() + ".pub");
    if (Files.exists(half) && containsAny(Files.getPosixFilePermissions(half), OTHERS_WRITE)) {
      return Finding.warn(half + " can be written by others", "chmod 644 " + half);
    }
    return Finding.pass(found);
  }

  private static boolean containsAny(
      Set<PosixFilePermission> rights, Set<PosixFilePermission> some) {
    var both = EnumSet.copyOf(some);
    both.retainAll(rights);
    return !both.isEmpty();
  }

  CommandResult run(Command command) throws InterruptedException {
    return host.run(command, RemoteWatch.NONE);
  }

  void write(String path, byte[] content) throws InterruptedException {
    host.write(path, content, RemoteWatch.NONE);
  }

  /** Returns whether a file holds these bytes and nothing more. */
  boolean reads(String path, byte[] content) throws InterruptedException {
    return host.read(path, 0, content.length + 1, RemoteWatch.NONE)
        .filter(read -> Arrays.equals(read, content))
        .isPresent();
  }

  /** Returns the SHA-256 of a file, taken there. */
  String checksum(String path) throws InterruptedException {
    String said =
        run(Command.of("sha256sum", "--", path)).orFail("Taking the checksum of " + path).text();
    return List.of(said.split("\\s+", -1)).getFirst();
  }

  /** Deletes files that a row has made. */
  void delete(String... paths) throws InterruptedException {
    for (String path : paths) {
      run(Command.of("rm", "-rf", "--", path)).orFail("Deleting " + path);
    }
  }

  @Override
  public void close() {
    host.close();
  }
}
