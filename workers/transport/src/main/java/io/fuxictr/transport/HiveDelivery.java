package io.fuxictr.transport;

import io.fuxictr.message.TaskEvent.Level;
import io.fuxictr.remote.Command;
import io.fuxictr.remote.Hdfs;
import io.fuxictr.remote.RemoteHost;
import io.fuxictr.remote.ScratchFolder;
import io.fuxictr.remote.file.DataFiles;
import io.fuxictr.remote.file.Manifest;
import io.fuxictr.remote.transfer.Place;
import io.fuxictr.remote.transfer.Transfer;
import io.fuxictr.worker.StageContext;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** One result on its way into a Hive table. The table is looked at once. */
final class HiveDelivery implements Delivery {
  /** Says where in HDFS the files of a dataset lie; empty for nowhere. */
  private static final String HDFS_FILE = ".hdfs";

  /** The folder above may be others' as well; the one of the dataset is not. */
  private static final String MAKE_FOLDER =
      """
      mkdir -p -- "${1%/*}" && umask 077 && mkdir -p -- "$1"
      """;

  private final RemoteHost host;
  private final HiveWarehouse.Settings settings;
  private final Parcel parcel;
  private final StageContext context;
  private final InstantSource clock;
  private final HiveClient client;
  private Optional<HiveTable> table = Optional.empty();

  /**
   * What is delivered.
   *
   * @param load what goes where
   * @param output folder of this host with the part files
   * @param folder staging folder of the dataset at the server
   */
  record Parcel(Load load, Path output, String folder) {}

  HiveDelivery(
      RemoteHost host,
      HiveWarehouse.Settings settings,
      Parcel parcel,
      StageContext context,
      InstantSource clock) {
    this.host = host;
    this.settings = settings;
    this.parcel = parcel;
    this.context = context;
    this.clock = clock;
    this.client = new HiveClient(host, parcel.folder(), new StageWatch(context));
  }

  /** Returns where in HDFS the files of a dataset lie. */
  static ScratchFolder scratch(RemoteHost host, String folder) {
    return new ScratchFolder(host, folder + "/" + HDFS_FILE);
  }

  @Override
  public Transfer.Result push() throws InterruptedException {
    return RemoteFailure.translated(
        () -> {
          host.run(Command.script(MAKE_FOLDER, parcel.folder()), client.watch())
              .orFail("Making the staging folder %s of %s".formatted(parcel.folder(), host));
          List<Path> parts =
              parcel.load().files().entries().stream()
                  .map(entry -> parcel.output().resolve(entry.path()))
                  .toList();
          HiveTable found = client.table(parcel.load(), parts);
          table = Optional.of(found);
          Path prepared = settings.prepared().of(parcel.load().datasetId());
          new HiveConversion(parcel.load(), found, context).run(parts, prepared);
          return send(prepared);
        });
  }

  private Transfer.Result send(Path prepared) throws InterruptedException {
    Manifest manifest = Manifest.of(prepared);
    return new Transfer(Place.here(prepared), Place.at(host, parcel.folder()), settings.transfer())
        .run(manifest, new PushProgress(context));
  }

  @Override
  public Loaded load() throws InterruptedException {
    HiveTable known =
        table.orElseThrow(() -> new IllegalStateException("loaded before it was pushed"));
    return RemoteFailure.translated(
        () -> {
          var staged = new StagedFiles(new Hdfs(host), parcel.folder(), hdfsFolder());
          Loaded loaded =
              new HiveLoad(parcel.load(), settings, client, staged, context).run(known, clock);
          DataFiles.deleteFolder(settings.prepared().of(parcel.load().datasetId()));
          return loaded;
        });
  }

  private String hdfsFolder() throws InterruptedException {
    return scratch(host, parcel.folder())
        .choose(
            settings.mode(),
            Optional.of(context.submission().hdfsPath())
                .filter(path -> !path.isBlank())
                .or(settings::hdfsStaging),
            parcel.load().datasetId() + "/result",
            line -> context.log(Level.WARNING, line),
            client.watch());
  }
}
