package io.fuxictr.ctr.batch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.index.NDIndex;
import io.fuxictr.dataset.feature.Feature;
import java.util.List;

/**
 * The columns of single features in the inputs of a {@link Batch}, for models that need more than
 * their embeddings.
 *
 * @param layout where features stand
 * @param arrays the inputs
 */
public record Inputs(FieldLayout layout, NDList arrays) {

  /** Returns the number of samples B. */
  public long rows() {
    return arrays.getFirst().getShape().get(0);
  }

  /** Returns all numeric features side by side: (B, N). */
  public NDArray numbers() {
    return arrays.get(Batch.NUMBERS);
  }

  /** Returns the ids of a categorical feature: (B), int32. */
  public NDArray ids(String feature) {
    List<String> names = layout.categories().stream().map(Feature.Categorical::name).toList();
    return arrays.get(Batch.IDS).get(new NDIndex(":, {}", position(names, feature)));
  }

  /** Returns the ids of a sequence: (B, L), int32. */
  public NDArray sequenceIds(String feature) {
    List<String> names = layout.sequences().stream().map(Feature.Sequence::name).toList();
    Feature.Sequence sequence = layout.sequences().get(position(names, feature));
    int first = layout.firstPosition(sequence);
    return arrays
        .get(Batch.SEQUENCE_IDS)
        .get(new NDIndex(":, {}:{}", first, first + sequence.maxLength()));
  }

  private static int position(List<String> names, String feature) {
    int position = names.indexOf(feature);
    if (position < 0) {
      throw new IllegalArgumentException("no column %s among %s".formatted(feature, names));
    }
    return position;
  }
}
