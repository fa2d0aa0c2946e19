package io.fuxictr.worker.order;

import io.fuxictr.task.Checkpoint;
import io.fuxictr.task.Stage;
import io.fuxictr.worker.StageContext;
import io.fuxictr.worker.StageResult;
import io.fuxictr.worker.StageWorker;
import java.util.Map;

/**
 * A stage whose work is given as a function.
 *
 * @param stage whose orders it takes
 * @param work what it does
 */
record StageFake(Stage stage, Work work) implements StageWorker {

  /** What a stage does. */
  @FunctionalInterface
  interface Work {
    Checkpoint run(StageContext context) throws InterruptedException;
  }

  /** Returns a stage that is done at once and says so in its checkpoint. */
  static StageFake done(Stage stage) {
    return new StageFake(stage, _ -> Checkpoint.EMPTY.with("done_by", stage.wireName()));
  }

  @Override
  public StageResult run(StageContext context) throws InterruptedException {
    return StageResult.done(work.run(context), Map.of());
  }
}
