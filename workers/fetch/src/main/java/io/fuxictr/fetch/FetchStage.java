package io.fuxictr.fetch;

import io.fuxictr.experiment.Experiment;
import io.fuxictr.experiment.ExperimentFiles;
import io.fuxictr.layout.StorageLayout;
import io.fuxictr.task.Checkpoint;
import io.fuxictr.task.Stage;
import io.fuxictr.task.Submission;
import io.fuxictr.worker.StageContext;
import io.fuxictr.worker.StageResult;
import io.fuxictr.worker.StageWorker;
import io.fuxictr.worker.Timing;
import java.nio.file.Files;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/**
 * The first stage: from two queries to a dataset.
 *
 * <p>Names the dataset, exports, pulls, verifies, decides on labels and features, builds. The
 * checkpoint is saved after each of these; the next attempt goes on at the first that is not done,
 * with the same dataset. A query that has changed since makes its export void.
 */
public final class FetchStage implements StageWorker {
  private static final double MEGABYTE = 1024 * 1024;

  private final StorageLayout layout;
  private final SourceServer source;
  private final ExperimentFiles experiments;
  private final FetchSettings settings;
  private final InstantSource clock;

  /** Creates the stage. */
  public FetchStage(
      StorageLayout layout,
      SourceServer source,
      ExperimentFiles experiments,
      FetchSettings settings,
      InstantSource clock) {
    this.layout = layout;
    this.source = source;
    this.experiments = experiments;
    this.settings = settings;
    this.clock = clock;
  }

  @Override
  public Stage stage() {
    return Stage.DATA_FETCH;
  }

  @Override
  public StageResult run(StageContext context) throws InterruptedException {
    return Failures.translated(() -> fetch(context));
  }

  private StageResult fetch(StageContext context) throws InterruptedException {
    Timing timing = Timing.start(clock);
    var plan = new DatasetPlan(experiment(context.submission()));
    var state = new FetchState(context);
    String datasetId = datasetId(context, state);
    var run = new FetchRun(context, state, layout, source, clock, datasetId);
    run.createFolders();
    run.export();
    run.pull();
    RawData raw = run.verify();
    run.build(plan, settings, raw);
    Checkpoint done = timing.addTo(state.checkpoint());
    context.save(done);
    return StageResult.done(done, metrics(done));
  }

  private Experiment experiment(Submission submission) {
    return experiments.resolve(submission.user(), submission.model(), submission.experimentId());
  }

  /** Returns the dataset of an earlier try if its folder is still there, otherwise a new one. */
  private String datasetId(StageContext context, FetchState state) {
    Optional<String> before = state.checkpoint().text(FetchState.DATASET_ID);
    if (before.isPresent() && Files.isDirectory(layout.dataset(before.get()))) {
      return before.get();
    }
    state.forgetExports();
    String id =
        new DatasetIds(layout, settings.zone(), clock).take(context.submission().experimentId());
    state.with(FetchState.DATASET_ID, id).save();
    return id;
  }

  private static Map<String, Object> metrics(Checkpoint done) {
    double seconds = done.real(Timing.DURATION_SECONDS);
    long bytes = done.number("transfer_bytes");
    return Map.of(
        Timing.DURATION_SECONDS,
        seconds,
        "bytes_transferred",
        bytes,
        "files_transferred",
        done.number("transfer_files"),
        "transfer_rate_mbps",
        seconds > 0 ? bytes / MEGABYTE / seconds : 0.0,
        "rows_processed",
        done.number(FetchState.rowsKey(RowSet.TRAIN)),
        "train_rows",
        done.number(FetchState.rowsKey(RowSet.TRAIN)),
        "infer_rows",
        done.number(FetchState.rowsKey(RowSet.INFER)));
  }
}
