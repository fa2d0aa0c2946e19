package io.fuxictr.deploy.preflight;

import io.fuxictr.config.RemoteSource;
import io.fuxictr.config.RemoteSource.Place;
import io.fuxictr.config.WorkflowConfig;
import io.fuxictr.remote.Command;
import io.fuxictr.remote.CommandResult;
import io.fuxictr.remote.RemoteException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The source server, asked over SSH as the stages ask it. */
final class SourceRows implements Group {
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final Duration PATIENCE_WITH_SQL = Duration.ofMinutes(5);
  private static final int NOT_FOUND = 127;
  private static final double GIB_IN_KIB = 1 << 20;
  private static final long USUAL_ROOM_KIB = 100L << 20;
  private static final String HELLO = "Connection OK";
  private static final String QUESTION = "SELECT 1;\nSHOW DATABASES;\n";
  private static final Pattern VERSION =
      Pattern.compile("(?:version|Hive|Hadoop)\\s+(\\d\\S*)", Pattern.CASE_INSENSITIVE);

  private final Setup setup;
  private final Optional<RemoteSource> source;
  private final Optional<SourceLogin> login;

  SourceRows(Setup setup) {
    this.setup = setup;
    this.source = setup.config().flatMap(WorkflowConfig::remote);
    this.login = source.map(RemoteSource::server).map(SourceLogin::new);
  }

  /** Looks at the source server. */
  @FunctionalInterface
  private interface Probe {
    Finding run(RemoteSource source, SourceLogin login) throws Exception;
  }

  @Override
  public List<Check> checks() {
    return List.of(
        row("A1", "SSH server answers", (_, way) -> way.answers()),
        inside("A2", "runs queries", (it, way) -> version(way, it.export().command())),
        inside("A3", "loads tables", (it, way) -> version(way, it.load().command())),
        inside("A4", "HDFS", SourceRows::hdfs),
        inside("A5", "sees the Hive tables", SourceRows::tables).needing("A1", "A9", "A2"),
        inside("A6", "staging folder is there", SourceRows::staging),
        inside("A7", "staging folder is ours", SourceRows::rights).needing("A1", "A9", "A6"),
        inside("A8", "room for exports", SourceRows::room).needing("A1", "A9", "A6"),
        row("A9", "login by key", (_, way) -> way.login()).needing("A1"),
        row("A10", "key is private", (_, way) -> way.keyFile()),
        inside("Q2", "a command", (_, way) -> hello(way)),
        inside("Q3", "a file, there and back", SourceRows::roundTrip).needing("A1", "A9", "A6"));
  }

  private Check inside(String id, String title, Probe probe) {
    return row(id, title, probe).needing("A1", "A9");
  }

  private Check row(String id, String title, Probe probe) {
    return Check.of(
        id,
        title,
        () ->
            source.isPresent() && login.isPresent()
                ? probe.run(source.get(), login.get())
                : nothing());
  }

  private Finding nothing() {
    return setup.config().isEmpty()
        ? Finding.fail(setup.problem(), "correct every line that is named")
        : Finding.skip("no servers.server_21: the embedded source and warehouse are used");
  }

  private static Finding version(SourceLogin login, List<String> template)
      throws InterruptedException {
    String program = template.getFirst();
    CommandResult said = login.run(Command.of(program, "--version").within(PATIENCE));
    if (!said.isSuccess()) {
      return notThere(login, program, said);
    }
    String all = said.text() + "\n" + said.errors();
    Matcher version = VERSION.matcher(all);
    return Finding.pass(
        "%s %s"
            .formatted(
                program,
                version.find() ? version.group(1) : all.strip().lines().findFirst().orElse("")));
  }

  private static Finding notThere(SourceLogin login, String program, CommandResult said) {
    return Finding.fail(
        "%s --version: exit status %d, %s".formatted(program, said.status(), lastLine(said)),
        "put it on the PATH of %s's sessions without a terminal there, or name it with its folder in export.command and transport.command"
            .formatted(login.user()));
  }

  private static String lastLine(CommandResult said) {
    String errors = said.errors().strip();
    return (errors.isEmpty() ? said.text() : errors)
        .lines()
        .reduce((_, last) -> last)
        .orElse("it says nothing");
  }

  private static Finding hdfs(RemoteSource source, SourceLogin login) throws InterruptedException {
    boolean local = source.export().mode() == Place.LOCAL && source.load().mode() == Place.LOCAL;
    if (local) {
      return Finding.skip("export.mode and transport.load_mode are local: HDFS is not used");
    }
    String folder = source.staging().hdfs().orElse("/");
    CommandResult said = login.run(Command.of("hdfs", "dfs", "-ls", folder).within(PATIENCE));
    if (said.isSuccess()) {
      return Finding.pass("%s can be listed".formatted(folder));
    }
    if (said.status() != NOT_FOUND && said.errors().contains("No such file or directory")) {
      return Finding.warn(
          folder + " is not there yet", "nothing, if %s may make it".formatted(login.user()));
    }
    String found =
        "hdfs dfs -ls %s: exit status %d, %s".formatted(folder, said.status(), lastLine(said));
    boolean needed = source.export().mode() == Place.HDFS || source.load().mode() == Place.HDFS;
    return needed
        ? Finding.fail(
            found, "give %s access to HDFS, or set both modes to local".formatted(login.user()))
        : Finding.warn(found, "nothing: rows and predictions go over the server's disk then");
  }

