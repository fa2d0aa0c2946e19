package io.fuxictr.ctr.layer.dense;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.core.Linear;
import io.fuxictr.ctr.layer.InitialValues;
import io.fuxictr.ctr.layer.Pass;
import io.fuxictr.ctr.layer.Weight;
import io.fuxictr.ctr.layer.Weight.NamedShape;
import io.fuxictr.ctr.layer.WeightRole;
import io.fuxictr.ctr.layer.WeightedBlock;
import java.util.List;
import java.util.Optional;

/**
 * Several linear layers that read one input, in one product: (…, I) to a (…, O_k) of each.
 *
 * <p>Weights start Xavier normal, biases at zero.
 */
public final class JoinedLinear extends WeightedBlock {
  private final long[] ends;
  private final Weight weight;
  private final Optional<Weight> bias;

  /** Whether the layers have a bias. */
  public enum Bias {
    /** They do. */
    TRAINED,
    /** They do not. */
    NONE
  }

  /**
   * One of the layers.
   *
   * @param name its name in the reference
   * @param width of its output
   */
  public record Output(String name, int width) {}

  /** Makes the layers; they compute in the order given. */
  public JoinedLinear(int inputs, List<Output> outputs, Bias bias) {
    ends = new long[outputs.size()];
    long end = 0;
    for (int i = 0; i < ends.length; i++) {
      end += outputs.get(i).width();
      ends[i] = end;
    }
    weight =
        add(
            Weight.of(
                new Shape(end, inputs),
                WeightRole.NET,
                new InitialValues.XavierNormal(),
                outputs.stream()
                    .map(o -> new NamedShape(o.name() + ".weight", new Shape(o.width(), inputs)))
                    .toList()));
    this.bias =
        switch (bias) {
          case TRAINED -> Optional.of(add(biases(end, outputs)));
          case NONE -> Optional.empty();
        };
  }

  private static Weight biases(long width, List<Output> outputs) {
    return Weight.of(
        new Shape(width),
        WeightRole.NET,
        new InitialValues.Constant(0f),
        outputs.stream()
            .map(output -> new NamedShape(output.name() + ".bias", new Shape(output.width())))
            .toList());
  }

  /** Computes all outputs, in the order of the layers. */
  public NDList outputs(Pass pass, NDArray x) {
    NDArray w = pass.value(weight);
    NDArray y =
        bias.map(b -> Linear.linear(x, w, pass.value(b)))
            .orElseGet(() -> Linear.linear(x, w))
            .singletonOrThrow();
    if (ends.length == 1) {
      return new NDList(y);
    }
    long[] inner = java.util.Arrays.copyOf(ends, ends.length - 1);
    return y.split(inner, y.getShape().dimension() - 1);
  }

  @Override
  public NDList apply(Pass pass, NDList inputs) {
    return outputs(pass, inputs.singletonOrThrow());
  }
}
