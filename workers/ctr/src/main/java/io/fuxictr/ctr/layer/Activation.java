package io.fuxictr.ctr.layer;

import ai.djl.ndarray.NDArray;
import io.fuxictr.ctr.config.ModelConfigException;
import java.util.Arrays;
import java.util.stream.Collectors;

/** A function between layers that has no weights. */
public enum Activation {
  /** max(0, x). */
  RELU("ReLU"),
  /** 1 / (1 + e^-x). */
  SIGMOID("Sigmoid"),
  /** The hyperbolic tangent. */
  TANH("Tanh"),
  /** x, or 0.01 x below zero. */
  LEAKY_RELU("LeakyReLU"),
  /** x Φ(x), exact. */
  GELU("GELU"),
  /** x σ(x). */
  SILU("SiLU"),
  /** x, or e^x - 1 below zero. */
  ELU("ELU");

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
    throw ModelConfigException.of(
        key, name, Arrays.stream(values()).map(a -> a.reference).collect(Collectors.joining(", ")));
  }

  /** Applies it to every number. */
  NDArray apply(NDArray x) {
    return switch (this) {
      case RELU -> ai.djl.nn.Activation.relu(x);
      case SIGMOID -> ai.djl.nn.Activation.sigmoid(x);
      case TANH -> ai.djl.nn.Activation.tanh(x);
      case LEAKY_RELU -> ai.djl.nn.Activation.leakyRelu(x, LEAK);
      case GELU -> ai.djl.nn.Activation.gelu(x);
      case SILU -> ai.djl.nn.Activation.swish(x, 1f);
      case ELU -> ai.djl.nn.Activation.elu(x, 1f);
    };
  }
}
