package io.fuxictr.ctr.model.factorization;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import io.fuxictr.ctr.layer.Pass;
import io.fuxictr.ctr.layer.embedding.LogisticRegression;
import io.fuxictr.ctr.model.ModelSetup;
import io.fuxictr.ctr.model.SingleObjective;

/**
 * One weight per value of each feature, added up: logit = b + Σ_f w_f(x_f), (B, 1).
 *
 * <p>Source: Richardson et al., <a href="https://doi.org/10.1145/1242572.1242643">Predicting
 * Clicks: Estimating the Click-Through Rate for New Ads</a>, WWW 2007, section 4.
 */
public final class Lr extends SingleObjective {
  private final LogisticRegression linear;

  /** Builds it; there are no hyper-parameters. */
  public Lr(ModelSetup setup) {
    linear =
        add(
            "linear",
            new LogisticRegression(setup.layout(), "lr_layer", LogisticRegression.Bias.TRAINED));
  }

  @Override
  protected NDArray logit(Pass pass, NDList inputs) {
    return linear.sum(pass, inputs);
  }
}
