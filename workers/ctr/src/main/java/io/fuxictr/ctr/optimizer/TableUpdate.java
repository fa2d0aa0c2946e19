package io.fuxictr.ctr.optimizer;

/** Which rows of embedding tables a step moves; hyper-parameter {@code sparse_embeddings}. */
public enum TableUpdate {
  /** All of them, as torch.optim does. */
  ALL_ROWS,
  /** Those that the batch looks up. */
  ROWS_OF_BATCH
}
