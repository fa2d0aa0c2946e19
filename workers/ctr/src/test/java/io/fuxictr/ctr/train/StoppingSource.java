package io.fuxictr.ctr.train;

import io.fuxictr.dataset.sample.SampleBlock;
import io.fuxictr.dataset.sample.SampleReader;
import io.fuxictr.dataset.sample.SampleSource;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/** Interrupts the thread that created it when its samples are read for the n-th time. */
final class StoppingSource implements SampleSource {
  private final SampleSource samples;
  private final Thread thread = Thread.currentThread();
  private int passesLeft;

  StoppingSource(SampleSource samples, int passes) {
    this.samples = samples;
    this.passesLeft = passes;
  }

  @Override
  public long rows() {
    return samples.rows();
  }

  @Override
  public SampleReader open() {
    passesLeft--;
    if (passesLeft > 0) {
      return samples.open();
    }
    thread.interrupt();
    return new SampleReader() {
      @Override
      public Optional<SampleBlock> next() {
        waitForTheEnd();
        return Optional.empty();
      }

      @Override
      public void close() {}
    };
  }

  /** Keeps the loading thread until it is told to end. */
  private static void waitForTheEnd() {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