  private static Finding tables(RemoteSource source, SourceLogin login)
      throws InterruptedException {
    String name = "/tmp/.fuxictr-preflight-" + UUID.randomUUID();
    List<String> command =
        source.export().command().stream()
            .map(it -> it.replace(RemoteSource.SQL_FILE, name + ".sql"))
            .map(it -> it.replace(RemoteSource.OUTPUT_DIR, name + ".out"))
            .toList();
    try {
      login.write(name + ".sql", QUESTION.getBytes(StandardCharsets.UTF_8));
      CommandResult said = login.run(new Command(command, PATIENCE_WITH_SQL));
      return said.isSuccess()
          ? Finding.pass(
              "SELECT 1; databases: %s"
                  .formatted(
                      String.join(", ", said.text().lines().skip(1).map(String::strip).toList())))
          : Finding.fail(
              "%s: exit status %d, %s".formatted(command.getFirst(), said.status(), lastLine(said)),
              "run it there as %s with SHOW DATABASES until it works".formatted(login.user()));
    } finally {
      login.delete(name + ".sql", name + ".out");
    }
  }

  private static Finding staging(RemoteSource source, SourceLogin login)
      throws InterruptedException {
    String folder = source.staging().exports();
    return login.run(Command.of("test", "-d", folder)).isSuccess()
        ? Finding.pass(folder)
        : Finding.fail(
            folder + " is no folder there",
            "as %s there: mkdir -p -m 755 %s".formatted(login.user(), folder));
  }

  private static Finding rights(RemoteSource source, SourceLogin login)
      throws InterruptedException {
    String folder = source.staging().exports();
    String said =
        login
            .run(
                Command.script(
                    """
                    stat -c '%a %U' -- "$1"
                    [ -r "$1" ] && [ -w "$1" ] && [ -x "$1" ] && echo usable
                    """,
                    folder))
            .text();
    List<String> lines = said.lines().toList();
    String found =
        "%s: mode and owner %s".formatted(folder, lines.isEmpty() ? "unknown" : lines.getFirst());
    if (!said.endsWith("usable")) {
      return Finding.fail(
          "%s, not usable by %s".formatted(found, login.user()),
          "there: chown %s %s and chmod 755 %s".formatted(login.user(), folder, folder));
    }
    return isOpenToAll(lines.getFirst())
        ? Finding.warn(
            found + ": anybody there may put files into it", "there: chmod 755 " + folder)
        : Finding.pass(found);
  }

  private static boolean isOpenToAll(String modeAndOwner) {
    int mode = Integer.parseInt(modeAndOwner.substring(0, modeAndOwner.indexOf(' ')), 8);
    return (mode & 0002) != 0;
  }

  private static Finding room(RemoteSource source, SourceLogin login) throws InterruptedException {
    String folder = source.staging().exports();
    String last =
        login
            .run(Command.of("df", "-Pk", "--", folder))
            .orFail("Asking for the space in " + folder)
            .text()
            .lines()
            .reduce((_, line) -> line)
            .orElse("");
    String[] columns = last.split("\\s+", -1);
    long free = Long.parseLong(columns[3]);
    String found = "%.1f GiB free in %s".formatted(free / GIB_IN_KIB, folder);
    return free >= USUAL_ROOM_KIB
        ? Finding.pass(found)
        : Finding.warn(
            found, "make room there, 100 GiB, or place storage.server_21_staging elsewhere");
  }

  private static Finding hello(SourceLogin login) throws InterruptedException {
    String said = login.run(Command.of("echo", HELLO)).text();
    return said.equals(HELLO)
        ? Finding.pass(said)
        : Finding.fail(
            "echo %s says: %s".formatted(HELLO, said),
            "let the login files of %s there print nothing in sessions without a terminal"
                .formatted(login.user()));
  }

  private static Finding roundTrip(RemoteSource source, SourceLogin login)
      throws InterruptedException {
    var file = new TrialFile(source.staging().exports());
    try {
      login.write(file.path(), file.content());
      String there = login.checksum(file.path());
      boolean back = login.reads(file.path(), file.content());
      if (!there.equals(file.checksum()) || !back) {
        return Finding.fail(
            "%s: %s arrived, %s was sent, and %s came back"
                .formatted(
                    file.path(), there, file.checksum(), back ? "the same" : "something else"),
            "look at the disk and the network of both hosts");
      }
    } catch (RemoteException e) {
      return Finding.fail(
          String.valueOf(e.getMessage()), "look at the rights and the space of the staging folder");
    } finally {
      login.delete(file.path());
    }
    return login.run(Command.of("test", "-e", file.path())).isSuccess()
        ? Finding.fail(
            file.path() + " is still there", "delete it, and look at the folder's rights")
        : Finding.pass(
            "%d KiB over SFTP, SHA-256 equal, deleted".formatted(file.content().length >> 10));
  }

  @Override
  public void close() {
    login.ifPresent(SourceLogin::close);
  }
}
