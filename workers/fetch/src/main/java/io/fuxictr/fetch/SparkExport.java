package io.fuxictr.fetch;

import io.fuxictr.message.TaskEvent.Level;
import io.fuxictr.remote.Command;
import io.fuxictr.remote.RemoteException;
import io.fuxictr.remote.RemoteHost;
import io.fuxictr.remote.RemoteJob;
import io.fuxictr.remote.RemoteWatch;
import io.fuxictr.remote.SparkErrors;
import io.fuxictr.task.ErrorCode;
import io.fuxictr.worker.StageContext;
import io.fuxictr.worker.StageException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * One query on its way through Spark. Its job has a folder whose name holds a checksum of script
 * and command: the same query is found again, another one is not taken for it.
 */
final class SparkExport {
  private static final String JOB_PREFIX = ".export-";
  private static final String SQL_FILE = "{sql_file}";
  private static final String OUTPUT_DIR = "{output_dir}";

  /** A query is taken as it is written, and Spark shows how far it has come. */
  private static final List<String> SPARK_OPTIONS =
      List.of(
          "--conf", "spark.sql.variable.substitute=false",
          "--conf", "spark.ui.showConsoleProgress=true");

  private static final int NAME_DIGITS = 16;
  private static final int PERCENT = 100;

  private static final String JOBS =
      """
      cd -- "$1" 2>/dev/null || exit 0
      for job in "$2"*; do if [ -d "$job" ]; then echo "$job"; fi; done
      """;

  private final RemoteHost host;
  private final Place place;
  private final List<String> template;
  private final StageContext context;
  private final StageWatch watch;

  /**
   * Where the rows go.
   *
   * @param folder staging folder of the dataset at the server
   * @param rows which rows; their folder lies below it
   * @param hdfsFolder folder of the dataset in HDFS, empty if Spark writes to the server's disk
   */
  record Place(String folder, RowSet rows, String hdfsFolder) {
    boolean isLocal() {
      return hdfsFolder.isEmpty();
    }

    /** Returns where Spark writes to. */
    String target() {
      return isLocal() ? "file://" + outputFolder() : outputFolder();
    }

    /** Returns the same for a program that knows where it writes to. */
    String outputFolder() {
      return (isLocal() ? folder : hdfsFolder) + "/" + rows.folder();
    }
  }

  SparkExport(RemoteHost host, Place place, List<String> template, StageContext context) {
    this.host = host;
    this.place = place;
    this.template = template;
    this.context = context;
    this.watch = new StageWatch(context);
  }

  /**
   * Runs a query, or waits for the end of the run that an earlier worker began.
   *
   * @param field name of the query, for messages
   */
  void run(String field, String sql) throws InterruptedException {
    String script = script(field, sql);
    String name = digest(script + '\0' + String.join("\0", template));
    String file = "%s/.%s-%s.sql".formatted(place.folder(), place.rows().folder(), name);
    String jobName = JOB_PREFIX + place.rows().folder() + "-" + name;
    var job = new RemoteJob(host, place.folder() + "/" + jobName, command(file));
    boolean there = job.isThere(watch);
    if (there) {
      context.log("The export that an earlier worker began is there; waiting for its end");
    } else {
      endOthers(jobName);
      context.checkHeld();
      host.write(file, script.getBytes(StandardCharsets.UTF_8), watch);
      var _ = job.start(watch);
    }
    RemoteJob.Ended ended = await(job, field);
    if (ended.status() != 0) {
      job.forget(watch);
      throw failed(field, ended);
    }
  }

  /** A program that is told where to write gets the query alone. */
  private String script(String field, String sql) {
    return template.stream().anyMatch(argument -> argument.contains(OUTPUT_DIR))
        ? SparkScript.query(field, sql) + "\n"
        : SparkScript.export(place.target(), field, sql);
  }

