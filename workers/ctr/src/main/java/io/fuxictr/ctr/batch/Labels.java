package io.fuxictr.ctr.batch;

/** Whether samples come with labels. */
public enum Labels {
  /** They do: the samples are for training or evaluation. */
  PRESENT,
  /** They need not: the samples are only scored. */
  ABSENT
}
