package io.fuxictr.fetch;

import io.fuxictr.message.TaskEvent.Level;
import io.fuxictr.remote.Command;
import io.fuxictr.remote.Hdfs;
import io.fuxictr.remote.RemoteHost;
import io.fuxictr.remote.RemoteWatch;
import io.fuxictr.remote.ScratchFolder;
import io.fuxictr.remote.file.Manifest;
import io.fuxictr.remote.transfer.Place;
import io.fuxictr.remote.transfer.Transfer;
import io.fuxictr.remote.transfer.TransferOptions;
import io.fuxictr.remote.transfer.TransferWatch;
import io.fuxictr.task.ErrorCode;
import io.fuxictr.worker.StageContext;
import io.fuxictr.worker.StageException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * A source server that is reached over SSH and has Spark. A query runs there as a job of its own,
 * which outlives the worker and is found again by its script, so that it never runs twice.
 *
 * <p>Rows come out in the server's staging folder, {@code {staging}/{dataset_id}/train|infer}:
 * directly, or through a folder of HDFS where Spark's executors run on a cluster.
 */
public final class SparkSource implements SourceServer {
  private static final Pattern DATASET_ID = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9_.-]*");

  /** File of a dataset's staging folder that says where in HDFS its rows go; empty for nowhere. */
  private static final String HDFS_FILE = ".hdfs";

  private static final String MAKE_FOLDERS =
      """
      mkdir -p -- "$1" && umask 077 && mkdir -p -- "$1/$2/train" "$1/$2/infer"
      """;

  private static final String HAS_ROWS =
      """
      find "$1" -maxdepth 1 -name '*.parquet' -size +0 2>/dev/null | grep -q .
      """;

  private final RemoteHost host;
  private final Hdfs hdfs;
  private final Settings settings;

  /**
   * How the source works.
   *
   * @param staging folder of the server with one folder per dataset, absolute
   * @param mode where Spark writes to
   * @param hdfsStaging folder of HDFS for tasks that name none
   * @param command program and arguments that run a query; {@code {sql_file}} stands for the file
   *     with the script, and a program that is told {@code {output_dir}} gets the query alone and
   *     writes its rows there; spark-sql is told where to run unless a {@code --master} is given
   * @param transfer how files are fetched
   */
  public record Settings(
      String staging,
      ScratchFolder.Mode mode,
      Optional<String> hdfsStaging,
      List<String> command,
      TransferOptions transfer) {

    /** Takes a copy of the command. */
    public Settings {
      command = List.copyOf(command);
    }
  }

  /** Creates a source; nothing is connected before it is used. */
  public SparkSource(RemoteHost host, Settings settings) {
    this.host = host;
    this.hdfs = new Hdfs(host);
    this.settings = settings;
  }

  @Override
  public String name() {
    return "Spark at " + host;
  }

  @Override
  public void prepare(String datasetId, StageContext context) throws InterruptedException {
    RemoteFailure.translated(
        () -> {
          var watch = new StageWatch(context);
          host.run(Command.script(MAKE_FOLDERS, settings.staging(), checked(datasetId)), watch)
              .orFail("Making the staging folder %s of %s".formatted(folder(datasetId), host));
          var _ =
              scratch(datasetId)
                  .choose(
                      settings.mode(),
                      Optional.of(context.submission().hdfsPath())
                          .filter(path -> !path.isBlank())
                          .or(settings::hdfsStaging),
                      datasetId,
                      line -> context.log(Level.WARNING, line),
                      watch);
          return datasetId;
        });
  }

  @Override
  public OptionalLong export(String datasetId, RowSet rows, String sql, StageContext context)
      throws InterruptedException {
    return RemoteFailure.translated(
        () -> {
          var watch = new StageWatch(context);
          String hdfsFolder = scratch(datasetId).chosen(watch);
          var export =
              new SparkExport(
                  host,
                  new SparkExport.Place(folder(datasetId), rows, hdfsFolder),
                  settings.command(),
                  context);
          export.run(rows.query(), sql);
          if (!hdfsFolder.isEmpty()) {
            context.log("Copying the rows out of HDFS to the server's disk");
            hdfs.get(hdfsFolder + "/" + rows.folder(), folder(datasetId, rows), watch);
          }
          if (!holds(datasetId, rows, context)) {
            throw new StageException(
                ErrorCode.STORAGE,
                "Exporting with %s: the program succeeded, but there is no Parquet file in %s of %s"
                    .formatted(rows.query(), folder(datasetId, rows), host));
          }
          return OptionalLong.empty();
        });
  }

  @Override
  public boolean holds(String datasetId, RowSet rows, StageContext context)
      throws InterruptedException {
    return RemoteFailure.translated(
        () ->
            host.run(Command.script(HAS_ROWS, folder(datasetId, rows)), new StageWatch(context))
                .isSuccess());
  }

  @Override
  public Manifest list(String datasetId, RowSet rows, StageContext context)
      throws InterruptedException {
    return RemoteFailure.translated(
        () -> staged(datasetId, rows).list(settings.transfer(), new StageWatch(context)));
  }

  private Place staged(String datasetId, RowSet rows) {
    return Place.at(host, folder(datasetId, rows));
  }

  @Override
  public Transfer.Result pull(
      String datasetId, RowSet rows, Manifest manifest, Path target, TransferWatch watch)
      throws InterruptedException {
    return RemoteFailure.translated(
        () ->
            new Transfer(staged(datasetId, rows), Place.here(target), settings.transfer())
                .run(manifest, watch));
  }

  @Override
  public void clean(String datasetId) throws InterruptedException {
    RemoteFailure.translated(
        () -> {
          SparkExport.endAll(host, folder(datasetId), RemoteWatch.NONE);
          scratch(datasetId).delete(RemoteWatch.NONE);
          host.run(Command.of("rm", "-rf", "--", folder(datasetId)), RemoteWatch.NONE)
              .orFail("Deleting %s of %s".formatted(folder(datasetId), host));
          return datasetId;
        });
  }

  private ScratchFolder scratch(String datasetId) {
    return new ScratchFolder(host, folder(datasetId) + "/" + HDFS_FILE);
  }

  private String folder(String datasetId, RowSet rows) {
    return folder(datasetId) + "/" + rows.folder();
  }

  private String folder(String datasetId) {
    return settings.staging() + "/" + checked(datasetId);
  }

  private static String checked(String datasetId) {
    if (!DATASET_ID.matcher(datasetId).matches()) {
      throw new IllegalArgumentException("not a dataset id: '" + datasetId + "'");
    }
    return datasetId;
  }
}
