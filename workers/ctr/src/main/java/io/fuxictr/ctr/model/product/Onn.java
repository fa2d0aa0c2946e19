package io.fuxictr.ctr.model.product;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import io.fuxictr.ctr.layer.Pass;
import io.fuxictr.ctr.layer.dense.Mlp;
import io.fuxictr.ctr.layer.dense.MlpShape;
import io.fuxictr.ctr.layer.embedding.EmbeddingPlan;
import io.fuxictr.ctr.layer.embedding.FeatureEmbedding;
import io.fuxictr.ctr.layer.product.FieldAwarePairs;
import io.fuxictr.ctr.model.ModelSetup;
import io.fuxictr.ctr.model.ReferenceNames;
import io.fuxictr.ctr.model.SingleObjective;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * A perceptron on the fields and on products of their pairs, each field with a vector of its own
 * for every operation it takes part in.
 *
 * <p>With E (B, F, d) the embedded fields and v_{i,j} (B, d) the vector of field i for field j, one
 * of F - 1 besides E: logit = mlp([E side by side; ⟨v_{i,j}, v_{j,i}⟩ for i &lt; j]), (B, 1), the
 * perceptron's input being (B, F · d + P).
 *
 * <p>Source: Yang et al., <a href="https://arxiv.org/abs/1904.12579">Operation-aware Neural
 * Networks for User Response Prediction</a>, Neural Networks 2020, section 3.
 */
public final class Onn extends SingleObjective {
  private static final int DIM = 2;

  private final FeatureEmbedding embedding;
  private final FieldAwarePairs pairs;
  private final Mlp deep;

  /** Builds it from hyper-parameters embedding_dim and hidden_units. */
  public Onn(ModelSetup setup) {
    int dim = setup.commonEmbeddingDim(DIM);
    MlpShape shape =
        setup.mlp("hidden_units", List.of(64, 64, 64), OptionalInt.of(1), setup.mlpStyle());
    setup.needFields(2);
    int fields = setup.features().fields();
    List<EmbeddingPlan> plans =
        IntStream.range(0, fields)
            .mapToObj(set -> ReferenceNames.tables("embedding_layers." + set))
            .map(tables -> EmbeddingPlan.pooled(tables, dim))
            .toList();
    embedding = add("embedding", new FeatureEmbedding(setup.layout(), plans.getFirst()));
    pairs = add("pairs", new FieldAwarePairs(setup.layout(), fields, plans.subList(1, fields)));
    deep = add("deep", new Mlp("dnn", embedding.flatWidth() + pairs.count(), shape));
  }

  @Override
  protected NDArray logit(Pass pass, NDList inputs) {
    NDArray flat = embedding.embed(pass, inputs).flat();
    return deep.apply(pass, flat.concat(pairs.dots(pass, inputs), 1));
  }
}
