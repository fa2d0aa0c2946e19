package io.fuxictr.ctr.batch;

import io.fuxictr.dataset.sample.SampleBlock;
import io.fuxictr.dataset.sample.SampleReader;
import java.util.Optional;

/** Moves samples from the blocks of a reader into windows of any size. */
final class WindowFiller {
  private final SampleReader reader;
  private Optional<SampleBlock> block = Optional.empty();
  private int used;

  WindowFiller(SampleReader reader) {
    this.reader = reader;
  }

  /** Fills a window up to a number of rows; returns false if no sample was left for it. */
  boolean fill(SampleWindow window, int rows) {
    while (window.rows() < rows && advance()) {
      SampleBlock current = block.orElseThrow();
      int count = Math.min(rows - window.rows(), current.rows() - used);
      window.append(current, used, count);
      used += count;
    }
    return window.rows() > 0;
  }

  /** Passes over a number of rows; returns how many there were. */
  long skip(long rows) {
    long left = rows;
    while (left > 0 && advance()) {
      int count = (int) Math.min(left, block.orElseThrow().rows() - used);
      used += count;
      left -= count;
    }
    return rows - left;
  }

  private boolean advance() {
    if (block.isPresent() && used < block.get().rows()) {
      return true;
    }
    block = reader.next();
    used = 0;
    return block.isPresent();
  }
}
