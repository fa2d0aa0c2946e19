package io.fuxictr.remote.transfer;

import io.fuxictr.remote.Command;
import io.fuxictr.remote.HostSettings;
import io.fuxictr.remote.HostSettings.HostKeyPolicy;
import io.fuxictr.remote.RemoteException;
import io.fuxictr.remote.RemoteException.Reason;
import io.fuxictr.remote.RemoteWatch;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** The program rsync: when it is used, how it is called, and what its exit codes mean. */
final class Rsync {
  /** Folder of the target that rsync writes to: hidden, and on the same disk. */
  static final String INCOMING = ".rsync-incoming";

  private static final String KEEP_ALIVE_SECONDS = "60";
  private static final int KIBIBYTE = 1024;
  private static final int SYNTAX = 1;
  private static final int FILE_IO = 11;
  private static final int PROTOCOL = 12;
  private static final int SSH = 255;
  private static final int NOT_FOUND = 127;

  private Rsync() {}

  /**
   * Returns whether files go by rsync.
   *
   * @throws RemoteException if the host cannot be reached
   */
  static boolean isWanted(RemoteFolder other, TransferOptions options, RemoteWatch watch)
      throws InterruptedException {
    return switch (options.method()) {
      case SFTP -> false;
      case RSYNC -> true;
      case AUTO ->
          !other.host().offersFiles(watch)
              && other.host().run(Command.of("rsync", "--version"), watch).isSuccess();
    };
  }

  /** Returns whether an rsync that was cut off has left files, given all paths of the target. */
  static boolean hasLeftSomething(Collection<String> paths) {
    return paths.stream().anyMatch(path -> path.startsWith(INCOMING + "/"));
  }

  /**
   * Returns the call of one process, which reads the names of its files from its input.
   *
   * @param bytesPerSecond its share of the limit, 0 for none
   */
  static List<String> call(
      Place from, Place to, TransferOptions options, long bytesPerSecond, HostSettings host) {
    var call = new ArrayList<String>();
    call.addAll(List.of("rsync", "-a", "-s"));
    if (host.compression()) {
      call.add("-z");
    }
    call.addAll(
        List.of(
            "--partial",
            "--partial-dir=.rsync-partial",
            "--info=progress2",
            "--no-inc-recursive",
            "--timeout=" + Math.max(1, options.silence().toSeconds())));
    if (bytesPerSecond > 0) {
      call.add("--bwlimit=" + Math.max(1, bytesPerSecond / KIBIBYTE));
    }
    call.addAll(List.of("--files-from=-", "--from0", "-e", shell(host), "--"));
    call.add(end(from, "", host));
    call.add(end(to, INCOMING + "/", host));
    return call;
  }

  private static String end(Place place, String below, HostSettings host) {
    return switch (place) {
      case LocalFolder local -> local.local().map(Path::toAbsolutePath).orElseThrow() + "/" + below;
      case RemoteFolder remote -> {
        String name = host.host().contains(":") ? "[" + host.host() + "]" : host.host();
        yield "%s@%s:%s/%s".formatted(host.user(), name, remote.folder(), below);
      }
    };
  }

  private static String shell(HostSettings host) {
    List<String> words =
        List.of(
            "ssh",
            "-i",
            host.key().toString(),
            "-p",
            Integer.toString(host.port()),
            "-o",
            "BatchMode=yes",
            "-o",
            "IdentitiesOnly=yes",
            "-o",
            "StrictHostKeyChecking="
                + (host.hostKeys() == HostKeyPolicy.ACCEPT_NEW ? "accept-new" : "yes"),
            "-o",
            "UserKnownHostsFile=\"" + host.knownHosts() + "\"",
            "-o",
            "ConnectTimeout=" + Math.max(1, host.connectTimeout().toSeconds()),
            "-o",
            "ServerAliveInterval=" + KEEP_ALIVE_SECONDS,
            "-o",
            "ServerAliveCountMax=3");
    return String.join(" ", words.stream().map(Rsync::quoted).toList());
  }

  /** Returns a word as rsync takes it apart: a quote within is written twice. */
  private static String quoted(String word) {
    return "'" + word.replace("'", "''") + "'";
  }

  /**
   * Returns what an exit code means.
   *
   * @param said the end of what it wrote to its standard error
   */
  static RemoteException failure(int code, String said, RemoteFolder other) {
    boolean full = said.contains("No space left");
    Reason reason =
        switch (code) {
          case SSH -> sshReason(said);
          // It may notice that ssh is silent before it notices that ssh has ended.
          case PROTOCOL -> full ? Reason.DISK_FULL : sshReason(said);
          case FILE_IO -> full ? Reason.DISK_FULL : Reason.FAILED;
          // Socket and time limits.
          case 10, 30, 35 -> full ? Reason.DISK_FULL : Reason.CUT;
          default -> full ? Reason.DISK_FULL : Reason.FAILED;
        };
    String advice =
        switch (code) {
          case SYNTAX -> " (is it older than 3.1?)";
          case NOT_FOUND -> " (install rsync there, or set transfer.method: sftp)";
          default -> "";
        };
    return new RemoteException(
        reason,
        "Carrying files by rsync, other end %s: exit status %d%s: %s"
            .formatted(other, code, advice, said.strip()));
  }

  private static Reason sshReason(String said) {
    if (said.contains("Permission denied (")) {
      return Reason.AUTHENTICATION;
    }
    return said.contains("Host key verification failed") ? Reason.HOST_KEY : Reason.CUT;
  }

  /** Returns whether some files came and others did not, or went meanwhile. */
  static boolean isPartial(int code) {
    return code == 23 || code == 24;
  }
}
