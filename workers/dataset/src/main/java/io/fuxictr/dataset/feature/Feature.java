package io.fuxictr.dataset.feature;

import io.fuxictr.dataset.feature.EncoderStep.MaskedAveragePooling;
import io.fuxictr.dataset.feature.EncoderStep.MaskedSumPooling;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A column as the model sees it, after encoding: an input, or a {@link Meta} column that stands
 * beside the inputs.
 */
public sealed interface Feature {

  /** Returns the name of the column. */
  String name();

  /** Returns a free tag such as {@code user}; empty if there is none. */
  String source();

  /** Returns how its values become a vector; {@link Embedding#DEFAULT} for what has none. */
  Embedding embedding();

  /** Returns the width of its embedding, if it differs from the model's. */
  default OptionalInt embeddingDim() {
    return embedding().dim();
  }

  /** Returns the steps between its embedded values and what the model takes; none if empty. */
  default List<EncoderStep> encoders() {
    return embedding().encoders();
  }

  /** Returns the vectors learnt elsewhere that its embedding starts from. */
  default Optional<Pretrained> pretrained() {
    return embedding().pretrained();
  }

  /**
   * A number, one float32 per sample, normalised.
   *
   * @param name column
   * @param source free tag such as {@code user}; empty if there is none
   * @param embedding how it becomes a vector
   */
  record Numeric(String name, String source, Embedding embedding) implements Feature {

    /** Creates a number with the usual embedding. */
    public Numeric(String name, String source, OptionalInt embeddingDim) {
      this(name, source, Embedding.of(embeddingDim));
    }
  }

  /**
   * One of a set of values, one id per sample in [0, vocabularySize); 0 is padding.
   *
   * @param name column
   * @param source free tag such as {@code user}; empty if there is none
   * @param vocabularySize ids in all, padding and out-of-vocabulary included; of a hashed column
   *     the number of buckets, padding included
   * @param shareWith earlier feature whose table it uses
   * @param embedding how an id becomes a vector
   */
  record Categorical(
      String name,
      String source,
      long vocabularySize,
      Optional<String> shareWith,
      Embedding embedding)
      implements Feature {

    /** Creates a value with the usual embedding. */
    public Categorical(
        String name,
        String source,
        long vocabularySize,
        Optional<String> shareWith,
        OptionalInt embeddingDim) {
      this(name, source, vocabularySize, shareWith, Embedding.of(embeddingDim));
    }
  }

  /**
   * A list of values, {@code maxLength} ids per sample in [0, vocabularySize), padded with 0.
   *
   * @param name column
   * @param source free tag such as {@code user}; empty if there is none
   * @param vocabularySize ids in all, as for {@link Categorical}
   * @param maxLength ids per sample, at least 1
   * @param shareWith earlier feature whose table it uses
   * @param embedding how the ids of a sample become one vector, or, without encoders, {@code
   *     maxLength} vectors
   */
  record Sequence(
      String name,
      String source,
      long vocabularySize,
      int maxLength,
      Optional<String> shareWith,
      Embedding embedding)
      implements Feature {

    /** Creates a list with one of the usual encoders. */
    public Sequence(
        String name,
        String source,
        long vocabularySize,
        int maxLength,
        Optional<String> shareWith,
        SequenceEncoder encoder,
        OptionalInt embeddingDim) {
      this(
          name,
          source,
          vocabularySize,
          maxLength,
          shareWith,
          Embedding.of(embeddingDim).withEncoders(encoder.steps()));
    }

    /** Returns its encoder in one word. */
    public SequenceEncoder encoder() {
      return SequenceEncoder.of(encoders());
    }
  }

  /**
   * A vector that the data bring along, {@code dim} float32 per sample.
   *
   * @param name column
   * @param source free tag such as {@code user}; empty if there is none
   * @param dim numbers per sample, at least 1
   * @param embedding how it becomes a vector of the model's width
   */
  record Vector(String name, String source, int dim, Embedding embedding) implements Feature {

    /** Rejects a length below 1. */
    public Vector {
      if (dim < 1) {
        throw new IllegalArgumentException("vector '%s' of %d numbers".formatted(name, dim));
      }
    }
  }

  /**
   * A column that is carried along, for metrics by group and as a key of predictions. It is never
   * embedded and takes no field.
   *
   * @param name column
   */
  record Meta(String name) implements Feature {

    @Override
    public String source() {
      return "";
    }

    @Override
    public Embedding embedding() {
      return Embedding.DEFAULT;
    }
  }

  /**
   * How the values of a feature become a vector.
   *
   * @param dim width, if it differs from the model's
   * @param outputDim width of the result as declared ({@code emb_output_dim}), where models ask for
   *     it
   * @param encoders steps between the embedded values and what the model takes
   * @param pretrained vectors learnt elsewhere
   */
  record Embedding(
      OptionalInt dim,
      OptionalInt outputDim,
      List<EncoderStep> encoders,
      Optional<Pretrained> pretrained) {
    /** The model's width and nothing else. */
    public static final Embedding DEFAULT = of(OptionalInt.empty());

    /** Takes a copy of the list. */
    public Embedding {
      encoders = List.copyOf(encoders);
    }

    /** Creates an embedding of which only the width is said. */
    public static Embedding of(OptionalInt dim) {
      return new Embedding(dim, OptionalInt.empty(), List.of(), Optional.empty());
    }

    /** Returns the same with other encoders. */
    public Embedding withEncoders(List<EncoderStep> other) {
      return new Embedding(dim, outputDim, other, pretrained);
    }

    /** Returns the same with vectors learnt elsewhere. */
    public Embedding withPretrained(Pretrained vectors) {
      return new Embedding(dim, outputDim, encoders, Optional.of(vectors));
    }
  }

  /** How the embedded ids of a sequence become one vector: the usual cases, in one word. */
  enum SequenceEncoder {
    /** Mean over the ids that are not padding. */
    MASKED_AVERAGE,
    /** Sum over the ids that are not padding. */
    MASKED_SUM,
    /** Not at all: the model takes the vectors one by one. */
    NONE,
    /** By other steps, which {@link Feature#encoders} has. */
    OTHER;

    /** Returns the steps it stands for. */
    List<EncoderStep> steps() {
      return switch (this) {
        case MASKED_AVERAGE -> List.of(new MaskedAveragePooling());
        case MASKED_SUM -> List.of(new MaskedSumPooling());
        case NONE -> List.of();
        case OTHER ->
            throw new IllegalArgumentException("other encoders are declared by their steps");
      };
    }

    private static SequenceEncoder of(List<EncoderStep> steps) {
      for (SequenceEncoder known : List.of(MASKED_AVERAGE, MASKED_SUM, NONE)) {
        if (known.steps().equals(steps)) {
          return known;
        }
      }
      return OTHER;
    }
  }
}
