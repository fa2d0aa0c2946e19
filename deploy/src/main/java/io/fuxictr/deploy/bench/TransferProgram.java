package io.fuxictr.deploy.bench;

import io.fuxictr.deploy.bench.TransferLoad.Direction;
import io.fuxictr.remote.HostSettings;
import io.fuxictr.remote.RemoteHost;
import io.fuxictr.remote.transfer.Place;
import io.fuxictr.remote.transfer.Transfer;
import io.fuxictr.remote.transfer.TransferOptions;
import io.fuxictr.remote.transfer.TransferWatch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What carries the files. */
enum TransferProgram {
  /** Ours, with everything: manifest before, checksums of all files at both ends. */
  CHECKED("transfer, checksums of all files"),
  /** Ours, comparing sizes only, as the others do. */
  UNCHECKED("transfer, sizes only"),
  /** OpenSSH's copy program. */
  SCP("scp"),
  /** The same, and then the checksums of all files, at both ends at once. */
  SCP_CHECKED("scp, then checksums of all files"),
  /** The well-known one, told to copy whole files. */
  RSYNC("rsync");

  /** The cipher of all of them; ours asks for it first. */
  static final String CIPHER = "aes128-gcm@openssh.com";

  private final String words;

  TransferProgram(String words) {
    this.words = words;
  }

  String words() {
    return words;
  }

  /** Returns whether it can be run here. */
  boolean isInstalled() {
    return switch (this) {
      case CHECKED, UNCHECKED -> true;
      case SCP -> isOnPath("scp");
      case SCP_CHECKED -> isOnPath("scp") && isOnPath("openssl");
      case RSYNC -> isOnPath("rsync");
    };
  }

  private static boolean isOnPath(String program) {
    return Stream.of(System.getenv("PATH").split(":", -1))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }

  /** Carries all files of a load, which are not there yet. */
  void carry(TransferLoad load, Direction direction, RemoteHost host, int workers)
      throws InterruptedException {
    TransferOptions options =
        TransferOptions.DEFAULTS
            .by(TransferOptions.Method.SFTP)
            .cut(workers, TransferOptions.DEFAULTS.chunkBytes());
    switch (this) {
      case CHECKED -> transfer(load, direction, host, options);
      case UNCHECKED -> transfer(load, direction, host, options.sizesOnly());
      case SCP -> run(scp(load, direction, host.settings()));
      case SCP_CHECKED -> {
        run(scp(load, direction, host.settings()));
        load.compare(direction);
      }
      case RSYNC -> run(rsync(load, direction, host.settings()));
    }
  }

  private static void transfer(
      TransferLoad load, Direction direction, RemoteHost host, TransferOptions options)
      throws InterruptedException {
    Place from = place(direction == Direction.PULL, host, load.source(direction));
    Place to = place(direction == Direction.PUSH, host, load.target(direction));
    var _ =
        new Transfer(from, to, options)
            .run(from.list(options, TransferWatch.NONE), TransferWatch.NONE);
  }

  private static Place place(boolean there, RemoteHost host, Path folder) {
    return there ? Place.at(host, folder.toString()) : Place.here(folder);
  }

  private static List<String> scp(TransferLoad load, Direction direction, HostSettings host) {
    var command = new ArrayList<>(List.of("scp", "-q", "-r", "-P", Integer.toString(host.port())));
    command.addAll(options(host));
    command.add(end(direction == Direction.PULL, host, load.source(direction) + "/."));
    command.add(end(direction == Direction.PUSH, host, load.target(direction) + "/"));
    return command;
  }

  private static List<String> rsync(TransferLoad load, Direction direction, HostSettings host) {
    var shell = new ArrayList<>(List.of("ssh", "-p", Integer.toString(host.port())));
    shell.addAll(options(host));
    return List.of(
        "rsync",
        "-a",
        "--whole-file",
        "-e",
        String.join(" ", shell),
        end(direction == Direction.PULL, host, load.source(direction) + "/"),
        end(direction == Direction.PUSH, host, load.target(direction) + "/"));
  }

  private static List<String> options(HostSettings host) {
    return List.of(
        "-c",
        CIPHER,
        "-i",
        host.key().toString(),
        "-o",
        "UserKnownHostsFile=" + host.knownHosts(),
        "-o",
        "BatchMode=yes");
  }

  private static String end(boolean there, HostSettings host, String path) {
    return there ? "%s@%s:%s".formatted(host.user(), host.host(), path) : path;
  }

  private static void run(List<String> command) throws InterruptedException {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String said =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      if (process.waitFor() != 0) {
        throw new IllegalStateException("%s: %s".formatted(command.getFirst(), said));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Running " + command.getFirst(), e);
    }
  }
}
