package io.fuxictr.ctr.model.deep;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import io.fuxictr.ctr.batch.Batch;
import io.fuxictr.ctr.config.ModelConfigException;
import io.fuxictr.ctr.layer.Pass;
import io.fuxictr.ctr.layer.dense.Activation;
import io.fuxictr.ctr.layer.dense.Mlp;
import io.fuxictr.ctr.layer.dense.MlpShape;
import io.fuxictr.ctr.layer.embedding.EmbeddingPlan;
import io.fuxictr.ctr.layer.embedding.FeatureEmbedding;
import io.fuxictr.ctr.layer.interaction.FieldPairs;
import io.fuxictr.ctr.model.ModelSetup;
import io.fuxictr.ctr.model.ReferenceNames;
import io.fuxictr.ctr.model.SingleObjective;
import io.fuxictr.dataset.feature.Feature;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * One vector for all numbers, inner products of all vectors, and a perceptron on them.
 *
 * <p>With S the features that are no numbers and n numbers:
 *
 * <ul>
 *   <li>v = bottom(numbers, (B, n)): (B, d), with an activation behind its last layer, too; without
 *       numbers there is none
 *   <li>X: (B, F, d), the embeddings of S, then v
 *   <li>interaction_op dot: z = inner products of all pairs of X, then v: (B, F (F - 1) / 2 + d)
 *   <li>interaction_op cat: z = X side by side: (B, F · d)
 *   <li>logit = top(z): (B, 1)
 * </ul>
 *
 * <p>Source: Naumov et al., <a href="https://arxiv.org/abs/1906.00091">Deep Learning Recommendation
 * Model for Personalization and Recommendation Systems</a>, 2019, section 2.
 */
public final class Dlrm extends SingleObjective {
  private static final List<Integer> UNITS = List.of(64, 64, 64);

  private final FeatureEmbedding embedding;
  private final Optional<Mlp> bottom;
  private final Interaction interaction;
  private final FieldPairs pairs;
  private final Mlp top;

  /** What is made of all vectors. */
  private enum Interaction {
    DOT,
    CAT
  }

  /** Builds it from hyper-parameters embedding_dim, bottom_mlp_units and top_mlp_units. */
  public Dlrm(ModelSetup setup) {
    int dim = setup.commonEmbeddingDim();
    EmbeddingPlan plan =
        EmbeddingPlan.pooled(ReferenceNames.TABLES, dim)
            .where(feature -> !(feature instanceof Feature.Numeric));
    embedding = add("embedding", new FeatureEmbedding(setup.layout(), plan));
    interaction =
        setup.parameters().choice("interaction_op", "dot", List.of("dot", "cat")).equals("dot")
            ? Interaction.DOT
            : Interaction.CAT;
    MlpShape below = bottomShape(setup, dim);
    int numbers = setup.layout().numbers().size();
    bottom =
        numbers == 0
            ? Optional.empty()
            : Optional.of(add("bottom", new Mlp("bottom_mlp", numbers, below)));
    int fields = embedding.fields() + (bottom.isPresent() ? 1 : 0);
    checkFields(setup, fields);
    pairs = new FieldPairs(fields);
    MlpShape.Style style = setup.style("top_mlp_activations", "top_mlp_dropout", "batch_norm");
    top =
        add(
            "top",
            new Mlp(
                "top_mlp",
                topWidth(fields, dim),
                setup.mlp("top_mlp_units", UNITS, OptionalInt.of(1), style)));
  }

  private static MlpShape bottomShape(ModelSetup setup, int dim) {
    MlpShape.Style style =
        setup.style("bottom_mlp_activations", "bottom_mlp_dropout", "batch_norm");
    Activation last = style.activations().getLast();
    if (last.hasWeights()) {
      throw ModelConfigException.of(
          "bottom_mlp_activations",
          last.reference(),
          "activations that train nothing themselves, in DLRM");
    }
    MlpShape shape = setup.mlp("bottom_mlp_units", UNITS, OptionalInt.of(dim), style);
    return new MlpShape(shape.hiddenUnits(), shape.output(), shape.style(), last);
  }

  private void checkFields(ModelSetup setup, int fields) {
    if (embedding.fields() == 0 || (interaction == Interaction.DOT && fields < 2)) {
      throw new ModelConfigException(
          "DLRM takes products of features that are no numbers with each other and with all"
              + " numbers; dataset %s has %d such features and %d numbers; add features"
                  .formatted(
                      setup.features().datasetId(),
                      embedding.fields(),
                      setup.layout().numbers().size()));
    }
  }

  private int topWidth(int fields, int dim) {
    return switch (interaction) {
      case DOT -> pairs.count() + (bottom.isPresent() ? dim : 0);
      case CAT -> fields * dim;
    };
  }

  @Override
  protected NDArray logit(Pass pass, NDList inputs) {
    NDArray embedded = embedding.embed(pass, inputs).stacked();
    Optional<NDArray> dense = bottom.map(mlp -> mlp.apply(pass, inputs.get(Batch.NUMBERS)));
    NDArray fields = dense.map(v -> embedded.concat(v.expandDims(1), 1)).orElse(embedded);
    return switch (interaction) {
      case DOT -> {
        NDArray dots = pairs.dots(fields);
        yield top.apply(pass, dense.map(v -> dots.concat(v, 1)).orElse(dots));
      }
      case CAT -> top.apply(pass, fields.reshape(fields.getShape().get(0), -1));
    };
  }
}
