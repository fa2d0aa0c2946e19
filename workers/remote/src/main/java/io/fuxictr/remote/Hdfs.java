package io.fuxictr.remote;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A cluster's file system, through the {@code hdfs} program of a host. */
public final class Hdfs {
  /** Copies may take as long as their data is large; whoever waits ends them with the watch. */
  private static final Duration COPY = Duration.ofDays(7);

  /** Columns of a listing before the path. */
  private static final int COLUMNS = 7;

  private static final String GET =
      """
      rm -rf -- "$2" "$2.part" && hdfs dfs -get "$1" "$2.part" && mv -- "$2.part" "$2"
      """;

  /** The shell lists the files; nothing of them is part of the script. */
  private static final String PUT =
      """
      cd -- "$1" && hdfs dfs -put -f ./"$2"* "$3"
      """;

  private final RemoteHost host;

  /** Uses the program of a host. */
  public Hdfs(RemoteHost host) {
    this.host = host;
  }

  /**
   * Makes a folder and those above it, unless they are there.
   *
   * @throws RemoteException if that fails, or there is no HDFS
   */
  public void makeFolder(String folder, RemoteWatch watch) throws InterruptedException {
    run(watch, "-mkdir", "-p", folder).orFail("Making the HDFS folder %s".formatted(folder));
  }

  /** Returns why a folder cannot be made, or nothing once it is there. */
  public Optional<String> obstacle(String folder, RemoteWatch watch) throws InterruptedException {
    CommandResult result = run(watch, "-mkdir", "-p", folder);
    return result.isSuccess() ? Optional.empty() : Optional.of(result.errors().strip());
  }

  /**
   * Copies a folder to the host's disk, in the place of what is there.
   *
   * @throws RemoteException if that fails; nothing is there by that name then
   */
  public void get(String folder, String target, RemoteWatch watch) throws InterruptedException {
    host.run(Command.script(GET, folder, target).within(COPY), watch)
        .orFail("Copying %s out of HDFS to %s of %s".formatted(folder, target, host));
  }

  /**
   * Copies files from the host's disk, in the place of those of the same names.
   *
   * @param prefix how the names of the files begin; no special characters
   * @throws RemoteException if that fails; some may be there then
   */
  public void put(String source, String prefix, String folder, RemoteWatch watch)
      throws InterruptedException {
    host.run(Command.script(PUT, source, prefix, folder).within(COPY), watch)
        .orFail("Copying the files of %s of %s into HDFS at %s".formatted(source, host, folder));
  }

  /**
   * Returns the names of what is in a folder; none if there is no such folder.
   *
   * @param folder path or URI, of any file system that the cluster knows
   * @throws RemoteException if it cannot be listed
   */
  public List<String> names(String folder, RemoteWatch watch) throws InterruptedException {
    CommandResult result = run(watch, "-ls", folder);
    if (!result.isSuccess() && result.errors().contains("No such file or directory")) {
      return List.of();
    }
    return result
        .orFail("Listing %s".formatted(folder))
        .text()
        .lines()
        .flatMap(Hdfs::name)
        .toList();
  }

  private static Stream<String> name(String line) {
    String[] columns = line.split("\\s+", COLUMNS + 1);
    return columns.length <= COLUMNS
        ? Stream.empty()
        : Stream.of(columns[COLUMNS].substring(columns[COLUMNS].lastIndexOf('/') + 1));
  }

  /** Deletes files and folders, as far as they are there, past any trash. */
  public void delete(List<String> paths, RemoteWatch watch) throws InterruptedException {
    if (!paths.isEmpty()) {
      var arguments =
          Stream.concat(Stream.of("-rm", "-r", "-f", "-skipTrash"), paths.stream())
              .toArray(String[]::new);
      run(watch, arguments).orFail("Deleting %s".formatted(String.join(", ", paths)));
    }
  }

  private CommandResult run(RemoteWatch watch, String... arguments) throws InterruptedException {
    return host.run(
        Command.of(Stream.concat(Stream.of("hdfs", "dfs"), Stream.of(arguments)).toList()), watch);
  }
}
