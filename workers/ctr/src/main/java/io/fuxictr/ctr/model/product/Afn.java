package io.fuxictr.ctr.model.product;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import io.fuxictr.ctr.layer.Pass;
import io.fuxictr.ctr.layer.WeightedBlock;
import io.fuxictr.ctr.layer.dense.LinearLayer;
import io.fuxictr.ctr.layer.dense.Mlp;
import io.fuxictr.ctr.layer.dense.MlpShape;
import io.fuxictr.ctr.layer.embedding.EmbeddingPlan;
import io.fuxictr.ctr.layer.embedding.FeatureEmbedding;
import io.fuxictr.ctr.layer.product.LogarithmicNeurons;
import io.fuxictr.ctr.model.ModelSetup;
import io.fuxictr.ctr.model.ReferenceNames;
import io.fuxictr.ctr.model.SingleObjective;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A perceptron on products of fields to trained powers, alone or beside one on embeddings of its
 * own.
 *
 * <p>With E (B, F, d) the embedded fields and N neurons: y₁ = mlp₁({@link LogarithmicNeurons}(E),
 * (B, N · d)), (B, 1). With ensemble_dnn there are a second set of embeddings E', y₂ = mlp₂(E' side
 * by side, (B, F · d)) and logit = w₁ y₁ + w₂ y₂ + b; else logit = y₁.
 *
 * <p>Source: Cheng et al., <a href="https://arxiv.org/abs/1909.03276">Adaptive Factorization
 * Network: Learning Adaptive-Order Feature Interactions</a>, AAAI 2020, sections 3 and 3.5.
 */
public final class Afn extends SingleObjective {
  private static final List<Integer> UNITS = List.of(64, 64, 64);
  private static final int NEURONS = 5;

  private final FeatureEmbedding embedding;
  private final LogarithmicNeurons neurons;
  private final Mlp adaptive;
  private final Optional<Ensemble> ensemble;

  /**
   * Builds it from hyper-parameters embedding_dim, logarithmic_neurons, afn_hidden_units,
   * afn_activations, afn_dropout, ensemble_dnn, dnn_hidden_units, dnn_activations, dnn_dropout and
   * batch_norm.
   */
  public Afn(ModelSetup setup) {
    int dim = setup.commonEmbeddingDim();
    int count =
        setup.parameters().integer("logarithmic_neurons", NEURONS, n -> n >= 1, "at least 1");
    MlpShape adaptiveShape = shape(setup, "afn");
    MlpShape deepShape = shape(setup, "dnn");
    boolean both = setup.parameters().flag("ensemble_dnn", true);
    embedding =
        add(
            "embedding",
            new FeatureEmbedding(setup.layout(), EmbeddingPlan.pooled(ReferenceNames.TABLES, dim)));
    neurons = add("neurons", new LogarithmicNeurons(embedding.fields(), count));
    adaptive = add("adaptive", new Mlp("dense_layer", count * dim, adaptiveShape));
    ensemble =
        both ? Optional.of(add("ensemble", new Ensemble(setup, dim, deepShape))) : Optional.empty();
  }

  private static MlpShape shape(ModelSetup setup, String name) {
    MlpShape.Norm norm =
        setup.parameters().flag("batch_norm", true) ? MlpShape.Norm.EACH_LAYER : MlpShape.Norm.NONE;
    MlpShape.Style style =
        new MlpShape.Style(
            setup.activations(name + "_activations"), setup.dropouts(name + "_dropout"), norm);
    return setup.mlp(name + "_hidden_units", UNITS, OptionalInt.of(1), style);
  }

  /** The second perceptron and what weighs both: a batch and y₁ (B, 1) to (B, 1). */
  private static final class Ensemble extends WeightedBlock {
    private final FeatureEmbedding embedding;
    private final Mlp deep;
    private final LinearLayer sum;

    private Ensemble(ModelSetup setup, int dim, MlpShape shape) {
      EmbeddingPlan plan = EmbeddingPlan.pooled(ReferenceNames.tables("embedding_layer2"), dim);
      embedding = add("embedding", new FeatureEmbedding(setup.layout(), plan));
      deep = add("deep", new Mlp("dnn", embedding.flatWidth(), shape));
      sum = add("sum", LinearLayer.of("fc", 2, 1));
    }

    private NDArray join(Pass pass, NDArray first, NDList inputs) {
      NDArray second = deep.apply(pass, embedding.embed(pass, inputs).flat());
      return sum.apply(pass, first.concat(second, 1));
    }

    @Override
    public NDList apply(Pass pass, NDList inputs) {
      return new NDList(join(pass, inputs.getLast(), inputs));
    }
  }

  @Override
  protected NDArray logit(Pass pass, NDList inputs) {
    NDArray fields = embedding.embed(pass, inputs).stacked();
    NDArray first = adaptive.apply(pass, neurons.apply(pass, fields));
    return ensemble.map(each -> each.join(pass, first, inputs)).orElse(first);
  }
}
