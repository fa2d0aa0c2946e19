package io.fuxictr.ctr.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import io.fuxictr.ctr.model.ModelSetup;
import io.fuxictr.ctr.model.ObjectiveKind;
import java.util.ArrayList;
import java.util.List;

/**
 * What each objective of a model costs: the mean of its loss over the samples whose label is known,
 * 0 where none is.
 */
public final class Objectives {
  private final List<ObjectiveKind> kinds;
  private final List<ObjectiveLoss> losses;

  private Objectives(List<ObjectiveKind> kinds, List<ObjectiveLoss> losses) {
    this.kinds = kinds;
    this.losses = losses;
  }

  /**
   * Reads {@code task} and {@code loss}, each one value or a list with one per label.
   *
   * @throws io.fuxictr.ctr.config.ModelConfigException if a loss is not known, or not for its task
   */
  public static Objectives of(ModelSetup setup) {
    List<ObjectiveKind> kinds = setup.kinds();
    List<Object> entries = LossParser.entries(setup.parameters(), kinds);
    List<ObjectiveLoss> losses = new ArrayList<>();
    for (int i = 0; i < kinds.size(); i++) {
      losses.add(LossParser.parse(entries.get(i), kinds.get(i)));
    }
    return new Objectives(kinds, List.copyOf(losses));
  }

  /**
   * Returns the loss of each objective (T), with its gradient by the logits.
   *
   * @param logits (T, B)
   * @param labels (T, B)
   */
  public NDArray losses(NDArray logits, NDArray labels) {
    if (kinds.stream().distinct().count() == 1 && losses.stream().distinct().count() == 1) {
      return mean(0, logits, labels);
    }
    NDList each = new NDList();
    for (int i = 0; i < kinds.size(); i++) {
      each.add(mean(i, logits.get(i), labels.get(i)));
    }
    return NDArrays.stack(each);
  }

  /** Averages over the last axis. */
  private NDArray mean(int objective, NDArray logits, NDArray labels) {
    int[] samples = {logits.getShape().dimension() - 1};
    NDArray fixed = logits.stopGradient();
    NDArray known = kinds.get(objective).known(labels);
    NDArray counted = known.toType(DataType.FLOAT32, false);
    NDArray share = counted.div(counted.sum(samples, true).maximum(1f));
    NDArray clean = NDArrays.where(known, labels, labels.zerosLike());
    ObjectiveLoss.Terms terms = losses.get(objective).terms(fixed, clean);
    NDArray value = terms.values().mul(share).sum(samples);
    NDArray carrier = logits.sub(fixed).mul(terms.slopes().mul(share)).sum(samples);
    return value.add(carrier);
  }
}
