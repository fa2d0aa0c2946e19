package io.fuxictr.dataset.feature;

import java.util.Optional;
import java.util.OptionalInt;

/** An input column as the model sees it, after encoding. */
public sealed interface Feature {

  /** Returns the name of the column. */
  String name();

  /** Returns the width of its embedding, if it differs from the model's. */
  OptionalInt embeddingDim();

  /**
   * A number, one float32 per sample, normalised.
   *
   * @param name column
   * @param source free tag such as {@code user}; empty if there is none
   * @param embeddingDim width of its embedding, if it differs from the model's
   */
  record Numeric(String name, String source, OptionalInt embeddingDim) implements Feature {}

  /**
   * One of a set of values, one id per sample in [0, vocabularySize); 0 is padding.
   *
   * @param name column
   * @param source free tag such as {@code user}; empty if there is none
   * @param vocabularySize ids in all, padding and out-of-vocabulary included
   * @param shareWith earlier feature whose table it uses
   * @param embeddingDim width of its embedding, if it differs from the model's
   */
  record Categorical(
      String name,
      String source,
      int vocabularySize,
      Optional<String> shareWith,
      OptionalInt embeddingDim)
      implements Feature {}

  /**
   * A list of values, {@code maxLength} ids per sample in [0, vocabularySize), padded with 0.
   *
   * @param name column
   * @param source free tag such as {@code user}; empty if there is none
   * @param vocabularySize ids in all, padding and out-of-vocabulary included
   * @param maxLength ids per sample, at least 1
   * @param shareWith earlier feature whose table it uses
   * @param encoder how the ids of a sample become one vector
   * @param embeddingDim width of its embedding, if it differs from the model's
   */
  record Sequence(
      String name,
      String source,
      int vocabularySize,
      int maxLength,
      Optional<String> shareWith,
      SequenceEncoder encoder,
      OptionalInt embeddingDim)
      implements Feature {}

  /** How the embedded ids of a sequence become one vector. */
  enum SequenceEncoder {
    /** Mean over the ids that are not padding. */
    MASKED_AVERAGE,
    /** Sum over the ids that are not padding. */
    MASKED_SUM,
    /** Not at all: the model takes the vectors one by one. */
    NONE
  }
}
