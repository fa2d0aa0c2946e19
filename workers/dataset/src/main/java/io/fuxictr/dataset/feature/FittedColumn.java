package io.fuxictr.dataset.feature;

import java.util.Optional;

/** A declared column and what was learnt about it from training data. */
sealed interface FittedColumn {

  /** Returns what was declared. */
  ColumnSpec spec();

  /** A number with its scale, if it has one. */
  record Numeric(ColumnSpec.Numeric spec, Optional<Normalizer> normalizer)
      implements FittedColumn {}

  /** A value with its vocabulary, which other columns may use as well. */
  record Categorical(ColumnSpec.Categorical spec, Vocabulary vocabulary) implements FittedColumn {}

  /** A list with its vocabulary and the number of ids per sample. */
  record Sequence(ColumnSpec.Sequence spec, Vocabulary vocabulary, int maxLength)
      implements FittedColumn {}

  /** A column carried along, about which nothing is learnt. */
  record Meta(ColumnSpec.Meta spec) implements FittedColumn {}

  /** Returns the input of the model, or empty if there is none. */
  default Optional<Feature> feature() {
    return switch (this) {
      case Numeric(var spec, _) ->
          Optional.of(new Feature.Numeric(spec.name(), spec.source(), spec.embeddingDim()));
      case Categorical(var spec, var vocabulary) ->
          Optional.of(
              new Feature.Categorical(
                  spec.name(),
                  spec.source(),
                  vocabulary.size(),
                  spec.tokens().shareWith(),
                  spec.embeddingDim()));
      case Sequence(var spec, var vocabulary, int maxLength) ->
          Optional.of(
              new Feature.Sequence(
                  spec.name(),
                  spec.source(),
                  vocabulary.size(),
                  maxLength,
                  spec.tokens().shareWith(),
                  spec.list().encoder(),
                  spec.embeddingDim()));
      case Meta _ -> Optional.empty();
    };
  }
}
