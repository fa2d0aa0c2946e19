package io.fuxictr.ctr.layer;

/** What a weight is to the optimizer. */
public enum WeightRole {
  /** An embedding table: its padding rows, the first of each piece, stay zero. */
  TABLE,
  /** A weight inside a set of embeddings that is no table, such as a numeric feature's vector. */
  FIELD,
  /** Weight or bias of a layer. */
  NET,
  /** A bare tensor of a model, which belongs to no layer. */
  RAW,
  /** Trained, never regularised. */
  FREE,
  /** Not trained: a running statistic, kept with the weights. */
  STATISTIC,
  /** Not trained: values learnt elsewhere that stay as they are, kept with the weights. */
  FROZEN;

  /** Returns whether training changes it by gradients. */
  public boolean isTrained() {
    return switch (this) {
      case TABLE, FIELD, NET, RAW, FREE -> true;
      case STATISTIC, FROZEN -> false;
    };
  }
}
