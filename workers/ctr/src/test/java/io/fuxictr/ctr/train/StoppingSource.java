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
        return waitForever();
      }

      @Override
      public void close() {}
    };
  }

  /** Hands out nothing until the loading thread is told to end. */
  private static <T> T waitForever() {
    try {
      new CountDownLatch(1).await();
      throw new AssertionError();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
