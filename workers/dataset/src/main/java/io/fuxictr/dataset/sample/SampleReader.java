package io.fuxictr.dataset.sample;

import java.util.Optional;

/** One pass over samples, block by block; bounded memory. */
public interface SampleReader extends AutoCloseable {

  /**
   * Returns the next block, at most some ten thousand samples, or empty after the last.
   *
   * @throws io.fuxictr.dataset.part.DatasetException if a file cannot be read, naming it
   */
  Optional<SampleBlock> next();

  @Override
  void close();
}
