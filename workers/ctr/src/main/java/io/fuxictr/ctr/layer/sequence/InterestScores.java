package io.fuxictr.ctr.layer.sequence;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import io.fuxictr.ctr.layer.InitialValues;
import io.fuxictr.ctr.layer.Pass;
import io.fuxictr.ctr.layer.Weight;
import io.fuxictr.ctr.layer.WeightRole;
import io.fuxictr.ctr.layer.WeightedBlock;
import java.util.Optional;

/**
 * How much each position of a sequence has to do with a target: target (B, d), sequence (B, L, d)
 * and mask (B, L) to (B, L).
 *
 * <p>s_l = (h_l W) · t with W (d, d), which starts as the identity, or h_l · t without it; times
 * the mask, then a softmax over the positions with something if wanted.
 *
 * <p>Source: Zhou et al., <a href="https://arxiv.org/abs/1809.03672">Deep Interest Evolution
 * Network for Click-Through Rate Prediction</a>, AAAI 2019, section 4.3.
 */
public final class InterestScores extends WeightedBlock {
  private final Optional<Weight> kernel;
  private final boolean softmax;

  private InterestScores(Optional<Weight> kernel, boolean softmax) {
    this.kernel = kernel.map(this::add);
    this.softmax = softmax;
  }

  /** Scores by inner products. */
  public static InterestScores dots(boolean softmax) {
    return new InterestScores(Optional.empty(), softmax);
  }

  /**
   * Scores by a bilinear form.
   *
   * @param name its name in the reference
   * @param dim width d
   */
  public static InterestScores bilinear(String name, int dim, boolean softmax) {
    Weight kernel =
        Weight.of(
            name + ".W_kernel", new Shape(dim, dim), WeightRole.RAW, new InitialValues.Identity());
    return new InterestScores(Optional.of(kernel), softmax);
  }

  /** Returns the scores. */
  public NDArray scores(Pass pass, NDArray target, NDArray sequence, NDArray mask) {
    NDArray turned = kernel.map(w -> sequence.matMul(pass.value(w))).orElse(sequence);
    NDArray scores = turned.batchMatMul(target.expandDims(2)).squeeze(2).mul(mask);
    return softmax ? Masks.softmax(scores, mask) : scores;
  }

  @Override
  public NDList apply(Pass pass, NDList inputs) {
    return new NDList(scores(pass, inputs.get(0), inputs.get(1), inputs.get(2)));
  }
}
