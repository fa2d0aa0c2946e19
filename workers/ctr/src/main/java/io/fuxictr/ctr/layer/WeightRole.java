package io.fuxictr.ctr.layer;

/** What a weight is to the optimizer. */
public enum WeightRole {
  /** An embedding table: regularised as embedding, padding rows stay zero. */
  TABLE,
  /** Weight or bias of a layer: regularised as net. */
  NET,
  /** Trained, never regularised. */
  FREE,
  /** Not trained: a running statistic, kept with the weights. */
  STATISTIC
}
