package io.fuxictr.infer;

import io.fuxictr.ctr.engine.EngineException;
import io.fuxictr.ctr.engine.TorchEngine;
import io.fuxictr.ctr.file.ModelFileException;
import io.fuxictr.ctr.predict.PartPlan;
import io.fuxictr.ctr.predict.PredictionFolder;
import io.fuxictr.ctr.predict.RankModel;
import io.fuxictr.dataset.feature.FeatureEncoder;
import io.fuxictr.dataset.feature.FeatureEncoderFile;
import io.fuxictr.dataset.part.DatasetException;
import io.fuxictr.layout.StorageLayout;
import io.fuxictr.message.TaskEvent.Level;
import io.fuxictr.task.Checkpoint;
import io.fuxictr.task.ErrorCode;
import io.fuxictr.task.Progress;
import io.fuxictr.task.Stage;
import io.fuxictr.worker.StageContext;
import io.fuxictr.worker.StageException;
import io.fuxictr.worker.StageResult;
import io.fuxictr.worker.StageWorker;
import io.fuxictr.worker.Timing;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The third stage: scores the inference rows part by part. A part that is done stays done, whatever
 * becomes of the worker; the rows of a part keep their order and all their columns.
 */
public final class InferStage implements StageWorker {
  private final StorageLayout layout;
  private final Settings settings;
  private final InstantSource clock;

  /**
   * How the stage works.
   *
   * @param names how prediction columns are called
   * @param threads threads of one forward pass; 0 for one per processor
   */
  public record Settings(PredictionNames names, int threads) {}

  /** How prediction columns are called. */
  public enum PredictionNames {
    /** {@code prediction_0}, {@code prediction_1}, … in the order of the labels. */
    BY_INDEX,
    /** The label with {@code _pred} behind it. */
    BY_LABEL
  }

  /** Creates the stage. */
  public InferStage(StorageLayout layout, Settings settings, InstantSource clock) {
    this.layout = layout;
    this.settings = settings;
    this.clock = clock;
  }

  @Override
  public Stage stage() {
    return Stage.INFER;
  }

  @Override
  public StageResult run(StageContext context) throws InterruptedException {
    try {
      TorchEngine.start(settings.threads());
      return score(context);
    } catch (EngineException e) {
      throw new StageException(ErrorCode.INTERNAL, String.valueOf(e.getMessage()), e);
    } catch (DatasetException e) {
      throw new StageException(ErrorCode.INVALID_INPUT, String.valueOf(e.getMessage()), e);
    } catch (ModelFileException e) {
      throw new StageException(ErrorCode.STORAGE, String.valueOf(e.getMessage()), e);
    }
  }

  private StageResult score(StageContext context) throws InterruptedException {
    Timing timing = Timing.start(clock);
    String datasetId = required(context, Stage.DATA_FETCH, "dataset_id");
    Path modelFile = Path.of(required(context, Stage.TRAIN, "model_path"));
    Path output = layout.inferenceOutput(datasetId);
    PartPlan plan = PartPlan.numbered(layout.rawInfer(datasetId), output);
    FeatureEncoder encoder =
        FeatureEncoderFile.read(layout.processed(datasetId).resolve(FeatureEncoderFile.NAME));
    for (PartPlan.Part part : plan.parts()) {
      encoder.check(part.input());
    }
    if (plan.rows() == 0) {
      context.log(Level.WARNING, "There are no rows to score");
    }
    try (RankModel model = RankModel.load(modelFile)) {
      List<String> columns = columns(model.setup().features().labels());
      context.checkHeld();
      var folder = PredictionFolder.open(output, modelFile, columns);
      var state = new Checkpoint(Map.of("dataset_id", datasetId, "output_path", output.toString()));
      Checkpoint done =
          timing.addTo(new Scoring(context, model, encoder, folder, clock).run(plan, state));
      context.save(done);
      return StageResult.done(done, metrics(context, done));
    }
  }

  private List<String> columns(List<String> labels) {
    return switch (settings.names()) {
      case BY_INDEX ->
          IntStream.range(0, labels.size()).mapToObj(index -> "prediction_" + index).toList();
      case BY_LABEL -> labels.stream().map(label -> label + "_pred").toList();
    };
  }

  private static Map<String, Object> metrics(StageContext context, Checkpoint done) {
    long rows = done.number("processed_rows");
    double seconds = done.real(Timing.DURATION_SECONDS);
    double throughput = seconds > 0 ? rows / seconds : 0;
    context.metric("rows_processed", (double) rows, "rows");
    context.metric("throughput", throughput, "rows/s");
    var metrics = new LinkedHashMap<String, Object>();
    metrics.put("rows_processed", rows);
    metrics.put("inference_throughput", throughput);
    metrics.put(Timing.DURATION_SECONDS, seconds);
    return metrics;
  }

  private static String required(StageContext context, Stage stage, String key) {
    return context
        .result(stage)
        .text(key)
        .orElseThrow(
            () ->
                new StageException(
                    ErrorCode.INVALID_INPUT,
                    "Starting infer: the result of %s lacks '%s'; retry from %1$s"
                        .formatted(stage.wireName(), key)));
  }

  /**
   * Stops the scoring of a part together with its attempt.
   *
   * @param context the attempt
   */
  private record Watch(StageContext context) implements PredictionFolder.Stop {

    @Override
    public void check() throws InterruptedException {
      context.checkStopped();
    }

    @Override
    public void publishing() {
      context.checkHeld();
    }
  }

  /** The scoring of all parts of one attempt. */
  private record Scoring(
      StageContext context,
      RankModel model,
      FeatureEncoder encoder,
      PredictionFolder folder,
      InstantSource clock) {

    Checkpoint run(PartPlan plan, Checkpoint start) throws InterruptedException {
      var finished = new ArrayList<String>();
      long rows = 0;
      Checkpoint state = start.with("total_rows", plan.rows());
      for (PartPlan.Part part : plan.parts()) {
        context.checkStopped();
        String name = part.name();
        if (folder.isDone(part)) {
          context.log("%s is done already".formatted(name));
        } else {
          folder.score(model, encoder, part, new Watch(context));
          context.log("%s: %d rows scored".formatted(name, part.rows()));
        }
        rows += part.rows();
        finished.add(name);
        state =
            state
                .with("processed_rows", rows)
                .with("completed_parts", List.copyOf(finished))
                .with("timestamp", clock.instant().toString());
        context.save(state);
        context.progress(
            new Progress(finished.size(), plan.parts().size(), "%d rows scored".formatted(rows)));
      }
      return state.with("processed_rows", rows).with("completed_parts", List.copyOf(finished));
    }
  }
}
