package io.fuxictr.dataset.feature;

import io.fuxictr.dataset.feature.Feature.Embedding;
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

  /** A value with its ids, which other columns may use as well. */
  record Categorical(ColumnSpec.Categorical spec, Coder coder, Optional<Pretrained> pretrained)
      implements FittedColumn {}

  /** A number that is told apart by intervals only. */
  record Bucketed(ColumnSpec.Categorical spec, Buckets buckets) implements FittedColumn {}

  /** A list with its ids and the number of ids per sample. */
  record Sequence(
      ColumnSpec.Sequence spec, Coder coder, int maxLength, Optional<Pretrained> pretrained)
      implements FittedColumn {}

  /** A vector, about which nothing is learnt. */
  record Vector(ColumnSpec.Vector spec) implements FittedColumn {}

  /** A column carried along, as whole numbers or as texts; nothing is learnt about it. */
  record Meta(ColumnSpec.Meta spec, boolean isWhole) implements FittedColumn {}

  /** A column carried along as the numbers of its values, those of the training rows first. */
  record MetaIds(ColumnSpec.Meta spec, Vocabulary vocabulary) implements FittedColumn {}

  /** Returns the column as a model sees it. */
  default Feature feature() {
    return switch (this) {
      case Numeric(var spec, _) ->
          new Feature.Numeric(spec.name(), spec.source(), spec.embedding());
      case Categorical(var spec, var coder, var pretrained) ->
          categorical(spec, coder.size(), with(spec.embedding(), pretrained));
      case Bucketed(var spec, var buckets) -> categorical(spec, buckets.size(), spec.embedding());
      case Sequence(var spec, var coder, int maxLength, var pretrained) ->
          new Feature.Sequence(
              spec.name(),
              spec.source(),
              coder.size(),
              maxLength,
              spec.tokens().shareWith(),
              with(spec.embedding(), pretrained));
      case Vector(var spec) ->
          new Feature.Vector(spec.name(), spec.source(), spec.dim(), spec.embedding());
      case Meta(var spec, _) -> new Feature.Meta(spec.name());
      case MetaIds(var spec, _) -> new Feature.Meta(spec.name());
    };
  }

  /** Returns the form in which the column is needed. */
  default ColumnForm form() {
    return switch (this) {
      case Numeric _, Bucketed _ -> ColumnForm.NUMBERS;
      case Categorical _, Sequence _, MetaIds _ -> ColumnForm.TOKENS;
      case Vector _ -> ColumnForm.FLOAT_LISTS;
      case Meta(_, boolean isWhole) -> isWhole ? ColumnForm.LONGS : ColumnForm.TOKENS;
    };
  }

  /** Returns what its column holds when it is encoded. */
  default OutputColumn.Kind kind() {
    return switch (this) {
      case Numeric _ -> OutputColumn.Kind.FLOATS;
      case Categorical _, Bucketed _, MetaIds _ -> OutputColumn.Kind.IDS;
      case Sequence _ -> OutputColumn.Kind.ID_LISTS;
      case Vector _ -> OutputColumn.Kind.FLOAT_LISTS;
      case Meta(_, boolean isWhole) -> isWhole ? OutputColumn.Kind.LONGS : OutputColumn.Kind.TEXTS;
    };
  }

  private static Feature categorical(ColumnSpec.Categorical spec, long size, Embedding embedding) {
    return new Feature.Categorical(
        spec.name(), spec.source(), size, spec.tokens().shareWith(), embedding);
  }

  private static Embedding with(Embedding embedding, Optional<Pretrained> pretrained) {
    return pretrained.map(embedding::withPretrained).orElse(embedding);
  }
}
