package io.fuxictr.ctr.model.sequence;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.fuxictr.ctr.config.HyperParameters;
import io.fuxictr.ctr.layer.Pass;
import io.fuxictr.ctr.layer.WeightedBlock;
import io.fuxictr.ctr.layer.sequence.Masks;
import io.fuxictr.ctr.layer.sequence.PositionVectors;
import io.fuxictr.ctr.layer.sequence.TransformerLayer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A transformer over a sequence and its target: target (B, D), sequence (B, L, D) and mask (B, L)
 * to (B, D + p), or (B, (L + 1) (D + p)) when positions are laid flat.
 *
 * <p>The target is position L; beside each position stands a trained vector of width p, if any.
 * Empty positions are hidden from all others but not from themselves; with a causal mask, what
 * comes later is hidden too. Mean and sum pool the positions with something, the target among them.
 */
final class BehaviourEncoder extends WeightedBlock {
  private static final int[] POSITIONS = {1};
  private static final float TINY = 1e-12f;

  private final int positions;
  private final int width;
  private final Options options;
  private final Optional<PositionVectors> vectors;
  private final List<TransformerLayer> layers = new ArrayList<>();

  /** What becomes of the positions. */
  enum Pooling {
    /** Their mean. */
    MEAN("mean"),
    /** Their sum. */
    SUM("sum"),
    /** The last one, which is the target. */
    TARGET("target"),
    /** All side by side. */
    CONCAT("concat");

    private final String word;

    Pooling(String word) {
      this.word = word;
    }

    /** Reads hyper-parameter seq_pooling_type. */
    static Pooling of(HyperParameters parameters) {
      return parameters.choice("seq_pooling_type", MEAN, List.of(values()), each -> each.word);
    }
  }

  /**
   * What all encoders of a model have in common.
   *
   * @param layers how many transformer layers there are
   * @param layer what each of them is like
   * @param positionWidth p, or 0 for no vectors of positions
   * @param causal whether a position sees only those before it
   * @param pooling what becomes of the positions
   */
  record Options(
      int layers,
      TransformerLayer.Options layer,
      int positionWidth,
      boolean causal,
      Pooling pooling) {}

  /**
   * Makes the layers.
   *
   * @param name its name in the reference
   * @param positions L + 1
   * @param dim D
   */
  BehaviourEncoder(String name, int positions, int dim, Options options) {
    this.positions = positions;
    this.width = dim + options.positionWidth();
    this.options = options;
    vectors =
        options.positionWidth() == 0
            ? Optional.empty()
            : Optional.of(
                add(
                    "vectors",
                    new PositionVectors(
                        name + ".position_emb", positions, options.positionWidth())));
    for (int i = 0; i < options.layers(); i++) {
      String layer = "%s.transformer_blocks.%d".formatted(name, i);
      layers.add(add("layer", new TransformerLayer(layer, width, options.layer())));
    }
  }

  /** Returns the width of what comes out. */
  int outputs() {
    return options.pooling() == Pooling.CONCAT ? positions * width : width;
  }

  /** Encodes the sequences of a batch. */
  NDArray encode(Pass pass, NDArray target, NDArray sequence, NDArray mask) {
    NDArray all = sequence.concat(target.expandDims(1), 1);
    NDArray known = mask.concat(mask.getManager().ones(new Shape(mask.getShape().get(0), 1)), 1);
    NDArray x = vectors.map(each -> each.apply(pass, all)).orElse(all);
    NDArray penalty = penalty(known);
    for (TransformerLayer layer : layers) {
      x = layer.positions(pass, x, penalty);
    }
    return pooled(x, known);
  }

  /** Returns what hides positions from each other: (B, 1, N, N). */
  private NDArray penalty(NDArray known) {
    NDArray itself = known.getManager().eye(positions);
    NDArray seen = known.expandDims(1).maximum(itself.expandDims(0));
    if (options.causal()) {
      NDArray order = known.getManager().arange(positions);
      NDArray before = order.expandDims(1).gte(order.expandDims(0));
      seen = seen.mul(before.toType(DataType.FLOAT32, false));
    }
    return Masks.penalty(seen).expandDims(1);
  }

  private NDArray pooled(NDArray x, NDArray known) {
    return switch (options.pooling()) {
      case MEAN -> sum(x, known).div(known.sum(POSITIONS, true).add(TINY));
      case SUM -> sum(x, known);
      case TARGET -> x.get(new NDIndex(":, {}", positions - 1));
      case CONCAT -> x.reshape(x.getShape().get(0), -1);
    };
  }

  private static NDArray sum(NDArray x, NDArray known) {
    return known.expandDims(1).batchMatMul(x).squeeze(1);
  }

  @Override
  public NDList apply(Pass pass, NDList inputs) {
    return new NDList(encode(pass, inputs.get(0), inputs.get(1), inputs.get(2)));
  }
}
