package io.fuxictr.dataset.feature;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** What a user declares about one input column. */
public sealed interface ColumnSpec {

  /** Returns the name of the column. */
  String name();

  /** Returns the declared type of its values. */
  DataType dtype();

  /**
   * A number per sample.
   *
   * @param name column
   * @param dtype declared type
   * @param source free tag such as {@code user}; empty if there is none
   * @param fill what stands for a missing value
   * @param scaling how it is scaled, if it is
   * @param embeddingDim width of its embedding, if it differs from the model's
   */
  record Numeric(
      String name,
      DataType dtype,
      String source,
      double fill,
      Optional<Scaling> scaling,
      OptionalInt embeddingDim)
      implements ColumnSpec {}

  /**
   * One of a set of values per sample.
   *
   * @param name column
   * @param dtype declared type
   * @param source free tag such as {@code user}; empty if there is none
   * @param tokens how its values become a vocabulary
   * @param embeddingDim width of its embedding, if it differs from the model's
   */
  record Categorical(
      String name, DataType dtype, String source, TokenRules tokens, OptionalInt embeddingDim)
      implements ColumnSpec {}

  /**
   * A list of values per sample.
   *
   * @param name column
   * @param dtype declared type
   * @param source free tag such as {@code user}; empty if there is none
   * @param tokens how its values become a vocabulary
   * @param list how a list becomes a row of ids
   * @param embeddingDim width of its embedding, if it differs from the model's
   */
  record Sequence(
      String name,
      DataType dtype,
      String source,
      TokenRules tokens,
      ListRules list,
      OptionalInt embeddingDim)
      implements ColumnSpec {}

  /**
   * A column that is carried along for metrics and never shown to a model.
   *
   * @param name column
   * @param dtype declared type
   */
  record Meta(String name, DataType dtype) implements ColumnSpec {}

  /**
   * How values become a vocabulary.
   *
   * @param fill token that stands for a missing value, if it is not the one of the type
   * @param minCount occurrences in training data below which a value is not known
   * @param shareWith earlier feature whose vocabulary and table it uses
   */
  record TokenRules(Optional<String> fill, int minCount, Optional<String> shareWith) {

    /** Returns the token that is never part of the vocabulary. */
    String missing() {
      return fill.orElse("");
    }

    /** Returns the token that takes the place of a null. */
    String filled(DataType dtype) {
      return fill.orElse(dtype.fill());
    }
  }

  /**
   * How a list becomes a row of ids.
   *
   * @param splitter text that parts the values of a list that is stored as a text
   * @param maxLength ids per sample; 0 means as many as the longest list in training data
   * @param padding the side on which it is filled up or cut
   * @param encoders how the ids of a sample become one vector
   */
  record ListRules(String splitter, int maxLength, Padding padding, List<EncoderStep> encoders) {

    /** Takes a copy of the list. */
    public ListRules {
      encoders = List.copyOf(encoders);
    }

    /** Creates rules with one of the usual encoders. */
    public ListRules(
        String splitter, int maxLength, Padding padding, Feature.SequenceEncoder encoder) {
      this(splitter, maxLength, padding, encoder.steps());
    }
  }
}
