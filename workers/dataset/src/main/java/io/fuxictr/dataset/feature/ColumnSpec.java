package io.fuxictr.dataset.feature;

import io.fuxictr.dataset.feature.Feature.Embedding;
import java.util.Optional;
import java.util.OptionalInt;

/** What a user declares about one column. */
public sealed interface ColumnSpec {

  /** Returns the name of the column. */
  String name();

  /** Returns the declared type of its values. */
  DataType dtype();

  /** Returns how it is made of a raw column; empty if it is one itself. */
  Optional<Derivation> derivation();

  /** Returns the raw column that is read for it. */
  default String rawColumn() {
    return derivation().map(Derivation::column).orElse(name());
  }

  /**
   * A number per sample.
   *
   * @param name column
   * @param dtype declared type
   * @param source free tag such as {@code user}; empty if there is none
   * @param fill what stands for a missing value
   * @param scaling how it is scaled, if it is
   * @param embedding how it becomes a vector
   * @param derivation how it is made of a raw column
   */
  record Numeric(
      String name,
      DataType dtype,
      String source,
      double fill,
      Optional<Scaling> scaling,
      Embedding embedding,
      Optional<Derivation> derivation)
      implements ColumnSpec {

    /** Creates a raw column with the usual embedding. */
    public Numeric(
        String name,
        DataType dtype,
        String source,
        double fill,
        Optional<Scaling> scaling,
        OptionalInt embeddingDim) {
      this(name, dtype, source, fill, scaling, Embedding.of(embeddingDim), Optional.empty());
    }
  }

  /**
   * One of a set of values per sample.
   *
   * @param name column
   * @param dtype declared type
   * @param source free tag such as {@code user}; empty if there is none
   * @param tokens how its values become ids
   * @param embedding how an id becomes a vector
   * @param derivation how it is made of a raw column
   */
  record Categorical(
      String name,
      DataType dtype,
      String source,
      TokenRules tokens,
      Embedding embedding,
      Optional<Derivation> derivation)
      implements ColumnSpec {

    /** Creates a raw column with the usual embedding. */
    public Categorical(
        String name, DataType dtype, String source, TokenRules tokens, OptionalInt embeddingDim) {
      this(name, dtype, source, tokens, Embedding.of(embeddingDim), Optional.empty());
    }
  }

  /**
   * A list of values per sample.
   *
   * @param name column
   * @param dtype declared type
   * @param source free tag such as {@code user}; empty if there is none
   * @param tokens how its values become ids
   * @param list how a list becomes a row of ids
   * @param embedding how the ids of a sample become one vector, or several
   * @param derivation how it is made of a raw column
   */
  record Sequence(
      String name,
      DataType dtype,
      String source,
      TokenRules tokens,
      ListRules list,
      Embedding embedding,
      Optional<Derivation> derivation)
      implements ColumnSpec {}

  /**
   * A vector per sample.
   *
   * @param name column
   * @param dtype declared type
   * @param source free tag such as {@code user}; empty if there is none
   * @param dim numbers per sample, at least 1
   * @param embedding how it becomes a vector of the model's width
   */
  record Vector(String name, DataType dtype, String source, int dim, Embedding embedding)
      implements ColumnSpec {

    @Override
    public Optional<Derivation> derivation() {
      return Optional.empty();
    }
  }

  /**
   * A column that is carried along for metrics and never shown to a model.
   *
   * @param name column
   * @param dtype declared type
   * @param fill what stands for a missing value, if it is not that of the type
   * @param remap whether its values are replaced by numbers; those of the training rows come first,
   *     the more frequent the lower, then others in the order in which they appear
   * @param derivation how it is made of a raw column
   */
  record Meta(
      String name,
      DataType dtype,
      Optional<String> fill,
      boolean remap,
      Optional<Derivation> derivation)
      implements ColumnSpec {

    /** Creates a raw column whose values stay as they are. */
    public Meta(String name, DataType dtype) {
      this(name, dtype, Optional.empty(), false, Optional.empty());
    }

    /** Returns the text that takes the place of a null. */
    String filled() {
      return fill.orElse(dtype.fill());
    }
  }

  /**
   * How values become ids.
   *
   * @param fill token that stands for a missing value, if it is not the one of the type
   * @param minCount occurrences in training data below which a value is not known
   * @param shareWith earlier feature whose vocabulary and table it uses
   * @param coding by what rule
   * @param pretrained vectors learnt elsewhere
   */
  record TokenRules(
      Optional<String> fill,
      int minCount,
      Optional<String> shareWith,
      Coding coding,
      Optional<PretrainedSource> pretrained) {

    /** Creates rules by which a vocabulary is learnt. */
    public TokenRules(Optional<String> fill, int minCount, Optional<String> shareWith) {
      this(fill, minCount, shareWith, new Coding.Learnt(), Optional.empty());
    }

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
   */
  record ListRules(String splitter, int maxLength, Padding padding) {}
}
