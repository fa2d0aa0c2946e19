package io.fuxictr.ctr.layer.product;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import io.fuxictr.ctr.layer.Layer;
import io.fuxictr.ctr.layer.Pass;
import io.fuxictr.ctr.layer.dense.BatchNorm;
import io.fuxictr.ctr.layer.dense.LinearLayer;
import java.util.Optional;

/**
 * A weighted sum of all interactions of up to n fields: (B, F, d) to (B, 1).
 *
 * <p>For each order k of 1 to n the sum over all combinations of k fields of the products of their
 * vectors, (B, d); side by side (B, n · d), normalised over the batch if wanted, they go through a
 * Linear.
 *
 * <p>Source: Yu et al., <a href="https://doi.org/10.1145/3340531.3412077">Deep Interaction Machine:
 * A Simple but Effective Model for High-order Feature Interactions</a>, CIKM 2020, section 3.
 * Departs from it: the sums come from {@link CombinationSums} instead of power sums, whose
 * differences lose digits in float32.
 */
public final class InteractionMachine extends Layer {
  private static final int[] FIELDS = {1};

  private final int order;
  private final Optional<BatchNorm> norm;
  private final LinearLayer sum;

  /**
   * Makes the weights.
   *
   * @param name its name in the reference
   * @param dim width d
   * @param order most fields that interact n, at least 1 and at most F
   * @param batchNorm whether the sums are normalised
   */
  public InteractionMachine(String name, int dim, int order, boolean batchNorm) {
    this.order = order;
    int width = order * dim;
    this.norm =
        batchNorm ? Optional.of(add("norm", new BatchNorm(name + ".bn", width))) : Optional.empty();
    this.sum = add("sum", LinearLayer.of(name + ".fc", width, 1));
  }

  @Override
  public NDArray apply(Pass pass, NDArray x) {
    NDList terms = new NDList(x.sum(FIELDS));
    terms.addAll(CombinationSums.upTo(order, x));
    NDArray flat = NDArrays.concat(terms, 1);
    return sum.apply(pass, norm.map(each -> each.apply(pass, flat)).orElse(flat));
  }
}
