package io.fuxictr.ctr.model.attention;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import io.fuxictr.ctr.config.ModelConfigException;
import io.fuxictr.ctr.layer.InitialValues;
import io.fuxictr.ctr.layer.Pass;
import io.fuxictr.ctr.layer.Weight;
import io.fuxictr.ctr.layer.WeightRole;
import io.fuxictr.ctr.layer.dense.LinearLayer;
import io.fuxictr.ctr.layer.embedding.EmbeddingPlan;
import io.fuxictr.ctr.layer.embedding.FeatureEmbedding;
import io.fuxictr.ctr.layer.interaction.EulerLayer;
import io.fuxictr.ctr.model.ModelSetup;
import io.fuxictr.ctr.model.ReferenceNames;
import io.fuxictr.ctr.model.SingleObjective;
import java.util.ArrayList;
import java.util.List;

/**
 * Fields as complex numbers whose powers and products are learned.
 *
 * <p>With E (B, F, d) the embedded fields and μ (1, F, 1), which starts at 1:
 *
 * <ul>
 *   <li>real and imaginary part: μ ⊙ cos E and μ ⊙ sin E: (B, F, d)
 *   <li>through {@linkplain EulerLayer layers}, which leave shape[i] vectors each
 *   <li>logit: g(real part laid flat) + g(imaginary part laid flat), with one linear layer g: (B,
 *       1)
 * </ul>
 *
 * <p>Source: Tian et al., <a href="https://arxiv.org/abs/2304.10711">EulerNet: Adaptive Feature
 * Interaction Learning via Euler's Formula for CTR Prediction</a>, SIGIR 2023, section 3.
 */
public final class EulerNet extends SingleObjective {
  private final FeatureEmbedding embedding;
  private final Weight amplitudes;
  private final List<EulerLayer> layers = new ArrayList<>();
  private final LinearLayer output;

  /**
   * Builds it from hyper-parameters embedding_dim, shape, net_ex_dropout, net_im_dropout and
   * layer_norm.
   *
   * @throws ModelConfigException if shape is empty
   */
  public EulerNet(ModelSetup setup) {
    int dim = setup.commonEmbeddingDim();
    embedding =
        add(
            "embedding",
            new FeatureEmbedding(setup.layout(), EmbeddingPlan.pooled(ReferenceNames.TABLES, dim)));
    amplitudes =
        add(
            Weight.of(
                "mu",
                new Shape(1, embedding.fields(), 1),
                WeightRole.RAW,
                new InitialValues.Constant(1f)));
    List<Integer> shape = setup.parameters().units("shape", List.of(3));
    if (shape.isEmpty()) {
      throw ModelConfigException.of("shape", shape, "a list with at least one number of vectors");
    }
    EulerLayer.Options options =
        new EulerLayer.Options(
            dim,
            setup.dropout("net_ex_dropout"),
            setup.dropout("net_im_dropout"),
            setup.parameters().flag("layer_norm", false));
    int vectors = embedding.fields();
    for (int i = 0; i < shape.size(); i++) {
      String name = "Euler_interaction_layers." + i;
      layers.add(add("layer", new EulerLayer(name, vectors, shape.get(i), options)));
      vectors = shape.get(i);
    }
    double bound = 1 / Math.sqrt((double) vectors * dim);
    output =
        add(
            "output",
            LinearLayer.of(
                "reg",
                vectors * dim,
                1,
                new InitialValues.XavierNormal(),
                new InitialValues.Uniform(-bound, bound)));
  }

  @Override
  protected NDArray logit(Pass pass, NDList inputs) {
    NDArray phases = embedding.embed(pass, inputs).stacked();
    NDArray mu = pass.value(amplitudes);
    NDList parts = new NDList(phases.cos().mul(mu), phases.sin().mul(mu));
    for (EulerLayer layer : layers) {
      parts = layer.apply(pass, parts);
    }
    long rows = phases.getShape().get(0);
    NDArray real = output.apply(pass, parts.get(0).reshape(rows, -1));
    return real.add(output.apply(pass, parts.get(1).reshape(rows, -1)));
  }
}
