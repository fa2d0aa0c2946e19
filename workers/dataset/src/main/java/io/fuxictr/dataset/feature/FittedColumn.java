package io.fuxictr.dataset.feature;

import io.fuxictr.dataset.part.ColumnForm;
import io.fuxictr.dataset.part.OutputColumn;
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

  /** A column carried along, as whole numbers or as texts; nothing is learnt about it. */
  record Meta(ColumnSpec.Meta spec, boolean isWhole) implements FittedColumn {}

  /** Returns the column as a model sees it. */
  default Feature feature() {
    return switch (this) {
      case Numeric(var spec, _) ->
          new Feature.Numeric(spec.name(), spec.source(), spec.embeddingDim());
      case Categorical(var spec, var vocabulary) ->
          new Feature.Categorical(
              spec.name(),
              spec.source(),
              vocabulary.size(),
              spec.tokens().shareWith(),
              spec.embeddingDim());
      case Sequence(var spec, var vocabulary, int maxLength) ->
          new Feature.Sequence(
              spec.name(),
              spec.source(),
              vocabulary.size(),
              maxLength,
              spec.tokens().shareWith(),
              Feature.Embedding.of(spec.embeddingDim()).withEncoders(spec.list().encoders()));
      case Meta(var spec, _) -> new Feature.Meta(spec.name());
    };
  }

  /** Returns the form in which its raw column is read. */
  default ColumnForm form() {
    return switch (this) {
      case Numeric _ -> ColumnForm.NUMBERS;
      case Categorical _, Sequence _ -> ColumnForm.TOKENS;
      case Meta(_, boolean isWhole) -> isWhole ? ColumnForm.LONGS : ColumnForm.TOKENS;
    };
  }

  /** Returns what its column holds when it is encoded. */
  default OutputColumn.Kind kind() {
    return switch (this) {
      case Numeric _ -> OutputColumn.Kind.FLOATS;
      case Categorical _ -> OutputColumn.Kind.IDS;
      case Sequence _ -> OutputColumn.Kind.ID_LISTS;
      case Meta(_, boolean isWhole) -> isWhole ? OutputColumn.Kind.LONGS : OutputColumn.Kind.TEXTS;
    };
  }
}
