package io.fuxictr.remote.transfer;

import io.fuxictr.remote.Command;
import io.fuxictr.remote.CommandResult;
import io.fuxictr.remote.Connection;
import io.fuxictr.remote.RemoteException;
import io.fuxictr.remote.RemoteException.Reason;
import io.fuxictr.remote.RemoteHost;
import io.fuxictr.remote.RemoteWatch;
import io.fuxictr.remote.file.Manifest;
import io.fuxictr.remote.transfer.RemoteListing.Program;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A folder of another host. What every transfer needs goes by SFTP. Checksums and what is rare are
 * one command there for many files, and so is everything at a host that does not offer SFTP.
 */
final class RemoteFolder extends Place {
  private static final String IN_FOLDER = "cd -- \"$1\" || exit 1; shift; ";
  private static final String SIZES = "stat -c %s -- \"$@\"";

  /** Pairs of names; a pair that was renamed by an earlier try is no failure. */
  private static final String RENAME =
      """
      while [ $# -gt 1 ]; do
        if [ -e "$1" ]; then
          mv -fT -- "$1" "$2" || exit 1
        elif [ ! -e "$2" ]; then
          echo "neither $1 nor $2 is there" >&2
          exit 1
        fi
        shift 2
      done
      """;

  private final RemoteHost host;
  private final String folder;

  RemoteFolder(RemoteHost host, String folder) {
    if (!folder.startsWith("/") || folder.indexOf('\0') >= 0) {
      throw new IllegalArgumentException("not an absolute path: '%s'".formatted(folder));
    }
    this.host = host;
    this.folder = folder;
  }

  RemoteHost host() {
    return host;
  }

  String folder() {
    return folder;
  }

  @Override
  public Manifest list(TransferOptions options, RemoteWatch watch) throws InterruptedException {
    if (!options.verifyChecksum()) {
      return sizes(watch);
    }
    CommandResult fast = listing(Program.OPENSSL, options, watch);
    String output =
        fast.isSuccess() && RemoteListing.isComplete(fast.output())
            ? fast.output()
            : listing(Program.SHA256SUM, options, watch)
                .orFail("Listing %s with checksums".formatted(this))
                .output();
    return RemoteListing.manifest(output, true, toString());
  }

  private Manifest sizes(RemoteWatch watch) throws InterruptedException {
    String attempted = "Listing %s".formatted(this);
    Optional<Manifest> listed = inSession(attempted, files -> files.dataFiles(), watch);
    if (listed.isPresent()) {
      return listed.get();
    }
    String output = host.run(RemoteListing.dataSizes(folder), watch).orFail(attempted).output();
    return RemoteListing.manifest(output, false, toString());
  }

  /** Something that can be done in a session for files. */
  private interface FolderWork<T> {
    T with(SftpFolder files) throws IOException;
  }

  /** Returns nothing if the host has no such sessions, or poor ones. */
  private <T> Optional<T> inSession(String attempted, FolderWork<T> work, RemoteWatch watch)
      throws InterruptedException {
    if (!host.offersFiles(watch)) {
      return Optional.empty();
    }
    return host.files(
        attempted,
        session -> {
          var files = new SftpFolder(session, folder, toString());
          return files.isComplete() ? Optional.of(work.with(files)) : Optional.empty();
        },
        watch);
  }

  private CommandResult listing(Program program, TransferOptions options, RemoteWatch watch)
      throws InterruptedException {
    return host.run(RemoteListing.checksums(folder, program).within(options.timeLimit()), watch);
  }

  @Override
  Contents prepare(Collection<String> folders, RemoteWatch watch) throws InterruptedException {
    Optional<Contents> prepared =
        inSession("Preparing %s".formatted(this), files -> files.prepare(folders), watch);
    return prepared.isPresent() ? prepared.get() : prepareByCommand(folders, watch);
  }

  private Contents prepareByCommand(Collection<String> folders, RemoteWatch watch)
      throws InterruptedException {
    for (List<String> batch : Batches.of(folders.stream().map(it -> folder + "/" + it).toList())) {
      control("mkdir -p -- \"$@\"", batch, "Creating folders in", watch);
    }
    String output =
        host.run(RemoteListing.contents(folder), watch)
            .orFail("Listing %s".formatted(this))
            .output();
    var sizes = new HashMap<String, Long>();
    for (Manifest.Entry entry : RemoteListing.sizes(output, toString())) {
      sizes.put(entry.path(), entry.bytes());
    }
    return new Contents(sizes, bytes(output.substring(output.lastIndexOf('\0') + 1)));
  }

  @Override
  List<String> proofs(List<String> paths, TransferOptions options, RemoteWatch watch)
      throws InterruptedException {
    if (!options.verifyChecksum()) {
      Optional<List<String>> sizes =
          inSession("Checking files in %s".formatted(this), it -> it.sizes(paths), watch);
      if (sizes.isPresent()) {
        return sizes.get();
      }
    }
    var proofs = new ArrayList<String>();
    for (List<String> batch : Batches.of(dotted(paths))) {
      proofs.addAll(
          options.verifyChecksum()
              ? checksums(batch, options, watch)
              : lines(SIZES, batch, options, watch).orElseThrow(() -> unclear(batch)));
    }
    return proofs;
  }