  private List<String> command(String file) {
    var arguments = new ArrayList<>(template);
    if (isSparkSql() && !arguments.contains("--master")) {
      arguments.addAll(1, List.of("--master", place.isLocal() ? "local[*]" : "yarn"));
    }
    if (isSparkSql()) {
      arguments.addAll(1, SPARK_OPTIONS);
    }
    return arguments.stream()
        .map(argument -> argument.replace(SQL_FILE, file))
        .map(argument -> argument.replace(OUTPUT_DIR, place.outputFolder()))
        .toList();
  }

  private boolean isSparkSql() {
    return template.getFirst().equals("spark-sql") || template.getFirst().endsWith("/spark-sql");
  }

  /** Another query for the same rows would write into the same folder. */
  private void endOthers(String ours) throws InterruptedException {
    for (String job : jobs(host, place.folder(), JOB_PREFIX + place.rows().folder() + "-", watch)) {
      if (!job.equals(ours)) {
        new RemoteJob(host, place.folder() + "/" + job, List.of(job)).end(watch);
      }
    }
  }

  /** Ends all exports of a dataset that may still be running. */
  static void endAll(RemoteHost host, String folder, RemoteWatch watch)
      throws InterruptedException {
    for (String job : jobs(host, folder, JOB_PREFIX, watch)) {
      new RemoteJob(host, folder + "/" + job, List.of(job)).end(watch);
    }
  }

  private static List<String> jobs(RemoteHost host, String folder, String prefix, RemoteWatch watch)
      throws InterruptedException {
    return host.run(Command.script(JOBS, folder, prefix), watch)
        .orFail("Looking for exports in %s of %s".formatted(folder, host))
        .text()
        .lines()
        .toList();
  }

  private RemoteJob.Ended await(RemoteJob job, String field) throws InterruptedException {
    try {
      return job.await(new Told(Phase.export(place.rows())), watch);
    } catch (InterruptedException e) {
      if (!context.goesOnElsewhere()) {
        end(job);
      }
      throw e;
    } catch (RemoteException e) {
      if (e.reason() == RemoteException.Reason.LOST) {
        end(job);
        context.log(
            Level.WARNING, "The export of %s is gone; it has to run again".formatted(field));
      }
      throw e;
    }
  }

  private void end(RemoteJob job) {
    try {
      if (!job.endSurely()) {
        context.log(Level.WARNING, "The export does not end; it will within a quarter of an hour");
      }
    } catch (RemoteException e) {
      context.log(Level.WARNING, String.valueOf(e.getMessage()));
    }
  }

  private StageException failed(String field, RemoteJob.Ended ended) {
    boolean full = ended.errors().contains("No space left on device");
    return new StageException(
        full ? ErrorCode.DISK_FULL : ErrorCode.INVALID_INPUT,
        "Running %s with Spark at %s: %s"
            .formatted(
                field,
                host,
                full
                    ? "the disk is full there; make room in %s and on Spark's own disks"
                        .formatted(place.target())
                    : SparkErrors.reason(ended.errors())));
  }

  private static String digest(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest).substring(0, NAME_DIGITS);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** Passes on what Spark says: lines to the log, progress as a percentage. */
  private final class Told implements RemoteJob.Listener {
    private final Phase phase;
    private double best;

    Told(Phase phase) {
      this.phase = phase;
    }

    @Override
    public void output(String line) {
      context.log(line);
    }

    @Override
    public void error(String line) {
      SparkLog.progress(line).ifPresentOrElse(this::tell, () -> log(line));
    }

    /** Bars are wiped out by blank lines. */
    private void log(String line) {
      if (!line.isBlank()) {
        context.log(SparkLog.level(line), line.stripTrailing());
      }
    }

    /** A query has stages that nobody knows beforehand; the way never seems to grow longer. */
    private void tell(SparkLog.StageProgress stage) {
      best = Math.max(best, stage.total() == 0 ? 0 : (double) stage.done() / stage.total());
      phase.tell(
          context,
          Math.round(best * PERCENT),
          PERCENT,
          "%s: Spark stage %d, %d of %d tasks"
              .formatted(phase.words(), stage.stage(), stage.done(), stage.total()));
    }
  }
}
