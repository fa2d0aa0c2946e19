package io.fuxictr.config;

import io.fuxictr.config.RemoteSource.Export;
import io.fuxictr.config.RemoteSource.HostKeys;
import io.fuxictr.config.RemoteSource.Load;
import io.fuxictr.config.RemoteSource.Method;
import io.fuxictr.config.RemoteSource.Place;
import io.fuxictr.config.RemoteSource.Server;
import io.fuxictr.config.RemoteSource.Staging;
import io.fuxictr.config.RemoteSource.Transfer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads the sections about a source server that is reached over SSH. */
final class RemoteSections {
  private static final Pattern HOST = Pattern.compile("(?!-)[A-Za-z0-9._:%-]+");
  private static final Pattern USER = Pattern.compile("(?!-)[A-Za-z0-9._@-]+");
  private static final Pattern HDFS = Pattern.compile("(hdfs://[^\\s'\"]*|/[^\\s'\"]*)");
  private static final Pattern RATE = Pattern.compile("(\\d{1,18})([KMG]?)");
  private static final List<String> RATE_UNITS = List.of("", "K", "M", "G");
  private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\w+}");
  private static final long LEAST_CHUNK = 64L << 10;

  private static final Staging STAGING =
      new Staging("/tmp/fuxictr_staging", "/tmp/staging", Optional.empty());
  private static final Transfer TRANSFER =
      new Transfer(
          Method.AUTO,
          104_857_600,
          10,
          false,
          true,
          4,
          Duration.ofMinutes(5),
          OptionalLong.empty());
  private static final Export EXPORT =
      new Export(Place.AUTO, List.of("spark-sql", "-f", RemoteSource.SQL_FILE));
  private static final Load LOAD =
      new Load(Place.AUTO, false, List.of("hive", "-f", RemoteSource.SQL_FILE));

  /** A key that others knew, and what there is instead. */
  private record Refused(String key, String why) {}

  private static final String NO_DASHBOARD_RUNS =
      "is about runs that the page starts itself, which this version does not have; remove it";
  private static final String LOGS =
      "logs of tasks are kept in the database, database.path; remove it";
  private static final List<Refused> REFUSED =
      List.of(
          new Refused(
              "shared_dir",
              "there is no folder shared with the source server: files travel over SSH; remove it"),
          new Refused(
              "temp_dir",
              "is Java's: set FUXICTR_JAVA_OPTS=-Djava.io.tmpdir=DIR instead and remove it"),
          new Refused("dashboard_data_root", NO_DASHBOARD_RUNS),
          new Refused("dashboard_processed_root", NO_DASHBOARD_RUNS),
          new Refused("dashboard_model_root", NO_DASHBOARD_RUNS),
          new Refused("dashboard_log_dir", NO_DASHBOARD_RUNS),
          new Refused(
              "workflow_processed_root",
              "processed data lies in {dataset_id}/processed below fuxictr_paths.datasets_root;"
                  + " remove it"),
          new Refused(
              "workflow_model_root",
              "models lie in {model}/checkpoints/{dataset_id} below fuxictr_paths.model_root;"
                  + " remove it"),
          new Refused("workflow_log_root", LOGS),
          new Refused("workflow_log_dir", LOGS),
          new Refused(
              "db_backup_dir",
              "this version makes no copies of its database by itself; remove it"));

  private RemoteSections() {}

  /**
   * Returns the source server, if one is named.
   *
   * @param storage the section {@code storage}, from which others read as well
   */
  static Optional<RemoteSource> read(Section root, Section storage) {
    Section servers = root.section("servers");
    Section section = servers.section(RemoteSource.NAME);
    refuseOthers(servers);
    Optional<Server> server = Optional.of(section).filter(Section::isPresent).map(it -> server(it));
    Staging staging = staging(storage);
    Transfer transfer = transfer(root.section("transfer"));
    Export export = export(root.section("export"));
    Load load = load(root.section("transport"));
    if (server.isEmpty()) {
      Stream.of(
              Map.entry("storage", staging.equals(STAGING)),
              Map.entry("transfer", transfer.equals(TRANSFER)),
              Map.entry("export", export.equals(EXPORT)),
              Map.entry("transport", load.equals(LOAD)))
          .filter(usual -> !usual.getValue())
          .forEach(
              other ->
                  root.warn(
                      other.getKey(), "has no effect without a source server, servers.server_21"));
    }
    return server.map(it -> new RemoteSource(it, staging, transfer, export, load));
  }

  private static void refuseOthers(Section servers) {
    servers.keys().stream()
        .filter(name -> !name.equals(RemoteSource.NAME))
        .forEach(
            name ->
                servers.refuse(
                    name,
                    "only one server, server_21, is the source of rows; others have no part in this"
                        + " version; remove it"));
  }

  private static Server server(Section section) {
    section.refuse(
        "password", "a password does not belong here; log in with a key and name it in key_path");
    role(section);
    var server =
        new Server(
            required(section, "host", "SERVER_21_HOST", RemoteSections::host),
            section.integer("port", 22, 1, 65535),
            required(section, "username", "SERVER_21_USER", RemoteSections::user),
            section.path("key_path", "~/.ssh/id_rsa"),
            section.path("known_hosts", "~/.ssh/known_hosts"),
            section.choice("host_keys", HostKeys.STRICT, HostKeys::wireName));
    section.warnOfUnknownKeys();
    return server;
  }

  private static void role(Section section) {
    if (section.text("role").orElse("data_source").equals("data_source")) {
      section.warn("gpus", "has no effect: devices of the source server are not used");
      return;
    }
    String why =
        "only the data source is reached over SSH; training and scoring run where their workers"
            + " run; remove it";
    section.refuse("role", why);
    section.refuse("gpus", why);
  }

  private static String required(
      Section section, String key, String variable, UnaryOperator<String> check) {
    if (section.text(key).filter(text -> !text.isBlank()).isEmpty()) {
      section.problem(key, "is missing; set it here or with the variable " + variable);
      return "";
    }
    return section.parse(key, "", check);
  }

  private static String host(String text) {
    if (text.contains("xxxxxx")) {
      throw new IllegalArgumentException(
          "a host but a placeholder; put the name or address of your source server");
    }
    return matching(HOST, text, "the name or address of a host");
  }

  private static String user(String text) {
    if (text.equals("your_username")) {
      throw new IllegalArgumentException(
          "a user but a placeholder; put the name of a user of your source server");
    }
    return matching(USER, text, "a name of letters, digits, '_', '.', '-' and '@'");
  }

  private static String matching(Pattern pattern, String text, String what) {
    if (!pattern.matcher(text).matches()) {
      throw new IllegalArgumentException(what);
    }
    return text;
  }

  private static Staging staging(Section section) {
    REFUSED.forEach(old -> section.refuse(old.key(), old.why()));
    section.warn("checkpoint_dir", "ignored: checkpoints lie beside the dataset and the model");
    section.warn(
        "staging_dir",
        "ignored: rows go to fuxictr_paths.datasets_root, and unfinished files lie beside the"
            + " finished ones");
    var staging =
        new Staging(
            section.parse("server_21_staging", STAGING.exports(), RemoteSections::folder),
            section.parse("server_21_result_staging", STAGING.results(), RemoteSections::folder),
            section.parse("hdfs_staging", STAGING.hdfs(), text -> Optional.of(hdfs(text))));
    if (within(staging.exports(), staging.results())
        || within(staging.results(), staging.exports())) {
      section.problem(
          "server_21_result_staging",
          "%s and server_21_staging, %s, must not be the same or lie in each other"
              .formatted(staging.results(), staging.exports()));
    }
    section.warnOfUnknownKeys();
    return staging;
  }

  /** Both end without a slash. */
  private static boolean within(String inner, String outer) {
    return (inner + "/").startsWith(outer + "/");
  }

  private static String folder(String text) {
    String clean =
        Stream.of(text.split("/"))
            .filter(name -> !name.isEmpty())
            .map(name -> "/" + name)
            .collect(Collectors.joining());
    if (!text.startsWith("/") || clean.isEmpty() || climbs(text) || hasControls(text)) {
      throw new IllegalArgumentException(
          "an absolute path on the source server, without '.' and '..'");
    }
    return clean;
  }

  private static String hdfs(String text) {
    if (!HDFS.matcher(text).matches() || climbs(text) || hasControls(text)) {
      throw new IllegalArgumentException(
          "an absolute path on HDFS, or hdfs://…, without blanks, quotes, '.' and '..'");
    }
    return text;
  }

  private static boolean climbs(String path) {
    return Stream.of(path.split("/")).anyMatch(Set.of(".", "..")::contains);
  }

  private static boolean hasControls(String text) {
    return text.chars().anyMatch(Character::isISOControl);
  }

  private static Transfer transfer(Section section) {
    section.refuse("checksum_verify", "is called verify_checksum; rename it");
    var transfer =
        new Transfer(
            section.choice("method", TRANSFER.method(), Method::wireName),
            section.bytes("chunk_size", TRANSFER.chunkSize(), LEAST_CHUNK),
            section.integer("max_retries", TRANSFER.maxRetries(), 0, 1000),
            section.flag("compression", TRANSFER.compression()),
            section.flag("verify_checksum", TRANSFER.verifyChecksum()),
            section.integer("parallel_workers", TRANSFER.parallelWorkers(), 1, 32),
            section.seconds("timeout", TRANSFER.timeout()),
            section.parse("bandwidth_limit", TRANSFER.bandwidthLimit(), RemoteSections::rate));
    section.warnOfUnknownKeys();
    return transfer;
  }

  private static OptionalLong rate(String text) {
    Matcher matcher = RATE.matcher(text);
    long number = matcher.matches() ? Long.parseLong(matcher.group(1)) : 0;
    int shift = number == 0 ? 0 : 10 * RATE_UNITS.indexOf(matcher.group(2));
    if (number == 0 || number > Long.MAX_VALUE >> shift) {
      throw new IllegalArgumentException(
          "a number of bytes per second above 0, such as 500K, 10M, 1G; leave it out for no limit");
    }
    return OptionalLong.of(number << shift);
  }

  private static Export export(Section section) {
    var export =
        new Export(
            section.choice("mode", EXPORT.mode(), Place::wireName),
            command(
                section, EXPORT.command(), Set.of(RemoteSource.SQL_FILE, RemoteSource.OUTPUT_DIR)));
    section.warnOfUnknownKeys();
    return export;
  }

  private static Load load(Section section) {
    var load =
        new Load(
            section.choice("load_mode", LOAD.mode(), Place::wireName),
            section.flag("overwrite", LOAD.overwrite()),
            command(section, LOAD.command(), Set.of(RemoteSource.SQL_FILE)));
    section.warnOfUnknownKeys();
    return load;
  }

  private static List<String> command(
      Section section, List<String> fallback, Set<String> placeholders) {
    if (!section.has("command")) {
      return fallback;
    }
    List<String> command = section.texts("command");
    if (command.isEmpty() || command.getFirst().isBlank() || command.getFirst().startsWith("-")) {
      section.problem("command", "expected a list of a program and its arguments");
    } else if (command.stream().anyMatch(RemoteSections::hasControls)) {
      section.problem("command", "must not contain control characters");
    } else if (command.stream().noneMatch(it -> it.contains(RemoteSource.SQL_FILE))) {
      section.problem(
          "command", "needs an argument '{sql_file}', the file with the statement to run");
    }
    for (String argument : command) {
      PLACEHOLDER
          .matcher(argument)
          .results()
          .map(match -> match.group())
          .filter(name -> !placeholders.contains(name))
          .forEach(
              name ->
                  section.problem(
                      "command",
                      "does not know %s; there are %s"
                          .formatted(name, placeholders.stream().sorted().toList())));
    }
    return command;
  }
}
