package io.fuxictr.dataset.feature;

/**
 * One step on the way from the embedded values of a feature to what a model takes: data, of which
 * whoever knows layers makes layers. A {@code feature_encoder} is a list of steps, first to last.
 */
public sealed interface EncoderStep {

  /** Mean over the positions of a sequence that are not padding: (B, L, d) to (B, d). */
  record MaskedAveragePooling() implements EncoderStep {}

  /** Sum over the positions of a sequence that are not padding: (B, L, d) to (B, d). */
  record MaskedSumPooling() implements EncoderStep {}

  /**
   * The largest values along an axis, in the order in which they stand.
   *
   * @param k values kept, at least 1
   * @param axis axis along which they are chosen, the batch being axis 0; negative from the end
   */
  record KMaxPooling(int k, int axis) implements EncoderStep {

    /** Rejects a number of values below 1. */
    public KMaxPooling {
      if (k < 1) {
        throw new IllegalArgumentException("k is %d, not at least 1".formatted(k));
      }
    }
  }

  /**
   * An affine map of the last axis.
   *
   * @param inputs width before it
   * @param outputs width behind it
   * @param hasBias whether something is added
   */
  record Linear(int inputs, int outputs, boolean hasBias) implements EncoderStep {

    /** Rejects widths below 1. */
    public Linear {
      if (inputs < 1 || outputs < 1) {
        throw new IllegalArgumentException(
            "a linear map from %d to %d values".formatted(inputs, outputs));
      }
    }
  }

  /**
   * A function of each number, or of each vector, with the parameters PyTorch gives it by default.
   *
   * @param kind which one
   */
  record Activation(Kind kind) implements EncoderStep {

    /** The known functions. */
    public enum Kind {
      /** max(x, 0). */
      RELU("ReLU"),
      /** 1 / (1 + exp(-x)). */
      SIGMOID("Sigmoid"),
      /** Hyperbolic tangent. */
      TANH("Tanh"),
      /** Exponentials divided by their sum, over the last axis. */
      SOFTMAX("Softmax"),
      /** x where positive, else a learnt multiple of it that starts at 0.25. */
      PRELU("PReLU"),
      /** x where positive, else 0.01 x. */
      LEAKY_RELU("LeakyReLU"),
      /** x times the standard normal distribution function of x. */
      GELU("GELU"),
      /** x times its sigmoid. */
      SILU("SiLU"),
      /** x where positive, else exp(x) - 1. */
      ELU("ELU");

      private final String wireName;

      Kind(String wireName) {
        this.wireName = wireName;
      }

      /** Returns the name in configuration files. */
      public String wireName() {
        return wireName;
      }
    }
  }
}
