package io.fuxictr.ctr.model.attention;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import io.fuxictr.ctr.config.ModelConfigException;
import io.fuxictr.ctr.layer.InitialValues;
import io.fuxictr.ctr.layer.Layer;
import io.fuxictr.ctr.layer.Pass;
import io.fuxictr.ctr.layer.Weight;
import io.fuxictr.ctr.layer.WeightRole;
import io.fuxictr.ctr.layer.attention.ContextFreeSimilarity;
import io.fuxictr.ctr.layer.attention.SimilarityLayer;
import io.fuxictr.ctr.layer.attention.SimilarityLayer.Values;
import io.fuxictr.ctr.layer.dense.LinearLayer;
import io.fuxictr.ctr.layer.embedding.EmbeddingPlan;
import io.fuxictr.ctr.layer.embedding.FeatureEmbedding;
import io.fuxictr.ctr.model.ModelSetup;
import io.fuxictr.ctr.model.ReferenceNames;
import io.fuxictr.ctr.model.SingleObjective;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Pairs of fields weighed by how alike they are, without softmax.
 *
 * <p>With E (B, F, d) the embedded fields, interaction_type says what a pair is worth: A, a trained
 * vector of its own, E, the product of the two embeddings. SAM2A and SAM2E keep all F² pairs; SAM3A
 * and SAM3E sum over one side and stack num_interaction_layers of them.
 *
 * <ul>
 *   <li>SAM2: {@link ContextFreeSimilarity}: (B, F²· d), and one linear layer: (B, 1)
 *   <li>SAM3: {@linkplain SimilarityLayer layers}: (B, F, d); aggregation concat lays them flat,
 *       mean_pooling, sum_pooling and weighted_pooling (a trained weight for each field, from 1)
 *       give (B, d); one linear layer: (B, 1)
 * </ul>
 *
 * <p>Source: Cheng, Xue, <a href="https://doi.org/10.1145/3404835.3462936">Looking at CTR
 * Prediction Again: Is Attention All You Need?</a>, SIGIR 2021, section 3.
 */
public final class Sam extends SingleObjective {
  private static final int[] FIELDS = {1};

  private final FeatureEmbedding embedding;
  private final List<Layer> layers = new ArrayList<>();
  private final Aggregation aggregation;
  private final Optional<Weight> fieldWeights;
  private final LinearLayer output;

  /** Which pairs there are, and what they are worth. */
  private enum Interaction {
    SAM2A("SAM2A", true, Values.TRAINED),
    SAM2E("SAM2E", true, Values.PRODUCTS),
    SAM3A("SAM3A", false, Values.TRAINED),
    SAM3E("SAM3E", false, Values.PRODUCTS);

    private final String word;
    private final boolean allPairs;
    private final Values values;

    Interaction(String word, boolean allPairs, Values values) {
      this.word = word;
      this.allPairs = allPairs;
      this.values = values;
    }

    private String word() {
      return word;
    }
  }

  /** What becomes of the fields. */
  private enum Aggregation {
    CONCAT("concat"),
    WEIGHTED_POOLING("weighted_pooling"),
    MEAN_POOLING("mean_pooling"),
    SUM_POOLING("sum_pooling");

    private final String word;

    Aggregation(String word) {
      this.word = word;
    }

    private String word() {
      return word;
    }
  }

  /**
   * Builds it from hyper-parameters embedding_dim, interaction_type, aggregation,
   * num_interaction_layers, use_residual and net_dropout.
   *
   * @throws ModelConfigException if SAM2A or SAM2E is to be aggregated by anything but concat
   */
  public Sam(ModelSetup setup) {
    int dim = setup.commonEmbeddingDim();
    embedding =
        add(
            "embedding",
            new FeatureEmbedding(setup.layout(), EmbeddingPlan.pooled(ReferenceNames.TABLES, dim)));
    int fields = embedding.fields();
    Interaction type =
        setup
            .parameters()
            .choice(
                "interaction_type",
                Interaction.SAM2E,
                List.of(Interaction.values()),
                Interaction::word);
    aggregation =
        setup
            .parameters()
            .choice(
                "aggregation",
                Aggregation.CONCAT,
                List.of(Aggregation.values()),
                Aggregation::word);
    int count = setup.parameters().integer("num_interaction_layers", 3, n -> n >= 1, "at least 1");
    boolean residual = setup.parameters().flag("use_residual", false);
    double dropout = setup.dropout("net_dropout");
    if (type.allPairs && aggregation != Aggregation.CONCAT) {
      throw ModelConfigException.of("aggregation", aggregation.word, "concat, with " + type.word);
    }
    if (type.allPairs) {
      layers.add(
          add(
              "pairs",
              new ContextFreeSimilarity("block.layers.0", fields, dim, type.values, dropout)));
    } else {
      SimilarityLayer.Options options = new SimilarityLayer.Options(type.values, residual, dropout);
      for (int i = 0; i < count; i++) {
        String name = "block.layers." + i;
        layers.add(add("similarity", new SimilarityLayer(name, fields, dim, options)));
      }
    }
    fieldWeights =
        aggregation == Aggregation.WEIGHTED_POOLING
            ? Optional.of(
                add(
                    Weight.of(
                        "block.weight",
                        new Shape(fields, 1),
                        WeightRole.RAW,
                        new InitialValues.Constant(1f))))
            : Optional.empty();
    output = add("output", LinearLayer.of("fc", width(dim, type.allPairs), 1));
  }

  private int width(int dim, boolean allPairs) {
    int fields = embedding.fields();
    if (allPairs) {
      return fields * fields * dim;
    }
    return aggregation == Aggregation.CONCAT ? fields * dim : dim;
  }

  @Override
  protected NDArray logit(Pass pass, NDList inputs) {
    NDArray x = embedding.embed(pass, inputs).stacked();
    for (Layer layer : layers) {
      x = layer.apply(pass, x);
    }
    return output.apply(pass, aggregated(pass, x));
  }

  private NDArray aggregated(Pass pass, NDArray x) {
    return switch (aggregation) {
      case CONCAT -> x.reshape(x.getShape().get(0), -1);
      case WEIGHTED_POOLING -> x.mul(pass.value(fieldWeights.orElseThrow())).sum(FIELDS);
      case MEAN_POOLING -> x.mean(FIELDS);
      case SUM_POOLING -> x.sum(FIELDS);
    };
  }
}
