package io.fuxictr.ctr.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import io.fuxictr.ctr.config.ModelConfigException;
import io.fuxictr.ctr.model.ModelSetup;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The mean of -(y ln p + (1 - y) ln(1 - p)) over the samples whose label is known.
 *
 * <p>Logits and labels are (T, B), the result (T): the loss of each objective, 0 for one without
 * any known label. Each logarithm is at least -100, as in the reference.
 *
 * <p>Departs from the reference: the gradient by the logit is p - y everywhere. There it becomes
 * zero once p is rounded to 0 or 1, and a sample that is wrong beyond doubt teaches nothing.
 */
public final class BinaryCrossEntropy {
  private static final float UNKNOWN = -1f;
  private static final float LEAST_LOG = -100f;
  private static final Set<String> NAMES =
      Set.of("bce", "binary_crossentropy", "binary_cross_entropy");

  private BinaryCrossEntropy() {}

  /** Refuses experiments that ask for another loss. */
  public static void check(ModelSetup setup) {
    String fallback = "binary_crossentropy";
    List<String> losses = setup.parameters().perObjective("loss", fallback, setup.objectives());
    for (String loss : losses) {
      if (!NAMES.contains(loss.toLowerCase(Locale.ROOT))) {
        throw ModelConfigException.of("loss", loss, "binary_crossentropy");
      }
    }
  }

  /** Returns the loss of each objective, with its gradient by the logits. */
  public static NDArray of(NDArray logits, NDArray labels) {
    NDArray fixed = logits.stopGradient();
    NDArray p = ai.djl.nn.Activation.sigmoid(fixed);
    NDArray known = labels.neq(UNKNOWN).toType(DataType.FLOAT32, false);
    NDArray share = known.div(known.sum(new int[] {1}, true).maximum(1f));
    NDArray likelihood =
        labels
            .mul(p.log().maximum(LEAST_LOG))
            .add(labels.mul(-1f).add(1f).mul(p.mul(-1f).add(1f).log().maximum(LEAST_LOG)));
    NDArray value = likelihood.mul(share).sum(new int[] {1}).neg();
    NDArray slope = p.sub(labels).mul(share);
    NDArray carrier = logits.sub(fixed).mul(slope).sum(new int[] {1});
    return value.add(carrier);
  }
}
