package io.fuxictr.fetch;

import io.fuxictr.dataset.build.Dataset;
import io.fuxictr.dataset.build.DatasetBuilder;
import io.fuxictr.dataset.build.Split;
import io.fuxictr.dataset.feature.ColumnSpec;
import io.fuxictr.dataset.feature.FeatureDetection;
import io.fuxictr.dataset.feature.FeatureMapFile;
import io.fuxictr.dataset.feature.LabelSpec;
import io.fuxictr.layout.StorageLayout;
import io.fuxictr.message.TaskEvent.Level;
import io.fuxictr.remote.file.ByteCount;
import io.fuxictr.remote.file.FileException;
import io.fuxictr.remote.file.Manifest;
import io.fuxictr.remote.transfer.Transfer;
import io.fuxictr.remote.transfer.TransferRate;
import io.fuxictr.task.Checkpoint;
import io.fuxictr.task.ErrorCode;
import io.fuxictr.worker.StageContext;
import io.fuxictr.worker.StageException;
import io.fuxictr.worker.Timing;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;

/**
 * The steps of one attempt, in their order. Each looks first whether an earlier try has done it,
 * and saves the checkpoint when it is done.
 */
final class FetchRun {
  private final StageContext context;
  private final FetchState state;
  private final StorageLayout layout;
  private final SourceServer source;
  private final InstantSource clock;
  private final String datasetId;

  /**
   * Creates a run.
   *
   * @param datasetId its dataset, whose folder exists
   */
  FetchRun(
      StageContext context,
      FetchState state,
      StorageLayout layout,
      SourceServer source,
      InstantSource clock,
      String datasetId) {
    this.context = context;
    this.state = state;
    this.layout = layout;
    this.source = source;
    this.clock = clock;
    this.datasetId = datasetId;
  }

  /** Makes the folders that all later steps write to. */
  void createFolders() {
    context.log("Dataset %s in %s".formatted(datasetId, layout.dataset(datasetId)));
    try {
      Files.createDirectories(layout.rawTrain(datasetId));
      Files.createDirectories(layout.rawInfer(datasetId));
      Files.createDirectories(layout.processed(datasetId));
      Files.createDirectories(layout.inferenceOutput(datasetId));
    } catch (IOException e) {
      throw new UncheckedIOException(
          "Creating the folders of %s: %s".formatted(layout.dataset(datasetId), e), e);
    }
  }

  /** Runs the two queries into the source's staging folder. */
  void export() throws InterruptedException {
    if (state.isDone(FetchState.TRANSFERRED)) {
      context.log("Files of an earlier try are here already");
      return;
    }
    if (isStagingLost()) {
      context.log(Level.WARNING, "What an earlier try exported is gone; the queries run again");
      state.forgetExports();
    }
    context.log("Connecting to " + source.name());
    source.prepare(datasetId, context);
    for (RowSet rows : RowSet.ALL) {
      context.checkStopped();
      if (state.isDone(FetchState.exportKey(rows))) {
        context.log("%s: done by an earlier try".formatted(Phase.export(rows).words()));
      } else {
        export(rows);
      }
    }
  }

  private boolean isStagingLost() throws InterruptedException {
    for (RowSet rows : RowSet.ALL) {
      if (state.isDone(FetchState.exportKey(rows)) && !source.holds(datasetId, rows, context)) {
        return true;
      }
    }
    return false;
  }

  private void export(RowSet rows) throws InterruptedException {
    Phase phase = Phase.export(rows);
    context.log(phase.words() + "…");
    phase.tell(context, 0, 1);
    Timing timing = Timing.start(clock);
    OptionalLong count = source.export(datasetId, rows, rows.sql(context.submission()), context);
    context.log(
        String.format(
            Locale.ROOT,
            "%s gave %s in %.1fs",
            rows.query(),
            count.isPresent() ? count.getAsLong() + " rows" : "its rows",
            timing.seconds()));
    phase.tell(context, 1, 1);
    if (count.isPresent()) {
      checkRows(rows, count.getAsLong());
      state.with(FetchState.rowsKey(rows), count.getAsLong());
    } else {
      state.without(FetchState.rowsKey(rows));
    }
    state.done(FetchState.exportKey(rows));
  }

  private void checkRows(RowSet rows, long count) {
    if (count > 0) {
      return;
    }
    switch (rows) {
      case TRAIN ->
          throw new StageException(
              ErrorCode.INVALID_INPUT,
              "Exporting train rows with sample_sql: it gave no rows, there is nothing to learn"
                  + " from; check its conditions");
      case INFER -> context.log(Level.WARNING, "infer_sql gave no rows; nothing will be scored");
    }
  }

  /** Brings the files over. */
  void pull() throws InterruptedException {
    if (state.isDone(FetchState.TRANSFERRED)) {
      return;
    }
    context.checkStopped();
    Map<RowSet, Manifest> manifests = new EnumMap<>(RowSet.class);
    for (RowSet rows : RowSet.ALL) {
      manifests.put(rows, source.list(datasetId, rows, context));
    }
    Manifest all = together(manifests);
    writeManifest(all);
    context.log(
        "Pulling %d files, %s, from %s"
            .formatted(all.entries().size(), ByteCount.text(all.bytes()), source.name()));
    Timing timing = Timing.start(clock);
    var rate = new TransferRate();
    long before = 0;
    long carried = 0;
    for (Map.Entry<RowSet, Manifest> entry : manifests.entrySet()) {
      Transfer.Result result =
          pull(
              entry.getKey(),
              entry.getValue(),
              new PullProgress(context, rate, before, all.bytes()));
      before += entry.getValue().bytes();
      carried += result.bytes();
      if (result.reusedBytes() > 0) {
        context.log(
            "%d files and %d parts of others, %s, were here already"
                .formatted(
                    result.reusedFiles(),
                    result.reusedChunks(),
                    ByteCount.text(result.reusedBytes())));
      }
    }
    context.log(TransferRate.complete(carried, timing.seconds()));
    state
        .with("transfer_bytes", all.bytes())
        .with("transfer_files", all.entries().size())
        .done(FetchState.TRANSFERRED);
  }

