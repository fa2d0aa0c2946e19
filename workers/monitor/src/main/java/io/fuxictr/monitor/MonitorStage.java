package io.fuxictr.monitor;

import io.fuxictr.layout.StorageLayout;
import io.fuxictr.message.TaskEvent.Level;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The last stage: writes {@code report.json}, tells it line by line, and clears staging.
 *
 * <p>All of it may be done twice. Staging that cannot be cleared is a warning; the result is where
 * it belongs by then.
 */
public final class MonitorStage implements StageWorker {
  private final StorageLayout layout;
  private final List<Staging> staging;
  private final InstantSource clock;

  /**
   * Creates the stage.
   *
   * @param staging what is to be cleared; empty if staging is to be kept
   */
  public MonitorStage(StorageLayout layout, List<Staging> staging, InstantSource clock) {
    this.layout = layout;
    this.staging = List.copyOf(staging);
    this.clock = clock;
  }

  @Override
  public Stage stage() {
    return Stage.MONITOR;
  }

  @Override
  public StageResult run(StageContext context) throws InterruptedException {
    Timing timing = Timing.start(clock);
    String datasetId = datasetId(context);
    List<StageSummary> earlier = earlier(context);
    context.log("Collected metrics for %d stages".formatted(earlier.size()));
    earlier.forEach(stage -> context.log(stage.line()));
    context.checkStopped();
    clear(context, datasetId);
    context.checkStopped();
    Path file = layout.report(datasetId);
    Checkpoint done =
        timing.addTo(
            new Checkpoint(
                Map.of("report_path", file.toString(), "timestamp", clock.instant().toString())));
    Map<String, Object> report = report(context, datasetId, earlier, done).toMap();
    context.checkHeld();
    ReportFile.write(file, report);
    context.save(done);
    context.log("Report written to " + file);
    return StageResult.done(
        done,
        Map.of(
            Timing.DURATION_SECONDS,
            done.real(Timing.DURATION_SECONDS),
            "workflow_report",
            report));
  }

  private static String datasetId(StageContext context) {
    return context
        .result(Stage.DATA_FETCH)
        .text("dataset_id")
        .orElseThrow(
            () ->
                new StageException(
                    ErrorCode.INVALID_INPUT,
                    "Starting monitor: the result of data_fetch lacks 'dataset_id'; retry from"
                        + " data_fetch"));
  }

  private static List<StageSummary> earlier(StageContext context) {
    return Stage.ALL.stream()
        .filter(stage -> stage.order() < Stage.MONITOR.order())
        .map(stage -> new StageSummary(stage, context.result(stage)))
        .toList();
  }

  private Report report(
      StageContext context, String datasetId, List<StageSummary> earlier, Checkpoint done) {
    var stages = new ArrayList<>(earlier);
    stages.add(new StageSummary(Stage.MONITOR, done));
    return new Report(
        context.attempt().task(),
        context.submission(),
        datasetId,
        context.createdAt(),
        clock.instant(),
        stages);
  }

  private void clear(StageContext context, String datasetId) throws InterruptedException {
    for (Staging place : staging) {
      context.checkHeld();
      try {
        place.clear(datasetId);
        context.log("Deleted this run's files in " + place.name());
      } catch (StageException e) {
        context.log(
            Level.WARNING,
            "Deleting this run's files in %s failed, they stay there: %s"
                .formatted(place.name(), e.getMessage()));
      }
    }
  }
}
