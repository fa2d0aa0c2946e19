package io.fuxictr.ctr.model.cross;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.nn.Activation;
import io.fuxictr.ctr.layer.Pass;
import io.fuxictr.ctr.layer.WeightedBlock;
import io.fuxictr.ctr.layer.dense.LinearLayer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What two networks tell each other: x (B, D) and y (B, D) to (B, D).
 *
 * <ul>
 *   <li>pointwise_addition: x + y
 *   <li>hadamard_product: x ⊙ y
 *   <li>concatenation: relu(W [x; y] + b), W (D, 2 D)
 *   <li>attention_pooling: a_x(x) ⊙ x + a_y(y) ⊙ y, a(z) = softmax(V relu(W z + b)) over the
 *       components, V and W (D, D)
 * </ul>
 *
 * <p>Source: Chen et al., <a href="https://doi.org/10.1145/3459637.3481915">Enhancing Explicit and
 * Implicit Feature Interactions via Information Sharing for Parallel Deep CTR Models</a>, CIKM
 * 2021, section 3.2.
 */
final class Bridge extends WeightedBlock {
  private final Kind kind;
  private final List<LinearLayer> layers = new ArrayList<>();

  /** How the two are joined. */
  enum Kind {
    POINTWISE_ADDITION("pointwise_addition"),
    HADAMARD_PRODUCT("hadamard_product"),
    CONCATENATION("concatenation"),
    ATTENTION_POOLING("attention_pooling");

    private final String reference;

    Kind(String reference) {
      this.reference = reference;
    }

    static List<String> names() {
      return Arrays.stream(values()).map(kind -> kind.reference).toList();
    }

    static Kind of(String name) {
      return Arrays.stream(values())
          .filter(kind -> kind.reference.equals(name))
          .findFirst()
          .orElseThrow();
    }
  }

  Bridge(String name, int width, Kind kind) {
    this.kind = kind;
    switch (kind) {
      case POINTWISE_ADDITION, HADAMARD_PRODUCT -> {}
      case CONCATENATION -> use(LinearLayer.of(name + ".concat_pooling.0", 2 * width, width));
      case ATTENTION_POOLING -> {
        for (String side : List.of("x", "y")) {
          String attention = "%s.attention_%s.".formatted(name, side);
          use(LinearLayer.of(attention + 0, width, width));
          use(LinearLayer.withoutBias(attention + 2, width, width));
        }
      }
    }
  }

  private void use(LinearLayer layer) {
    layers.add(add("layer", layer));
  }

  NDArray join(Pass pass, NDArray x, NDArray y) {
    return switch (kind) {
      case POINTWISE_ADDITION -> x.add(y);
      case HADAMARD_PRODUCT -> x.mul(y);
      case CONCATENATION -> Activation.relu(layers.getFirst().apply(pass, x.concat(y, 1)));
      case ATTENTION_POOLING -> attended(pass, 0, x).add(attended(pass, 2, y));
    };
  }

  private NDArray attended(Pass pass, int layer, NDArray z) {
    NDArray hidden = Activation.relu(layers.get(layer).apply(pass, z));
    return layers.get(layer + 1).apply(pass, hidden).softmax(-1).mul(z);
  }

  @Override
  public NDList apply(Pass pass, NDList inputs) {
    return new NDList(join(pass, inputs.get(0), inputs.get(1)));
  }
}
