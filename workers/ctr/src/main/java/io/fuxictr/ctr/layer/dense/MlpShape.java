package io.fuxictr.ctr.layer.dense;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * The layers of a multi-layer perceptron.
 *
 * <p>Each hidden layer is Linear, batch norm if wanted, activation, dropout; the output layer is
 * Linear and its own activation.
 *
 * @param hiddenUnits widths of the hidden layers
 * @param output width of the output layer, if there is one
 * @param style what happens in the hidden layers
 * @param outputActivation what comes after the last layer of all
 */
public record MlpShape(
    List<Integer> hiddenUnits, OptionalInt output, Style style, Activation outputActivation) {

  /** Rejects a perceptron whose style has another number of layers. */
  public MlpShape {
    hiddenUnits = List.copyOf(hiddenUnits);
    style = style.of(hiddenUnits.size());
  }

  /** Describes a perceptron whose output is taken as it is. */
  public MlpShape(List<Integer> hiddenUnits, OptionalInt output, Style style) {
    this(hiddenUnits, output, style, Activation.IDENTITY);
  }

  /**
   * What happens in the hidden layers after their products.
   *
   * @param activations of each layer; one stands for all
   * @param dropouts probability of each layer to leave a number out; one stands for all
   * @param norm what is normalised over the batch
   */
  public record Style(List<Activation> activations, List<Double> dropouts, Norm norm) {

    /** Takes copies of the lists. */
    public Style {
      activations = List.copyOf(activations);
      dropouts = List.copyOf(dropouts);
    }

    /** Describes layers that are all alike. */
    public static Style alike(Activation activation, double dropout, boolean batchNorm) {
      return new Style(
          List.of(activation), List.of(dropout), batchNorm ? Norm.EACH_LAYER : Norm.NONE);
    }

    private Style of(int layers) {
      return new Style(
          repeated(activations, layers, "activations"),
          repeated(dropouts, layers, "dropouts"),
          norm);
    }

    private static <T> List<T> repeated(List<T> values, int layers, String what) {
      if (values.size() == layers) {
        return values;
      }
      if (values.size() != 1) {
        throw new IllegalArgumentException(
            "%d %s for %d hidden layers".formatted(values.size(), what, layers));
      }
      return java.util.Collections.nCopies(layers, values.getFirst());
    }
  }

  /** What is normalised over the batch. */
  public enum Norm {
    /** Nothing. */
    NONE,
    /** The product of each hidden layer. */
    EACH_LAYER,
    /** The input of the perceptron. */
    INPUT_ONLY
  }

  /**
   * One layer and where the reference keeps it in its list of modules.
   *
   * @param units width
   * @param hidden false for the output layer
   * @param index place of its Linear; batch norm, activation and dropout follow
   * @param activation what comes after the product, or after batch norm
   * @param dropout probability to leave a number out
   * @param batchNorm whether its product is normalised
   */
  record Layer(
      int units,
      boolean hidden,
      int index,
      Activation activation,
      double dropout,
      boolean batchNorm) {

    String linear(String prefix, String parameter) {
      return "%s.mlp.%d.%s".formatted(prefix, index, parameter);
    }

    String batchNorm(String prefix) {
      return "%s.mlp.%d".formatted(prefix, index + 1);
    }

    String activation(String prefix) {
      return "%s.mlp.%d".formatted(prefix, index + (batchNorm ? 2 : 1));
    }

    private int modules() {
      return 1
          + (batchNorm ? 1 : 0)
          + (activation == Activation.IDENTITY ? 0 : 1)
          + (dropout > 0 ? 1 : 0);
    }
  }

  /** Returns the width of what comes out. */
  public int outputUnits() {
    return output.orElseGet(hiddenUnits::getLast);
  }

  /** Returns all layers, hidden ones first. */
  List<Layer> layers() {
    List<Layer> layers = new ArrayList<>();
    boolean each = style.norm() == Norm.EACH_LAYER;
    int index = style.norm() == Norm.INPUT_ONLY ? 1 : 0;
    for (int i = 0; i < hiddenUnits.size(); i++) {
      Activation activation = style.activations().get(i);
      double dropout = style.dropouts().get(i);
      Layer layer = new Layer(hiddenUnits.get(i), true, index, activation, dropout, each);
      layers.add(layer);
      index += layer.modules();
    }
    if (output.isPresent()) {
      layers.add(new Layer(output.getAsInt(), false, index, Activation.IDENTITY, 0, false));
    }
    return layers;
  }
}
