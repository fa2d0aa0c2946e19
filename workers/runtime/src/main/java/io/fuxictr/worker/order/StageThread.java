package io.fuxictr.worker.order;

import io.fuxictr.task.Attempt;
import io.fuxictr.worker.StageResult;
import io.fuxictr.worker.StageWorker;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/** The thread on which a stage works: the only one that is ever interrupted. */
final class StageThread {
  private final StageWorker worker;
  private final AttemptContext context;
  private final Thread thread;
  private volatile @Nullable End end;

  /** How a stage came back. */
  sealed interface End {

    /**
     * With a result.
     *
     * @param result what it left behind
     */
    record Returned(StageResult result) implements End {}

    /**
     * With an exception.
     *
     * @param thrown which one
     */
    record Threw(Throwable thrown) implements End {}
  }

  StageThread(StageWorker worker, AttemptContext context) {
    this.worker = worker;
    this.context = context;
    Attempt attempt = context.attempt();
    // Native calls of a stage would hold the carrier of a virtual thread.
    this.thread =
        Thread.ofPlatform()
            .daemon()
            .name("%s-task-%s".formatted(attempt.stage().wireName(), attempt.task()))
            .unstarted(this::work);
  }

  /** Runs the stage to its end, however it ends. */
  End run(StopSignal signal) {
    thread.start();
    signal.attach(thread);
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody interrupts " + Thread.currentThread(), e);
    }
    End known = end;
    return known == null ? new End.Threw(new IllegalStateException("the thread died")) : known;
  }

  private void work() {
    Attempt attempt = context.attempt();
    MDC.put("task", attempt.task().toString());
    MDC.put("stage", attempt.stage().wireName());
    MDC.put("attempt", Integer.toString(attempt.number()));
    try {
      end = new End.Returned(worker.run(context));
    } catch (Throwable e) {
      end = new End.Threw(e);
    } finally {
      MDC.clear();
    }
  }
}
