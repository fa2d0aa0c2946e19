package io.fuxictr.transport;

import io.fuxictr.remote.Command;
import io.fuxictr.remote.RemoteHost;
import io.fuxictr.remote.RemoteWatch;
import io.fuxictr.remote.ScratchFolder;
import io.fuxictr.remote.transfer.TransferOptions;
import io.fuxictr.worker.StageContext;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A Hive warehouse behind a server that is reached over SSH.
 *
 * <p>The part files are rewritten here to the columns and types of the table, under names that say
 * whose result they are. Then they go to the server's staging folder, {@code
 * {staging}/{dataset_id}}, and from there, by one LOAD DATA, into the table, which they reach as a
 * whole or not at all.
 */
public final class HiveWarehouse implements Warehouse {
  private static final Pattern DATASET_ID = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9_.-]*");

  private final RemoteHost host;
  private final Settings settings;
  private final InstantSource clock;

  /**
   * How results are loaded.
   *
   * @param staging folder of the server with one folder per dataset, absolute
   * @param prepared folder of this host in which files are made ready for a dataset
   * @param mode where LOAD DATA takes files from
   * @param hdfsStaging folder of HDFS for tasks that name none
   * @param overwrite whether a result takes the place of what is in the table, or the partition
   * @param command program that runs LOAD DATA, with {@code {sql_file}}
   * @param transfer how files are sent
   */
  public record Settings(
      String staging,
      PreparedFolder prepared,
      ScratchFolder.Mode mode,
      Optional<String> hdfsStaging,
      boolean overwrite,
      List<String> command,
      TransferOptions transfer) {

    /** Takes a copy of the command. */
    public Settings {
      command = List.copyOf(command);
    }
  }

  /** Knows where files of a dataset may be made ready. */
  public interface PreparedFolder {

    /** Returns a folder that nothing else uses. */
    Path of(String datasetId);
  }

  /** Creates a warehouse; nothing is connected before it is used. */
  public HiveWarehouse(RemoteHost host, Settings settings, InstantSource clock) {
    this.host = host;
    this.settings = settings;
    this.clock = clock;
  }

  @Override
  public String name() {
    return "Hive at " + host;
  }

  @Override
  public String staging(String datasetId) {
    return "%s:%s".formatted(host, folder(datasetId));
  }

  @Override
  public Delivery delivery(Load load, Path output, StageContext context) {
    String folder = folder(load.datasetId());
    return new HiveDelivery(
        host, settings, new HiveDelivery.Parcel(load, output, folder), context, clock);
  }

  private ScratchFolder scratch(String datasetId) {
    return HiveDelivery.scratch(host, folder(datasetId));
  }

  @Override
  public void clean(String datasetId) throws InterruptedException {
    RemoteFailure.translated(
        () -> {
          HiveLoad.endAll(host, folder(datasetId));
          scratch(datasetId).delete(RemoteWatch.NONE);
          host.run(Command.of("rm", "-rf", "--", folder(datasetId)), RemoteWatch.NONE)
              .orFail("Deleting %s".formatted(staging(datasetId)));
          return datasetId;
        });
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
