package io.fuxictr.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A source server that is reached over SSH: it runs the queries with Spark and holds the result
 * tables in Hive. Paths on that server are texts, paths of this host are {@link Path}s.
 *
 * @param server who to connect to
 * @param staging folders on the server
 * @param transfer how files are carried, in both directions
 * @param export how a query is run
 * @param load how predictions get into the result table
 */
public record RemoteSource(
    Server server, Staging staging, Transfer transfer, Export export, Load load) {

  /** The name of the source server in the configuration. */
  public static final String NAME = "server_21";

  /** Stands for the file with the statement, in the arguments of a command. */
  public static final String SQL_FILE = "{sql_file}";

  /** Stands for the folder that a query writes to, in the arguments of a command. */
  public static final String OUTPUT_DIR = "{output_dir}";

  /**
   * Who to connect to. There is no password: the user logs in with a key.
   *
   * @param host name or address
   * @param port port of its sshd
   * @param username user on the server
   * @param keyPath private key, on this host
   * @param knownHosts keys of servers, on this host
   * @param hostKeys what happens to a server whose key is not known
   */
  public record Server(
      String host, int port, String username, Path keyPath, Path knownHosts, HostKeys hostKeys) {

    /** Returns {@code user@host:port}, for messages. */
    public String address() {
      return "%s@%s:%d".formatted(username, host, port);
    }
  }

  /** What happens to a server whose key is not among the known ones. */
  public enum HostKeys {
    /** It is refused. */
    STRICT("strict"),
    /** It is trusted and its key noted; a key that changes later is refused. */
    ACCEPT_NEW("accept-new");

    private final String wireName;

    HostKeys(String wireName) {
      this.wireName = wireName;
    }

    /** Returns the name in the configuration. */
    public String wireName() {
      return wireName;
    }
  }

  /**
   * Folders on the server, absolute and without a slash at the end; neither of the first two lies
   * in the other.
   *
   * @param exports where exported rows lie until they are fetched, in one folder per dataset
   * @param results where predictions lie until they are loaded, in one folder per dataset
   * @param hdfs scratch root on HDFS of tasks that name none: a path or {@code hdfs://…}
   */
  public record Staging(String exports, String results, Optional<String> hdfs) {}

  /**
   * How files are carried.
   *
   * @param method what carries them
   * @param chunkSize bytes of a piece that is carried and checked alone, at least 64 KiB
   * @param maxRetries tries after the first one
   * @param compression whether the connection compresses
   * @param verifyChecksum whether contents are compared, not only sizes
   * @param parallelWorkers pieces under way at a time
   * @param timeout how long nothing may arrive
   * @param bandwidthLimit bytes per second, above 0; empty for no limit
   */
  public record Transfer(
      Method method,
      long chunkSize,
      int maxRetries,
      boolean compression,
      boolean verifyChecksum,
      int parallelWorkers,
      Duration timeout,
      OptionalLong bandwidthLimit) {}

  /** What carries files. */
  public enum Method {
    /** SFTP where the server offers it, rsync otherwise. */
    AUTO("auto"),
    /** SFTP, several ranges of a file at a time. */
    SFTP("sftp"),
    /** The program rsync over SSH, on both hosts. */
    RSYNC("rsync");

    private final String wireName;

    Method(String wireName) {
      this.wireName = wireName;
    }

    /** Returns the name in the configuration. */
    public String wireName() {
      return wireName;
    }
  }

  /** Where rows lie between a query or a table and the staging folder. */
  public enum Place {
    /** On HDFS if the task has an HDFS path and HDFS answers, on the server's disk otherwise. */
    AUTO("auto"),
    /** On HDFS. */
    HDFS("hdfs"),
    /** On the server's disk. */
    LOCAL("local");

    private final String wireName;

    Place(String wireName) {
      this.wireName = wireName;
    }

    /** Returns the name in the configuration. */
    public String wireName() {
      return wireName;
    }
  }

  /**
   * How a query is run.
   *
   * @param mode where its rows are written
   * @param command program and arguments; {@value RemoteSource#SQL_FILE} in one of them stands for
   *     a file with the statement, {@value RemoteSource#OUTPUT_DIR} for where it writes to
   */
  public record Export(Place mode, List<String> command) {

    /** Takes a copy of the list. */
    public Export {
      command = List.copyOf(command);
    }
  }

  /**
   * How predictions get into the result table.
   *
   * @param mode where the files are loaded from
   * @param overwrite whether they replace the rows that are there, in the table or its partition
   * @param command program and arguments; {@value RemoteSource#SQL_FILE} in one of them stands for
   *     a file with the statement
   */
  public record Load(Place mode, boolean overwrite, List<String> command) {

    /** Takes a copy of the list. */
    public Load {
      command = List.copyOf(command);
    }
  }
}