  private Transfer.Result pull(RowSet rows, Manifest manifest, PullProgress progress)
      throws InterruptedException {
    return source.pull(datasetId, rows, manifest, raw(rows), progress);
  }

  private static Manifest together(Map<RowSet, Manifest> manifests) {
    Manifest all = Manifest.EMPTY;
    for (Map.Entry<RowSet, Manifest> entry : manifests.entrySet()) {
      all = all.and(entry.getValue().under(entry.getKey().folder()));
    }
    return all;
  }

  private void writeManifest(Manifest manifest) {
    Path file = layout.manifest(datasetId);
    context.checkHeld();
    try {
      manifest.write(file);
    } catch (IOException e) {
      throw new UncheckedIOException("Writing %s: %s".formatted(file, e), e);
    }
  }

  /** Checks files against the manifest, and what their footers say. */
  RawData verify() throws InterruptedException {
    context.checkStopped();
    if (state.isDone(FetchState.VERIFIED)) {
      return RawData.read(layout, datasetId);
    }
    Phase.VERIFY.tell(context, 0, 1);
    Manifest manifest = verifiedManifest();
    RawData raw = RawData.read(layout, datasetId);
    for (RowSet rows : RowSet.ALL) {
      checkCount(rows, raw.rows(rows));
    }
    writeManifest(manifest.withRows(raw.rowsByPath()));
    context.log("Verified: " + raw.words());
    Phase.VERIFY.tell(context, 1, 1);
    state.done(FetchState.VERIFIED);
    return raw;
  }

  /** A file that was damaged after it arrived is carried again by the next try. */
  private Manifest verifiedManifest() {
    try {
      Manifest manifest = Manifest.read(layout.manifest(datasetId));
      manifest.verify(layout.dataset(datasetId).resolve("raw"));
      return manifest;
    } catch (FileException e) {
      state.with(FetchState.TRANSFERRED, false).save();
      throw e;
    }
  }

  /** A source that does not count says nothing; the files do then. */
  private void checkCount(RowSet rows, long count) {
    Checkpoint known = state.checkpoint();
    if (!known.values().containsKey(FetchState.rowsKey(rows))) {
      checkRows(rows, count);
      state.with(FetchState.rowsKey(rows), count);
      return;
    }
    long exported = known.number(FetchState.rowsKey(rows));
    if (count != exported) {
      throw new StageException(
          ErrorCode.STORAGE,
          "Verifying %s: the files hold %d rows, the query gave %d; retry from data_fetch"
              .formatted(raw(rows), count, exported));
    }
  }

  private Path raw(RowSet rows) {
    return switch (rows) {
      case TRAIN -> layout.rawTrain(datasetId);
      case INFER -> layout.rawInfer(datasetId);
    };
  }

  /** Decides on labels and features, and builds the dataset of them. */
  void build(DatasetPlan plan, FetchSettings settings, RawData raw) throws InterruptedException {
    context.checkStopped();
    List<LabelSpec> labels = plan.labels(raw);
    List<ColumnSpec> columns = plan.columns(settings.features(), raw, labels);
    context.log("Features: " + FeatureDetection.summary(columns));
    context.log("Labels: " + String.join(", ", labels.stream().map(LabelSpec::name).toList()));
    context.log(Phase.BUILD.words() + "…");
    Timing timing = Timing.start(clock);
    Dataset dataset =
        new DatasetBuilder(layout.processed(datasetId), settings.threads())
            .build(plan.spec(datasetId, raw, columns, labels), new BuildWatch(context));
    context.log(
        String.format(
            Locale.ROOT,
            "Dataset built in %.1fs: %d rows to train, %d to validate, %d to test",
            timing.seconds(),
            dataset.rows(Split.TRAIN),
            dataset.rows(Split.VALID),
            dataset.rows(Split.TEST)));
    state
        .with("processed_data_paths", processedPaths(dataset, columns, labels))
        .with("raw_data_paths", rawPaths())
        .with("inference_output_path", layout.inferenceOutput(datasetId).toString())
        .with("timestamp", clock.instant().toString())
        .done(FetchState.PROCESSED);
  }

  private Map<String, Object> processedPaths(
      Dataset dataset, List<ColumnSpec> columns, List<LabelSpec> labels) {
    Path processed = layout.processed(datasetId);
    var paths = new LinkedHashMap<String, Object>();
    paths.put("dataset_id", datasetId);
    paths.put("dataset_dir", processed.toString());
    for (Split split : Split.values()) {
      List<Path> files = dataset.files(split);
      if (!files.isEmpty()) {
        Path path = files.size() == 1 ? files.getFirst() : processed.resolve(split.wireName());
        paths.put(split.wireName() + "_data", path.toString());
      }
    }
    paths.put("infer_data", layout.rawInfer(datasetId).toString());
    paths.put("feature_map", processed.resolve(FeatureMapFile.NAME).toString());
    paths.put("feature_cols", DatasetPlan.groups(columns));
    paths.put("label_col", labels.stream().map(LabelSpec::toMap).toList());
    return paths;
  }

  private Map<String, Object> rawPaths() {
    return Map.of(
        "train_raw",
        layout.rawTrain(datasetId).toString(),
        "infer_raw",
        layout.rawInfer(datasetId).toString());
  }
}
