package io.fuxictr.ctr.model.cross;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import io.fuxictr.ctr.config.ModelConfigException;
import io.fuxictr.ctr.layer.Pass;
import io.fuxictr.ctr.layer.dense.Mlp;
import io.fuxictr.ctr.layer.dense.MlpShape;
import io.fuxictr.ctr.layer.embedding.EmbeddingPlan;
import io.fuxictr.ctr.layer.embedding.FeatureEmbedding;
import io.fuxictr.ctr.model.ModelSetup;
import io.fuxictr.ctr.model.ReferenceNames;
import io.fuxictr.ctr.model.SingleObjective;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Two perceptrons that see the features with different weights, and their product.
 *
 * <p>With x (B, F · d) all embeddings side by side:
 *
 * <ul>
 *   <li>x_s = x ⊙ {@link FeatureSelection}_s, s = 1, 2; without use_fs both are x
 *   <li>h_s = mlp_s(x_s): (B, H_s)
 *   <li>logit = {@link BilinearFusion}(h_1, h_2): (B, 1)
 * </ul>
 *
 * <p>Source: Mao et al., <a href="https://arxiv.org/abs/2304.00902">FinalMLP: An Enhanced
 * Two-Stream MLP Model for CTR Prediction</a>, AAAI 2023, section 3.
 */
public final class FinalMlp extends SingleObjective {
  private final FeatureEmbedding embedding;
  private final Stream first;
  private final Stream second;
  private final BilinearFusion fusion;

  /** Builds it from hyper-parameters of both perceptrons, use_fs and num_heads. */
  public FinalMlp(ModelSetup setup) {
    int dim = setup.commonEmbeddingDim();
    EmbeddingPlan plan = EmbeddingPlan.pooled(ReferenceNames.TABLES, dim);
    embedding = add("embedding", new FeatureEmbedding(setup.layout(), plan));
    first = stream(setup, 1, dim);
    second = stream(setup, 2, dim);
    int heads = setup.parameters().integer("num_heads", 1, n -> n >= 1, "at least 1");
    for (Stream stream : List.of(first, second)) {
      if (stream.width() % heads != 0) {
        throw ModelConfigException.of(
            "num_heads",
            heads,
            "divisors of %d and %d, the last widths of both perceptrons"
                .formatted(first.width(), second.width()));
      }
    }
    fusion = add("fusion", new BilinearFusion(first.width(), second.width(), heads));
  }

  /** One of the two perceptrons and what it sees. */
  private record Stream(Optional<FeatureSelection> selection, Mlp mlp, int width) {
    private NDArray apply(Pass pass, NDList inputs, NDArray x) {
      return mlp.apply(pass, selection.map(each -> x.mul(each.factors(pass, inputs))).orElse(x));
    }
  }

  private Stream stream(ModelSetup setup, int number, int dim) {
    String name = "mlp%d".formatted(number);
    String key = name + "_hidden_units";
    MlpShape shape =
        setup.mlp(
            key,
            List.of(64, 64, 64),
            OptionalInt.empty(),
            setup.style(name + "_hidden_activations", name + "_dropout", name + "_batch_norm"));
    if (shape.hiddenUnits().isEmpty()) {
      throw ModelConfigException.of(key, List.of(), "a list with at least one width");
    }
    return new Stream(
        selection(setup, number, dim),
        add(name, new Mlp(name, embedding.flatWidth(), shape)),
        shape.outputUnits());
  }

  private Optional<FeatureSelection> selection(ModelSetup setup, int number, int dim) {
    boolean wanted = setup.parameters().flag("use_fs", true);
    List<Integer> hidden = setup.parameters().units("fs_hidden_units", List.of(64));
    List<String> context = setup.featureNames("fs%d_context".formatted(number), List.of());
    FeatureSelection.Source source = new FeatureSelection.Source(number, context, dim);
    return wanted
        ? Optional.of(
            add("selection", new FeatureSelection(setup, source, hidden, embedding.flatWidth())))
        : Optional.empty();
  }

  @Override
  protected NDArray logit(Pass pass, NDList inputs) {
    NDArray x = embedding.embed(pass, inputs).flat();
    return fusion.fuse(pass, first.apply(pass, inputs, x), second.apply(pass, inputs, x));
  }
}
