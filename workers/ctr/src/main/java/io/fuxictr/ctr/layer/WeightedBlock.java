package io.fuxictr.ctr.layer;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A DJL block whose parameters are {@linkplain Weight weights}.
 *
 * <p>Weights are named, shaped and filled on their own, so that DJL's own initialisation from input
 * shapes is never needed. Blocks call each other with a {@link Pass}; whoever knows only DJL calls
 * {@code forward}.
 */
public abstract class WeightedBlock extends AbstractBlock {
  private final List<Weight> weights = new ArrayList<>();

  /** Makes a block without weights; the constructors of its kinds add them. */
  protected WeightedBlock() {}

  /** Computes its outputs. */
  public abstract NDList apply(Pass pass, NDList inputs);

  /** Returns all weights, those of inner blocks included, always in the same order. */
  public final List<Weight> weights() {
    return Collections.unmodifiableList(weights);
  }

  @Override
  public final boolean isInitialized() {
    return true;
  }

  @Override
  protected final NDList forwardInternal(
      ParameterStore store,
      NDList inputs,
      boolean training,
      @Nullable PairList<String, Object> arguments) {
    return apply(Pass.of(store, training), inputs);
  }

  /** Returns the shapes that come out, found by computing with zeros; weights must have values. */
  @Override
  public final Shape[] getOutputShapes(Shape[] inputs) {
    try (NDManager scope = NDManager.newBaseManager()) {
      NDList zeros = new NDList();
      for (Shape input : inputs) {
        zeros.add(scope.zeros(input));
      }
      return apply(Pass.of(new ParameterStore(scope, false), false), zeros).getShapes();
    }
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
