package io.fuxictr.transport;

import io.fuxictr.message.TaskEvent.Level;
import io.fuxictr.remote.Hdfs;
import io.fuxictr.remote.RemoteException;
import io.fuxictr.remote.RemoteHost;
import io.fuxictr.remote.RemoteJob;
import io.fuxictr.remote.RemoteWatch;
import io.fuxictr.remote.SparkErrors;
import io.fuxictr.remote.Uninterrupted;
import io.fuxictr.task.ErrorCode;
import io.fuxictr.worker.StageContext;
import io.fuxictr.worker.StageException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Loads a result into a table once, and as a whole.
 *
 * <p>The files bear names that no other result has. So the table's folder itself tells what has
 * happened: all of them are there, and the result is loaded; none, and it is not; some, and a load
 * broke off, whose files are taken out again before it is repeated.
 */
final class HiveLoad {
  private static final String JOB = ".load";

  private static final Duration CLEAN_UP = Duration.ofSeconds(10);

  private final Load load;
  private final HiveWarehouse.Settings settings;
  private final HiveClient client;
  private final StagedFiles staged;
  private final StageContext context;
  private final Hdfs hdfs;
  private final RemoteWatch watch;
  private final ResultNames names;

  HiveLoad(
      Load load,
      HiveWarehouse.Settings settings,
      HiveClient client,
      StagedFiles staged,
      StageContext context) {
    this.load = load;
    this.settings = settings;
    this.client = client;
    this.staged = staged;
    this.context = context;
    this.hdfs = staged.hdfs();
    this.watch = client.watch();
    this.names = ResultNames.of(load);
  }

  Loaded run(HiveTable table, InstantSource clock) throws InterruptedException {
    String location = client.location(load, table);
    String file = client.folder() + "/" + JOB + ".sql";
    RemoteJob job = job(client.host(), client.folder(), file);
    if (job.isThere(watch)) {
      context.log("The load that an earlier worker began is there; waiting for its end");
      await(job, location);
    }
    Collection<String> found = hdfs.names(location, watch);
    Set<String> there = ours(found);
    boolean already = there.size() == names.count();
    if (!already) {
      warnOfOthers(found);
      takeOut(location, there);
      loadFiles(job, file, location);
    }
    return counted(clock, already);
  }

  private RemoteJob job(RemoteHost host, String folder, String file) {
    List<String> command =
        settings.command().stream().map(part -> part.replace("{sql_file}", file)).toList();
    return new RemoteJob(host, folder + "/" + JOB, command);
  }

  /** Ends a load that may still be running for a dataset that is to be forgotten. */
  static void endAll(RemoteHost host, String folder) throws InterruptedException {
    new RemoteJob(host, folder + "/" + JOB, List.of("LOAD DATA")).end(RemoteWatch.NONE);
  }

  private void loadFiles(RemoteJob job, String file, String location) throws InterruptedException {
    job.forget(watch);
    staged.ready(names.prefix(), watch);
    String sql = HiveSql.load(load, staged.source(names.prefix()), settings.overwrite());
    client.host().write(file, sql.getBytes(StandardCharsets.UTF_8), watch);
    context.checkStopped();
    context.checkHeld();
    var _ = job.start(watch);
    RemoteJob.Ended ended = await(job, location);
    Set<String> there = ours(hdfs.names(location, watch));
    if (there.size() == names.count()) {
      return;
    }
    takeOut(location, there);
    job.forget(watch);
    throw new StageException(
        ended.errors().contains("No space left") ? ErrorCode.DISK_FULL : ErrorCode.INVALID_INPUT,
        "Loading into %s: LOAD DATA ended with status %d and %d of %d files in %s; nothing was loaded: %s"
            .formatted(
                load.table(),
                ended.status(),
                there.size(),
                names.count(),
                location,
                SparkErrors.reason(ended.errors())));
  }

  private RemoteJob.Ended await(RemoteJob job, String location) throws InterruptedException {
    try {
      return job.await(new Told(), watch);
    } catch (InterruptedException e) {
      if (!context.goesOnElsewhere()) {
        undo(job, location);
      }
      throw e;
    } catch (RemoteException e) {
      if (e.reason() == RemoteException.Reason.LOST) {
        var _ = job.endSurely();
      }
      throw e;
    }
  }

  /** A load that is not wanted any more leaves nothing behind, running or in the table. */
  private void undo(RemoteJob job, String location) {
    try {
      if (!job.endSurely()) {
        context.log(Level.WARNING, "The load does not end; it will within a quarter of an hour");
        return;
      }
      var _ =
          Uninterrupted.run(
              CLEAN_UP,
              () -> {
                Collection<String> found = hdfs.names(location, RemoteWatch.NONE);
                hdfs.delete(paths(location, ours(found)), RemoteWatch.NONE);
              });
      if (settings.overwrite()) {
        context.log(
            Level.WARNING,
            "%s was to be overwritten when its load was ended; look whether the old rows are there"
                .formatted(load.table()));
      }
    } catch (RemoteException e) {
      context.log(Level.WARNING, String.valueOf(e.getMessage()));
    }
  }

  /** Returns which of our files are in the table. */
  private Set<String> ours(Collection<String> found) {
    var there = new TreeSet<>(found);
    there.retainAll(names.all());
    return there;
  }

  private void takeOut(String location, Set<String> there) throws InterruptedException {
    if (!there.isEmpty()) {
      context.checkHeld();
      context.log(
          Level.WARNING,
          "A load that broke off left %d of %d files in %s; they are taken out again"
              .formatted(there.size(), names.count(), load.table()));
      hdfs.delete(paths(location, there), watch);
    }
  }

  private static List<String> paths(String location, Set<String> there) {
    return there.stream().map(name -> location + "/" + name).toList();
  }

  private void warnOfOthers(Collection<String> found) {
    long others =
        found.stream()
            .filter(name -> name.startsWith(names.run()) && !name.startsWith(names.prefix()))
            .count();
    if (others > 0 && !settings.overwrite()) {
      context.log(
          Level.WARNING,
          "%s already holds %d files of an earlier result of this task; they stay"
              .formatted(load.table(), others));
    }
  }

  private Loaded counted(InstantSource clock, boolean already) throws InterruptedException {
    HiveClient.Counts counts = client.count(load, names.prefix());
    if (counts.ours() != load.rows()) {
      throw new StageException(
          ErrorCode.STORAGE,
          "Counting the rows of %s: %d rows of this result are there, %d were loaded; look at the files %s* of the table"
              .formatted(load.table(), counts.ours(), load.rows(), names.prefix()));
    }
    return new Loaded(counts.ours(), counts.all(), clock.instant(), already);
  }

  /** Passes on what the program says; most of it is chatter. */
  private final class Told implements RemoteJob.Listener {

    @Override
    public void output(String line) {
      context.log(line);
    }

    @Override
    public void error(String line) {
      context.log(Level.DEBUG, line);
    }
  }
}
