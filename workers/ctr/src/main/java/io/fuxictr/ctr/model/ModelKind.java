package io.fuxictr.ctr.model;

/** How many objectives a model has. */
public enum ModelKind {
  /** One: the first label of its dataset. */
  SINGLE_OBJECTIVE,
  /** One for each label of its dataset. */
  MULTI_OBJECTIVE
}
