package io.fuxictr.ctr.multitask;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import io.fuxictr.ctr.layer.Pass;
import io.fuxictr.ctr.layer.Weight;
import io.fuxictr.ctr.layer.dense.MlpGroup;
import io.fuxictr.ctr.layer.dense.MlpShape;
import io.fuxictr.ctr.layer.dense.WideMlps;
import io.fuxictr.ctr.layer.embedding.EmbeddingPlan;
import io.fuxictr.ctr.layer.embedding.FeatureEmbedding;
import io.fuxictr.ctr.model.ModelSetup;
import io.fuxictr.ctr.model.MultiObjective;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

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
public final class ShareBottom extends MultiObjective {
  private final FeatureEmbedding embedding;
  private final WideMlps bottom;
  private final WideMlps towers;

  /** Builds it from hyper-parameters bottom_hidden_units and tower_hidden_units. */
  public ShareBottom(ModelSetup setup) {
    setup.checkObjectives();
    int dim = setup.commonEmbeddingDim();
    MlpShape below =
        setup.groupedMlp("bottom_hidden_units", List.of(64, 64, 64), OptionalInt.empty());
    MlpShape above = setup.groupedMlp("tower_hidden_units", List.of(64), OptionalInt.of(1));
    embedding =
        add(
            "embedding",
            new FeatureEmbedding(setup.layout(), EmbeddingPlan.pooled(Names.TABLES, dim)));
    MlpGroup one = new MlpGroup(List.of("bottom"), below);
    bottom = add("bottom", new WideMlps(List.of(one), embedding.flatWidth()));
    MlpGroup each = new MlpGroup(Names.numbered(Names.TOWER, setup.objectives()), above);
    towers = add("towers", new WideMlps(List.of(each), below.outputUnits()));
  }

  @Override
  public NDList apply(Pass pass, NDList inputs) {
    NDArray x = embedding.embed(pass, inputs).flat();
    NDArray shared = bottom.apply(pass, new NDList(x)).singletonOrThrow().squeeze(0);
    NDArray logits = towers.apply(pass, new NDList(shared)).singletonOrThrow();
    return new NDList(logits.squeeze(-1));
  }

  @Override
  public Optional<Weight> lastSharedLayer() {
    return Optional.of(bottom.lastWeight(0));
  }
}
