package io.fuxictr.ctr.model.factorization;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import io.fuxictr.ctr.layer.Pass;
import io.fuxictr.ctr.layer.embedding.EmbeddingPlan;
import io.fuxictr.ctr.layer.embedding.LogisticRegression;
import io.fuxictr.ctr.layer.product.FieldAwarePairs;
import io.fuxictr.ctr.model.ModelSetup;
import io.fuxictr.ctr.model.ReferenceNames;
import io.fuxictr.ctr.model.SingleObjective;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Weights of values and inner products of pairs, each field with a vector of its own for every
 * other field.
 *
 * <p>With v_{i,j} (B, d) the vector of field i for field j, one of F - 1: logit = b + Σ_f w_f(x_f)
 * + Σ_{i&lt;j} ⟨v_{i,j}, v_{j,i}⟩, (B, 1).
 *
 * <p>Source: Juan et al., <a href="https://doi.org/10.1145/2959100.2959134">Field-aware
 * Factorization Machines for CTR Prediction</a>, RecSys 2016, section 3.
 */
public final class Ffm extends SingleObjective {
  private static final int DIM = 2;
  private static final int[] PAIRS = {1};

  private final FieldAwarePairs pairs;
  private final LogisticRegression linear;

  /** Builds it from hyper-parameter embedding_dim. */
  public Ffm(ModelSetup setup) {
    int dim = setup.commonEmbeddingDim(DIM);
    setup.needFields(2);
    int fields = setup.features().fields();
    List<EmbeddingPlan> plans =
        IntStream.range(0, fields - 1)
            .mapToObj(set -> ReferenceNames.tables("embedding_layers." + set))
            .map(tables -> EmbeddingPlan.pooled(tables, dim))
            .toList();
    pairs = add("pairs", new FieldAwarePairs(setup.layout(), fields, plans));
    linear =
        add(
            "linear",
            new LogisticRegression(setup.layout(), "lr_layer", LogisticRegression.Bias.TRAINED));
  }

  @Override
  protected NDArray logit(Pass pass, NDList inputs) {
    return linear.sum(pass, inputs).add(pairs.dots(pass, inputs).sum(PAIRS, true));
  }
}
