package io.fuxictr.transport;

import io.fuxictr.layout.StorageLayout;
import io.fuxictr.message.TaskEvent.Level;
import io.fuxictr.remote.file.ByteCount;
import io.fuxictr.remote.file.FileException;
import io.fuxictr.remote.file.Manifest;
import io.fuxictr.remote.transfer.Transfer;
import io.fuxictr.remote.transfer.TransferRate;
import io.fuxictr.task.Checkpoint;
import io.fuxictr.task.ErrorCode;
import io.fuxictr.task.Stage;
import io.fuxictr.worker.StageContext;
import io.fuxictr.worker.StageException;
import io.fuxictr.worker.StageResult;
import io.fuxictr.worker.StageWorker;
import io.fuxictr.worker.Timing;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/**
 * The fourth stage: pushes the predictions to the warehouse's staging folder, checks them there and
 * loads them once.
 *
 * <p>An attempt that was cut off anywhere is simply run again: files that have arrived are not
 * carried again, and the warehouse recognises a result that it has.
 */
public final class TransportStage implements StageWorker {
  private static final double MEGABYTE = 1024 * 1024;

  private final StorageLayout layout;
  private final Warehouse warehouse;
  private final InstantSource clock;

  /** Creates the stage. */
  public TransportStage(StorageLayout layout, Warehouse warehouse, InstantSource clock) {
    this.layout = layout;
    this.warehouse = warehouse;
    this.clock = clock;
  }

  @Override
  public Stage stage() {
    return Stage.TRANSPORT;
  }

  @Override
  public StageResult run(StageContext context) throws InterruptedException {
    Timing timing = Timing.start(clock);
    Checkpoint fetched = context.result(Stage.DATA_FETCH);
    String datasetId = required(fetched, "dataset_id", Stage.DATA_FETCH);
    Checkpoint inferred = context.result(Stage.INFER);
    Path output = layout.inferenceOutput(datasetId);
    long rows = Long.parseLong(required(inferred, "total_rows", Stage.INFER));
    TableName table = TableName.of(context.submission().hiveTable());
    if (rows == 0) {
      context.log(Level.WARNING, "There are no predictions to load into " + table);
      return StageResult.skipped(
          timing.addTo(new Checkpoint(Map.of("dataset_id", datasetId, "skipped", true))));
    }
    Manifest files = list(output, inferred.texts("completed_parts"));
    Load load = load(context, fetched, datasetId, table, files, rows);
    Delivery delivery = warehouse.delivery(load, output, context);
    Checkpoint pushed = push(context, load, output, delivery);
    Checkpoint started =
        pushed
            .with("hive_table", table.toString())
            .with("hive_load_started_at", clock.instant().toString());
    context.save(started);
    context.log("Loading %d rows into %s of %s".formatted(rows, table, warehouse.name()));
    Loaded loaded = delivery.load();
    tell(context, table, loaded);
    Checkpoint done =
        timing.addTo(
            started
                .with("hive_loaded_at", loaded.at().toString())
                .with("loaded_rows", loaded.rows()));
    context.save(done);
    return StageResult.done(done, metrics(done, files, loaded, timing.seconds()));
  }

  private static String required(Checkpoint checkpoint, String key, Stage stage) {
    return checkpoint
        .text(key)
        .orElseThrow(
            () ->
                new StageException(
                    ErrorCode.INVALID_INPUT,
                    "Starting transport: the result of %s lacks '%s'; retry from %s"
                        .formatted(stage.wireName(), key, stage.wireName())));
  }

  /** Only the parts that infer names count, whatever else lies there. */
  private static Manifest list(Path output, List<String> parts) {
    Manifest files;
    try {
      files = Manifest.of(output).only(parts);
    } catch (FileException e) {
      throw FileFailure.of(e);
    }
    if (files.entries().size() < parts.size() || parts.isEmpty()) {
      throw new StageException(
          ErrorCode.STORAGE,
          "Looking for the %d parts of the predictions in %s: %d are there; retry from infer"
              .formatted(parts.size(), output, files.entries().size()));
    }
    return files;
  }

  private Checkpoint push(StageContext context, Load load, Path output, Delivery delivery)
      throws InterruptedException {
    String datasetId = load.datasetId();
    Manifest files = load.files();
    String target = warehouse.staging(datasetId);
    context.log(
        "Pushing %d files, %s, to %s"
            .formatted(files.entries().size(), ByteCount.text(files.bytes()), target));
    Timing push = Timing.start(clock);
    Transfer.Result result = delivery.push();
    double seconds = push.seconds();
    context.log(
        "%s: %d files, %d were there already, checksums equal"
            .formatted(
                TransferRate.complete(result.bytes(), seconds),
                result.files(),
                result.reusedFiles()));
    Checkpoint checkpoint =
        new Checkpoint(Map.of("dataset_id", datasetId))
            .with("total_bytes", files.bytes())
            .with("transferred_bytes", result.bytes())
            .with("completed_chunks", files.entries().stream().map(Manifest.Entry::path).toList())
            .with("source_path", output.toString())
            .with("dest_host", warehouse.name())
            .with("dest_path", target);
    context.save(checkpoint);
    return checkpoint;
  }

  private static Load load(
      StageContext context,
      Checkpoint fetched,
      String datasetId,
      TableName table,
      Manifest files,
      long rows) {
    return new Load(
        context.attempt().task(),
        context.createdAt(),
        datasetId,
        table,
        context.submission().resultColumns(),
        objectives(fetched),
        context.submission().hivePartition(),
        files,
        rows);
  }

  /** The labels come as plain names, or as maps with a name. */
  private static List<String> objectives(Checkpoint fetched) {
    Object labels = fetched.map("processed_data_paths").get("label_col");
    if (!(labels instanceof List<?> list)) {
      return List.of();
    }
    return list.stream()
        .map(label -> label instanceof Map<?, ?> map ? map.get("name") : label)
        .map(String::valueOf)
        .toList();
  }

  private static void tell(StageContext context, TableName table, Loaded loaded) {
    if (loaded.already()) {
      context.log(
          "These %d rows were loaded into %s at %s already; nothing is loaded twice"
              .formatted(loaded.rows(), table, loaded.at()));
      return;
    }
    context.log(
        "Loaded %d rows into %s, which now has %d"
            .formatted(loaded.rows(), table, loaded.tableRows()));
  }

  private static Map<String, Object> metrics(
      Checkpoint done, Manifest files, Loaded loaded, double seconds) {
    long bytes = done.number("transferred_bytes");
    return Map.of(
        Timing.DURATION_SECONDS,
        seconds,
        "bytes_transferred",
        bytes,
        "files_transferred",
        files.entries().size(),
        "transfer_rate_mbps",
        seconds > 0 ? bytes / MEGABYTE / seconds : 0.0,
        "rows_processed",
        loaded.rows());
  }
}