  private List<String> checksums(List<String> batch, TransferOptions options, RemoteWatch watch)
      throws InterruptedException {
    Optional<List<String>> fast = checksums(Program.OPENSSL, batch, options, watch);
    return fast.isPresent()
        ? fast.get()
        : checksums(Program.SHA256SUM, batch, options, watch).orElseThrow(() -> unclear(batch));
  }

  private Optional<List<String>> checksums(
      Program program, List<String> batch, TransferOptions options, RemoteWatch watch)
      throws InterruptedException {
    return lines(program.call() + " \"$@\"", batch, options, watch)
        .map(lines -> lines.stream().map(RemoteListing::checksum).toList());
  }

  /** Returns one line per file, in their order; empty if the program cannot give that. */
  private Optional<List<String>> lines(
      String script, List<String> batch, TransferOptions options, RemoteWatch watch)
      throws InterruptedException {
    CommandResult result = host.run(inFolder(script, batch).within(options.timeLimit()), watch);
    List<String> lines = result.text().lines().toList();
    return result.isSuccess() && lines.size() == batch.size()
        ? Optional.of(lines)
        : Optional.empty();
  }

  private RemoteException unclear(List<String> batch) {
    return new RemoteException(
        Reason.FAILED,
        "Checking %d files in %s, from %s on: they cannot be read there, or sha256sum is missing"
            .formatted(batch.size(), this, batch.getFirst()));
  }

  @Override
  void delete(Collection<String> paths, RemoteWatch watch) throws InterruptedException {
    for (List<String> batch : Batches.of(dotted(paths))) {
      control(IN_FOLDER + "rm -f -- \"$@\"", withFolder(batch), "Deleting files in", watch);
    }
  }

  @Override
  void deleteFolder(String path, RemoteWatch watch) throws InterruptedException {
    control("rm -rf -- \"$1\"", List.of(folder + "/" + path), "Deleting a folder in", watch);
  }

  @Override
  void publish(Map<String, String> names, RemoteWatch watch) throws InterruptedException {
    Optional<Boolean> renamed =
        inSession(
            "Finishing files in %s".formatted(this),
            files -> {
              files.rename(names);
              return true;
            },
            watch);
    if (renamed.isEmpty()) {
      publishByCommand(names, watch);
    }
  }

  private void publishByCommand(Map<String, String> names, RemoteWatch watch)
      throws InterruptedException {
    var pairs = new ArrayList<List<String>>();
    names.forEach((temporary, path) -> pairs.add(List.of("./" + temporary, "./" + path)));
    for (List<String> batch : Batches.ofGroups(pairs)) {
      control(IN_FOLDER + RENAME, withFolder(batch), "Finishing files in", watch);
    }
  }

  @Override
  long freeBytes(RemoteWatch watch) throws InterruptedException {
    return bytes(
        host.run(Command.script(RemoteListing.FREE, folder), watch)
            .orFail("Asking for the free space of %s".formatted(this))
            .text());
  }

  private long bytes(String kibibytes) {
    try {
      return Long.parseLong(kibibytes.strip()) << 10;
    } catch (NumberFormatException e) {
      throw new RemoteException(
          Reason.FAILED,
          "Asking for the free space of %s: df said '%s'".formatted(this, kibibytes),
          e);
    }
  }

  /** The whole file is checked there in the end; what has the size is taken as written. */
  @Override
  boolean holds(Chunk chunk, long temporaryBytes, long crc, RemoteWatch watch) {
    return temporaryBytes >= chunk.offset() + chunk.length();
  }

  @Override
  Session open(BandwidthLimit limit, RemoteWatch watch) throws InterruptedException {
    Connection connection = host.connect(watch);
    try {
      return new SftpSession(this, connection, limit, watch);
    } catch (RemoteException e) {
      connection.close();
      throw e;
    }
  }

  @Override
  Verifier verifier(TransferOptions options) {
    return new WholeFileVerifier(this, options);
  }

  @Override
  Optional<Path> local() {
    return Optional.empty();
  }

  private Command inFolder(String script, List<String> paths) {
    return Command.script(IN_FOLDER + script, withFolder(paths).toArray(String[]::new));
  }

  private List<String> withFolder(List<String> paths) {
    var values = new ArrayList<String>();
    values.add(folder);
    values.addAll(paths);
    return values;
  }

  private void control(String script, List<String> values, String what, RemoteWatch watch)
      throws InterruptedException {
    host.run(Command.script(script, values.toArray(String[]::new)), watch)
        .orFail("%s %s".formatted(what, this));
  }

  /** A name that begins with a minus is no option. */
  private static List<String> dotted(Collection<String> paths) {
    return paths.stream().map(path -> "./" + path).toList();
  }

  @Override
  public String toString() {
    return "%s:%s".formatted(host, folder);
  }
}
