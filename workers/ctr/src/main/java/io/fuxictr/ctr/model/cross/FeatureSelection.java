package io.fuxictr.ctr.model.cross;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import io.fuxictr.ctr.layer.InitialValues;
import io.fuxictr.ctr.layer.Pass;
import io.fuxictr.ctr.layer.Scalars;
import io.fuxictr.ctr.layer.Weight;
import io.fuxictr.ctr.layer.WeightRole;
import io.fuxictr.ctr.layer.WeightedBlock;
import io.fuxictr.ctr.layer.dense.Activation;
import io.fuxictr.ctr.layer.dense.Mlp;
import io.fuxictr.ctr.layer.dense.MlpShape;
import io.fuxictr.ctr.layer.embedding.EmbeddingPlan;
import io.fuxictr.ctr.layer.embedding.FeatureEmbedding;
import io.fuxictr.ctr.model.ModelSetup;
import io.fuxictr.ctr.model.ReferenceNames;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Factors between 0 and 2 for all components of all embeddings: a batch to (B, W), or (1, W) if the
 * factors are the same for all samples.
 *
 * <p>g = 2 σ(mlp(c)), c being separate embeddings of the features named as context side by side or,
 * if none is named, a vector (1, d) trained from 0.
 *
 * <p>Source: Mao et al., <a href="https://arxiv.org/abs/2304.00902">FinalMLP</a>, AAAI 2023,
 * section 3.2.
 */
final class FeatureSelection extends WeightedBlock {
  private static final double MOST = 2;

  private final Optional<FeatureEmbedding> context;
  private final Optional<Weight> constant;
  private final Mlp gate;

  /**
   * What the factors depend on.
   *
   * @param number of the stream, 1 or 2
   * @param context features
   * @param dim width of their embeddings d
   */
  record Source(int number, List<String> context, int dim) {
    private String name(String suffix) {
      return "fs_module.fs%d_%s".formatted(number, suffix);
    }
  }

  FeatureSelection(ModelSetup setup, Source source, List<Integer> hiddenUnits, int width) {
    context = context(setup, source);
    constant =
        context.isPresent()
            ? Optional.empty()
            : Optional.of(
                add(
                    Weight.of(
                        source.name("ctx_bias"),
                        new Shape(1, source.dim()),
                        WeightRole.RAW,
                        new InitialValues.Constant(0f))));
    MlpShape shape =
        new MlpShape(
            hiddenUnits,
            OptionalInt.of(width),
            MlpShape.Style.alike(Activation.RELU, 0, false),
            Activation.SIGMOID);
    int inputs = context.map(FeatureEmbedding::flatWidth).orElse(source.dim());
    gate = add("gate", new Mlp(source.name("gate"), inputs, shape));
  }

  private Optional<FeatureEmbedding> context(ModelSetup setup, Source source) {
    if (source.context().isEmpty()) {
      return Optional.empty();
    }
    String tables = ReferenceNames.tables(source.name("ctx_emb"));
    EmbeddingPlan plan = EmbeddingPlan.pooled(tables, source.dim()).only(source.context());
    return Optional.of(add("context", new FeatureEmbedding(setup.layout(), plan)));
  }

  NDArray factors(Pass pass, NDList inputs) {
    NDArray known =
        context
            .map(each -> each.embed(pass, inputs).flat())
            .or(() -> constant.map(pass::value))
            .orElseThrow();
    return Scalars.times(gate.apply(pass, known), MOST);
  }

  @Override
  public NDList apply(Pass pass, NDList inputs) {
    return new NDList(factors(pass, inputs));
  }
}
