package io.fuxictr.ctr.layer.embedding;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import io.fuxictr.ctr.batch.FieldLayout;
import io.fuxictr.ctr.layer.InitialValues;
import io.fuxictr.ctr.layer.Pass;
import io.fuxictr.ctr.layer.Weight;
import io.fuxictr.ctr.layer.WeightRole;
import io.fuxictr.ctr.layer.WeightedBlock;
import java.util.Optional;

/**
 * One weight per value of each feature, added up: a batch to (B, 1).
 *
 * <p>y = b + Σ_f w_f(x_f), w_f(x) being a row of a table (V, 1), w · x for a number, and the sum of
 * rows for a sequence. No weights are shared between features.
 *
 * <p>Source: Richardson et al., <a href="https://doi.org/10.1145/1242572.1242643">Predicting
 * Clicks</a>, WWW 2007, section 4.
 */
public final class LogisticRegression extends WeightedBlock {
  private final FeatureEmbedding weights;
  private final Optional<Weight> bias;

  /** Whether there is a constant. */
  public enum Bias {
    /** There is one. */
    TRAINED,
    /** There is none. */
    NONE
  }

  /**
   * Makes the weights of all features.
   *
   * @param name its name in the reference, such as {@code lr_layer}
   */
  public LogisticRegression(FieldLayout layout, String name, Bias bias) {
    String tables = name + ".embedding_layer.embedding_layer.embedding_layers";
    this.weights = add("weights", new FeatureEmbedding(layout, EmbeddingPlan.linear(tables)));
    this.bias =
        switch (bias) {
          case TRAINED ->
              Optional.of(
                  add(
                      Weight.of(
                          name + ".bias",
                          new Shape(1),
                          WeightRole.RAW,
                          new InitialValues.Constant(0f))));
          case NONE -> Optional.empty();
        };
  }

  /** Returns the sum for each sample: (B, 1). */
  public NDArray sum(Pass pass, NDList inputs) {
    NDArray sum = weights.embed(pass, inputs).sum();
    return bias.map(b -> sum.add(pass.value(b))).orElse(sum);
  }

  @Override
  public NDList apply(Pass pass, NDList inputs) {
    return new NDList(sum(pass, inputs));
  }
}
