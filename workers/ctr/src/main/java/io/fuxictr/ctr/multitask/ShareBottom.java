package io.fuxictr.ctr.multitask;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import io.fuxictr.ctr.batch.FieldLayout;
import io.fuxictr.ctr.layer.FeatureEmbedding;
import io.fuxictr.ctr.layer.MlpGroup;
import io.fuxictr.ctr.layer.MlpShape;
import io.fuxictr.ctr.layer.Weight;
import io.fuxictr.ctr.layer.WeightedBlock;
import io.fuxictr.ctr.layer.WideMlps;
import io.fuxictr.ctr.model.ModelSetup;
import io.fuxictr.ctr.model.Network;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * One bottom that all objectives share, and a tower for each.
 *
 * <p>With x (B, F · d) the embedded fields side by side:
 *
 * <ul>
 *   <li>h = bottom(x): (B, H)
 *   <li>logits of objective t = tower_t(h): (B)
 * </ul>
 *
 * <p>Source: Caruana, <a href="https://doi.org/10.1023/A:1007379606734">Multitask Learning</a>,
 * 1997, section 2.
 */
public final class ShareBottom extends WeightedBlock implements Network {
  private final FeatureEmbedding embedding;
  private final WideMlps bottom;
  private final WideMlps towers;
  private final int objectives;

  /** Builds it from hyper-parameters bottom_hidden_units and tower_hidden_units. */
  public ShareBottom(ModelSetup setup) {
    setup.checkObjectives();
    objectives = setup.objectives();
    FieldLayout layout = new FieldLayout(setup.features());
    int dim = setup.embeddingDim();
    MlpShape below = setup.mlp("bottom_hidden_units", List.of(64, 64, 64), OptionalInt.empty());
    MlpShape above = setup.mlp("tower_hidden_units", List.of(64), OptionalInt.of(1));
    embedding = add("embedding", new FeatureEmbedding(layout, dim, Names.TABLES));
    bottom =
        add(
            "bottom",
            new WideMlps(
                List.of(new MlpGroup(List.of("bottom"), below)), setup.features().fields() * dim));
    towers =
        add(
            "towers",
            new WideMlps(
                List.of(new MlpGroup(Names.numbered(Names.TOWER, objectives), above)),
                below.outputUnits()));
  }

  @Override
  public Optional<Weight> lastSharedLayer() {
    return Optional.of(bottom.lastWeight(0));
  }

  @Override
  protected NDList forwardInternal(
      ParameterStore store,
      NDList inputs,
      boolean training,
      @Nullable PairList<String, Object> arguments) {
    NDArray fields = embedding.forward(store, inputs, training, arguments).singletonOrThrow();
    long rows = fields.getShape().get(0);
    NDList x = new NDList(fields.reshape(rows, -1));
    NDArray shared = bottom.forward(store, x, training, arguments).singletonOrThrow();
    NDList h = new NDList(shared.squeeze(0));
    NDArray logits = towers.forward(store, h, training, arguments).singletonOrThrow();
    return new NDList(logits.squeeze(-1));
  }

  @Override
  public Shape[] getOutputShapes(Shape[] inputs) {
    return new Shape[] {new Shape(objectives, inputs[0].get(0))};
  }
}
