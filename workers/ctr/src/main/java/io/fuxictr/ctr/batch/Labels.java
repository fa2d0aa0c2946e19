package io.fuxictr.ctr.batch;

/** Whether samples come with labels. */
public enum Labels {
  /** They do: the samples are for training or evaluation. */
  PRESENT,
  /** They do, and each with the group it belongs to. */
  PRESENT_WITH_GROUPS,
  /** They need not: the samples are only scored. */
  ABSENT
}
