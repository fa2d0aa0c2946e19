package io.fuxictr.ctr.layer;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * The layers of a multi-layer perceptron.
 *
 * <p>Each hidden layer is Linear, batch norm if wanted, activation, dropout; the output layer is
 * Linear alone.
 *
 * @param hiddenUnits widths of the hidden layers
 * @param output width of the output layer, if there is one
 * @param style what happens in the hidden layers
 */
public record MlpShape(List<Integer> hiddenUnits, OptionalInt output, Style style) {

  /** Rejects a perceptron without any layer. */
  public MlpShape {
    hiddenUnits = List.copyOf(hiddenUnits);
    if (hiddenUnits.isEmpty() && output.isEmpty()) {
      throw new IllegalArgumentException("a perceptron needs a layer");
    }
  }

  /**
   * What happens in a hidden layer after its product.
   *
   * @param activation after batch norm
   * @param dropout probability to leave a number out
   * @param batchNorm whether to normalise over the batch
   */
  public record Style(Activation activation, double dropout, boolean batchNorm) {}

  /**
   * One layer and where the reference keeps it.
   *
   * @param units width
   * @param hidden false for the output layer
   * @param linearIndex place of its Linear in the reference's list of modules; batch norm follows
   */
  record Layer(int units, boolean hidden, int linearIndex) {

    String linear(String prefix, String parameter) {
      return "%s.mlp.%d.%s".formatted(prefix, linearIndex, parameter);
    }

    String batchNorm(String prefix, String parameter) {
      return "%s.mlp.%d.%s".formatted(prefix, linearIndex + 1, parameter);
    }
  }

  /** Returns the width of what comes out. */
  public int outputUnits() {
    return output.orElseGet(hiddenUnits::getLast);
  }

  List<Layer> layers() {
    List<Layer> layers = new ArrayList<>();
    int modules = 2 + (style.batchNorm() ? 1 : 0) + (style.dropout() > 0 ? 1 : 0);
    int index = 0;
    for (int units : hiddenUnits) {
      layers.add(new Layer(units, true, index));
      index += modules;
    }
    if (output.isPresent()) {
      layers.add(new Layer(output.getAsInt(), false, index));
    }
    return layers;
  }
}
