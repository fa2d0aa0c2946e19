package io.fuxictr.ctr.model.product;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import io.fuxictr.ctr.config.ModelConfigException;
import io.fuxictr.ctr.layer.Pass;
import io.fuxictr.ctr.layer.dense.Activation;
import io.fuxictr.ctr.layer.dense.Mlp;
import io.fuxictr.ctr.layer.dense.MlpShape;
import io.fuxictr.ctr.layer.embedding.EmbeddingPlan;
import io.fuxictr.ctr.layer.embedding.FeatureEmbedding;
import io.fuxictr.ctr.layer.embedding.LogisticRegression;
import io.fuxictr.ctr.layer.product.PairProducts;
import io.fuxictr.ctr.layer.product.PairProducts.Weighting;
import io.fuxictr.ctr.layer.product.SqueezeExcitation;
import io.fuxictr.ctr.model.ModelSetup;
import io.fuxictr.ctr.model.ReferenceNames;
import io.fuxictr.ctr.model.SingleObjective;
import java.util.List;
import java.util.OptionalInt;

/**
 * Weights of values and a perceptron on bilinear products of the fields, as they are and weighed by
 * importance.
 *
 * <p>With E (B, F, d) the embedded fields: logit = Σ_f w_f(x_f) + mlp([bilinear₁(E);
 * bilinear₂(se(E))] side by side), (B, 1), the perceptron's input being (B, 2 · P · d); bilinear is
 * {@link PairProducts}, se {@link SqueezeExcitation}.
 *
 * <p>Source: Huang et al., <a href="https://arxiv.org/abs/1905.09433">FiBiNET: Combining Feature
 * Importance and Bilinear feature Interaction for Click-Through Rate Prediction</a>, RecSys 2019,
 * section 3.
 */
public final class FiBiNet extends SingleObjective {
  private static final double RATIO = 3;
  private static final List<String> TYPES = List.of("field_all", "field_each", "field_interaction");
  private static final List<Weighting> WEIGHTINGS =
      List.of(Weighting.ONE_MATRIX, Weighting.MATRIX_PER_FIELD, Weighting.MATRIX_PER_PAIR);

  private final FeatureEmbedding embedding;
  private final LogisticRegression linear;
  private final SqueezeExcitation importance;
  private final PairProducts plain;
  private final PairProducts weighed;
  private final Mlp deep;

  /**
   * Builds it from hyper-parameters embedding_dim, hidden_units, excitation_activation,
   * reduction_ratio and bilinear_type.
   */
  public FiBiNet(ModelSetup setup) {
    int dim = setup.commonEmbeddingDim();
    MlpShape shape = setup.mlp("hidden_units", List.of(), OptionalInt.of(1), setup.mlpStyle());
    Activation excitation = excitation(setup);
    double ratio = setup.parameters().real("reduction_ratio", RATIO, r -> r > 0, "above 0");
    String type = setup.parameters().choice("bilinear_type", TYPES.getLast(), TYPES);
    Weighting weighting = WEIGHTINGS.get(TYPES.indexOf(type));
    setup.needFields(2);
    embedding =
        add(
            "embedding",
            new FeatureEmbedding(setup.layout(), EmbeddingPlan.pooled(ReferenceNames.TABLES, dim)));
    linear =
        add(
            "linear",
            new LogisticRegression(setup.layout(), "lr_layer", LogisticRegression.Bias.NONE));
    int fields = embedding.fields();
    importance = add("importance", new SqueezeExcitation("senet_layer", fields, ratio, excitation));
    plain = add("plain", bilinear(1, fields, dim, weighting));
    weighed = add("weighed", bilinear(2, fields, dim, weighting));
    deep = add("deep", new Mlp("dnn", 2 * plain.count() * dim, shape));
  }

  private static PairProducts bilinear(int number, int fields, int dim, Weighting weighting) {
    String name = "bilinear_interaction%d.bilinear_W".formatted(number);
    return new PairProducts(name, fields, dim, weighting);
  }

  private static Activation excitation(ModelSetup setup) {
    String key = "excitation_activation";
    Activation activation = setup.activation(key, Activation.RELU);
    if (activation != Activation.RELU && activation != Activation.SIGMOID) {
      throw ModelConfigException.of(key, activation.reference(), "ReLU, Sigmoid");
    }
    return activation;
  }

  @Override
  protected NDArray logit(Pass pass, NDList inputs) {
    NDArray fields = embedding.embed(pass, inputs).stacked();
    NDArray products =
        plain.apply(pass, fields).concat(weighed.apply(pass, importance.apply(pass, fields)), 1);
    NDArray flat = products.reshape(products.getShape().get(0), -1);
    return linear.sum(pass, inputs).add(deep.apply(pass, flat));
  }
}
