package io.fuxictr.ctr.model.sequence;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.nn.Activation;
import io.fuxictr.ctr.layer.Pass;
import io.fuxictr.ctr.layer.Scalars;
import io.fuxictr.ctr.layer.WeightedBlock;
import io.fuxictr.ctr.layer.dense.Mlp;
import io.fuxictr.ctr.layer.dense.MlpShape;
import io.fuxictr.ctr.layer.embedding.EmbeddedFields;
import io.fuxictr.dataset.feature.Feature;
import java.util.List;

/**
 * What a state knows of the step after it: states (B, L, D), sequence (B, L, D) and mask (B, L) to
 * a scalar.
 *
 * <p>With z(h, e) = mlp([h; e]), the mean over all steps l + 1 that have something of -ln σ(z(h_l,
 * e_(l+1))) - ln(1 - σ(z(h_l, n_(l+1)))), n being the sequence of things not done; times the
 * factor.
 *
 * <p>Source: Zhou et al., <a href="https://arxiv.org/abs/1809.03672">Deep Interest Evolution
 * Network for Click-Through Rate Prediction</a>, AAAI 2019, section 4.2. Departs from it: the
 * perceptron stands in for the inner product, as in the authors' code.
 */
final class NextStepLoss extends WeightedBlock {
  private final Mlp perceptron;
  private final List<List<Feature.Sequence>> negatives;
  private final double factor;

  /**
   * Makes the perceptron.
   *
   * @param width D
   * @param negatives the sequence of things not done for each pair
   */
  NextStepLoss(int width, MlpShape shape, List<List<Feature.Sequence>> negatives, double factor) {
    perceptron = add("perceptron", new Mlp("aux_net", 2 * width, shape));
    this.negatives = negatives;
    this.factor = factor;
  }

  /**
   * Returns the loss of a pair.
   *
   * @param steps states, sequence and mask
   */
  NDArray of(Pass pass, int pair, EmbeddedFields fields, NDList steps) {
    NDArray notDone = TargetPair.sideBySide(fields, negatives.get(pair));
    return loss(pass, steps.get(0), new NDList(steps.get(1), notDone), steps.get(2));
  }

  private NDArray loss(Pass pass, NDArray states, NDList doneAndNot, NDArray mask) {
    NDArray before = states.get(new NDIndex(":, :-1"));
    NDArray known = mask.get(new NDIndex(":, 1:"));
    NDArray done = scores(pass, before, doneAndNot.get(0)).reshape(known.getShape());
    NDArray notDone = scores(pass, before, doneAndNot.get(1)).reshape(known.getShape());
    NDArray each = Activation.softPlus(done.neg()).add(Activation.softPlus(notDone));
    NDArray sum = each.mul(known).sum();
    return Scalars.times(sum.div(Scalars.atLeast(known.sum(), 1)), factor);
  }

  private NDArray scores(Pass pass, NDArray before, NDArray sequence) {
    NDArray after = sequence.get(new NDIndex(":, 1:"));
    NDArray pairs = NDArrays.concat(new NDList(before, after), 2);
    return perceptron.apply(pass, pairs.reshape(-1, pairs.getShape().get(2)));
  }

  @Override
  public NDList apply(Pass pass, NDList inputs) {
    NDList doneAndNot = new NDList(inputs.get(1), inputs.get(2));
    return new NDList(loss(pass, inputs.get(0), doneAndNot, inputs.get(3)));
  }
}
