package io.fuxictr.ctr.layer;

import ai.djl.nn.AbstractBlock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A DJL block whose parameters are {@linkplain Weight weights}.
 *
 * <p>Weights are named, shaped and filled on their own, so that DJL's own initialisation from input
 * shapes is never needed.
 */
public abstract class WeightedBlock extends AbstractBlock {
  private final List<Weight> weights = new ArrayList<>();

  /** Makes a block without weights; the constructors of its kinds add them. */
  protected WeightedBlock() {}

  /** Returns all weights, those of inner blocks included, always in the same order. */
  public final List<Weight> weights() {
    return Collections.unmodifiableList(weights);
  }

  @Override
  public final boolean isInitialized() {
    return true;
  }

  /** Takes a weight over. */
  protected final Weight add(Weight weight) {
    addParameter(weight.parameter());
    weights.add(weight);
    return weight;
  }

  /** Takes an inner block over, complete with its weights. */
  protected final <B extends WeightedBlock> B add(String name, B block) {
    addChildBlock(name, block);
    weights.addAll(block.weights());
    return block;
  }
}
