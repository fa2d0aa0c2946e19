package io.fuxictr.ctr.model;

import io.fuxictr.ctr.layer.WeightedBlock;

/** A model with an objective for each label of its dataset. */
public abstract class MultiObjective extends WeightedBlock implements Network {

  /** Makes a model without weights; the constructors of its kinds add them. */
  protected MultiObjective() {}

  @Override
  public final ModelKind kind() {
    return ModelKind.MULTI_OBJECTIVE;
  }
}
