package io.fuxictr.dataset.sample;

/** Encoded samples that can be read any number of times, always in the same order. */
public interface SampleSource {

  /** Returns the number of samples. */
  long rows();

  /**
   * Starts to read from the first sample.
   *
   * @throws io.fuxictr.dataset.part.DatasetException if a file cannot be read, naming it
   */
  SampleReader open();
}
