package io.fuxictr.ctr.layer.dense;

import ai.djl.ndarray.NDArray;
import io.fuxictr.ctr.config.ModelConfigException;
import io.fuxictr.ctr.layer.Layer;
import java.util.Arrays;
import java.util.stream.Collectors;

/** A function between layers, by the name that experiments give it. */
public enum Activation {
  /** None: x. */
  IDENTITY("None"),
  /** max(0, x). */
  RELU("ReLU"),
  /** 1 / (1 + e^-x). */
  SIGMOID("Sigmoid"),
  /** The hyperbolic tangent. */
  TANH("Tanh"),
  /** e^x over its sum along the last axis. */
  SOFTMAX("Softmax"),
  /** x, or 0.01 x below zero. */
  LEAKY_RELU("LeakyReLU"),
  /** x Φ(x), exact. */
  GELU("GELU"),
  /** x σ(x). */
  SILU("SiLU"),
  /** x, or e^x - 1 below zero. */
  ELU("ELU"),
  /** 1.0507 · (x, or 1.6733 (e^x - 1) below zero). */
  SELU("SELU"),
  /** ln(1 + e^x). */
  SOFTPLUS("Softplus"),
  /** x, or α x below zero with a trained α per unit: {@link PRelu}. */
  PRELU("PReLU"),
  /** A gate that adapts to the data: {@link Dice}. */
  DICE("Dice");

  private static final float LEAK = 0.01f;

  private final String reference;

  Activation(String reference) {
    this.reference = reference;
  }

  /** Reads a name as the reference writes it, in any case. */
  public static Activation of(String key, String name) {
    for (Activation activation : values()) {
      if (activation.reference.equalsIgnoreCase(name)) {
        return activation;
      }
    }
    throw ModelConfigException.of(key, name, allowed());
  }

  /** Returns all names. */
  public static String allowed() {
    return Arrays.stream(values()).map(a -> a.reference).collect(Collectors.joining(", "));
  }

  /** Returns the name as the reference writes it. */
  public String reference() {
    return reference;
  }

  /** Returns whether it trains something. */
  public boolean hasWeights() {
    return this == PRELU || this == DICE;
  }

  /**
   * Returns it as a layer.
   *
   * @param name its name in the reference
   * @param units width of the last axis
   */
  public Layer layer(String name, int units) {
    return switch (this) {
      case PRELU -> new PRelu(name, units);
      case DICE -> new Dice(name, units);
      case IDENTITY, RELU, SIGMOID, TANH, SOFTMAX, LEAKY_RELU, GELU, SILU, ELU, SELU, SOFTPLUS ->
          new Elementwise(this);
    };
  }

  /**
   * Applies it, if it has no weights.
   *
   * @throws IllegalStateException for those with weights, which need a {@link #layer}
   */
  public NDArray apply(NDArray x) {
    return switch (this) {
      case IDENTITY -> x;
      case RELU -> ai.djl.nn.Activation.relu(x);
      case SIGMOID -> ai.djl.nn.Activation.sigmoid(x);
      case TANH -> ai.djl.nn.Activation.tanh(x);
      case SOFTMAX -> x.softmax(-1);
      case LEAKY_RELU -> ai.djl.nn.Activation.leakyRelu(x, LEAK);
      case GELU -> ai.djl.nn.Activation.gelu(x);
      case SILU -> ai.djl.nn.Activation.swish(x, 1f);
      case ELU -> ai.djl.nn.Activation.elu(x, 1f);
      case SELU -> ai.djl.nn.Activation.selu(x);
      case SOFTPLUS -> ai.djl.nn.Activation.softPlus(x);
      case PRELU, DICE -> throw new IllegalStateException(reference + " has weights");
    };
  }
}
