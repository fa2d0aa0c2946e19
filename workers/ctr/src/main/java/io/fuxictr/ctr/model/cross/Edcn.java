package io.fuxictr.ctr.model.cross;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import io.fuxictr.ctr.config.HyperParameters;
import io.fuxictr.ctr.layer.Pass;
import io.fuxictr.ctr.layer.dense.LinearLayer;
import io.fuxictr.ctr.layer.dense.Mlp;
import io.fuxictr.ctr.layer.dense.MlpShape;
import io.fuxictr.ctr.layer.embedding.EmbeddingPlan;
import io.fuxictr.ctr.layer.embedding.FeatureEmbedding;
import io.fuxictr.ctr.layer.interaction.CrossLayer;
import io.fuxictr.ctr.model.ModelSetup;
import io.fuxictr.ctr.model.ReferenceNames;
import io.fuxictr.ctr.model.SingleObjective;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;

/**
 * Crossings and a perceptron that tell each other what they found after every layer.
 *
 * <p>With x (B, D), D = F · d, all embeddings side by side and b_0 = x, layer l is
 *
 * <ul>
 *   <li>c, h = {@link Regulation}_l(b_l): (B, D) each; c_0 is the c of the first layer
 *   <li>c' = (w_l · c) c_0 + b_l: (B, D), a {@link CrossLayer} without what it adds to
 *   <li>h' = a perceptron's layer of width D: (B, D)
 *   <li>b_{l+1} = {@link Bridge}_l(c', h'): (B, D)
 * </ul>
 *
 * <p>The logit (B, 1) is linear in the last c', h' and b side by side.
 *
 * <p>Source: Chen et al., <a href="https://doi.org/10.1145/3459637.3481915">Enhancing Explicit and
 * Implicit Feature Interactions via Information Sharing for Parallel Deep CTR Models</a>, CIKM
 * 2021, section 3. Departs from it: a crossing does not keep c, as in FuxiCTR.
 */
public final class Edcn extends SingleObjective {
  private final FeatureEmbedding embedding;
  private final List<Step> steps = new ArrayList<>();
  private final LinearLayer output;

  /** Builds it from hyper-parameters embedding_dim, num_cross_layers and bridge_type. */
  public Edcn(ModelSetup setup) {
    int dim = setup.commonEmbeddingDim();
    EmbeddingPlan plan = EmbeddingPlan.pooled(ReferenceNames.TABLES, dim);
    embedding = add("embedding", new FeatureEmbedding(setup.layout(), plan));
    HyperParameters parameters = setup.parameters();
    int width = embedding.flatWidth();
    int layers = parameters.integer("num_cross_layers", 3, n -> n >= 1, "at least 1");
    Bridge.Kind kind =
        Bridge.Kind.of(parameters.choice("bridge_type", "hadamard_product", Bridge.Kind.names()));
    double temperature = parameters.real("temperature", 1, t -> t > 0, "above 0");
    MlpShape dense =
        new MlpShape(Collections.nCopies(layers, width), OptionalInt.empty(), setup.mlpStyle());
    Regulation.Style regulation =
        new Regulation.Style(temperature, dense.style().norm() == MlpShape.Norm.EACH_LAYER);
    for (int i = 0; i < layers; i++) {
      steps.add(
          new Step(
              add(
                  "regulation",
                  new Regulation("regulation_modules." + i, embedding.fields(), dim, regulation)),
              add("cross", new CrossLayer("cross_layers." + i, width)),
              add("dense", new Mlp("dense_layers." + i, width, layer(dense, i))),
              add("bridge", new Bridge("bridge_modules." + i, width, kind))));
    }
    output = add("output", LinearLayer.of("fc", 3 * width, 1));
  }

  /** One layer. */
  private record Step(Regulation regulation, CrossLayer cross, Mlp dense, Bridge bridge) {}

  private static MlpShape layer(MlpShape all, int number) {
    MlpShape.Style style =
        new MlpShape.Style(
            List.of(all.style().activations().get(number)),
            List.of(all.style().dropouts().get(number)),
            all.style().norm());
    return new MlpShape(List.of(all.hiddenUnits().get(number)), OptionalInt.empty(), style);
  }

  @Override
  protected NDArray logit(Pass pass, NDList inputs) {
    NDArray bridge = embedding.embed(pass, inputs).flat();
    NDList views = steps.getFirst().regulation().apply(pass, new NDList(bridge));
    NDArray first = views.get(0);
    NDArray cross = first;
    NDArray deep = first;
    for (int i = 0; i < steps.size(); i++) {
      Step step = steps.get(i);
      if (i > 0) {
        views = step.regulation().apply(pass, new NDList(bridge));
      }
      cross = step.cross().crossing(pass, first, views.get(0));
      deep = step.dense().apply(pass, views.get(1));
      bridge = step.bridge().join(pass, cross, deep);
    }
    return output.apply(pass, NDArrays.concat(new NDList(cross, deep, bridge), 1));
  }
}
