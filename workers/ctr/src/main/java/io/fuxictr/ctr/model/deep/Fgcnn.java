package io.fuxictr.ctr.model.deep;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import io.fuxictr.ctr.config.HyperParameters;
import io.fuxictr.ctr.config.ModelConfigException;
import io.fuxictr.ctr.layer.Pass;
import io.fuxictr.ctr.layer.dense.Activation;
import io.fuxictr.ctr.layer.dense.Mlp;
import io.fuxictr.ctr.layer.embedding.EmbeddingPlan;
import io.fuxictr.ctr.layer.embedding.FeatureEmbedding;
import io.fuxictr.ctr.layer.interaction.FieldPairs;
import io.fuxictr.ctr.model.ModelSetup;
import io.fuxictr.ctr.model.ReferenceNames;
import io.fuxictr.ctr.model.SingleObjective;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * Fields that convolutions make beside the given ones, and inner products of all.
 *
 * <p>With E (B, F, d) the embedded fields and E' the same or, unless share_embedding, separate
 * embeddings:
 *
 * <ul>
 *   <li>X: (B, F + G, d), E and then the {@link GeneratedFields} of E'
 *   <li>logit = mlp(X side by side, then the inner products of all pairs of X): (B, 1)
 * </ul>
 *
 * <p>Source: Liu et al., <a href="https://arxiv.org/abs/1904.04447">Feature Generation by
 * Convolutional Neural Network for Click-Through Rate Prediction</a>, WWW 2019, section 3. Departs
 * from it: the perceptron is normalised over the batch only if asked for.
 */
public final class Fgcnn extends SingleObjective {
  private final FeatureEmbedding embedding;
  private final Optional<FeatureEmbedding> source;
  private final GeneratedFields generator;
  private final FieldPairs pairs;
  private final Mlp mlp;

  /** Builds it from the hyper-parameters of its convolutions and its perceptron. */
  public Fgcnn(ModelSetup setup) {
    int dim = setup.commonEmbeddingDim();
    embedding = add("embedding", embedding(setup, dim, "embedding_layer"));
    source =
        setup.parameters().flag("share_embedding", false)
            ? Optional.empty()
            : Optional.of(add("source", embedding(setup, dim, "fg_embedding_layer")));
    generator =
        add(
            "generator",
            new GeneratedFields(
                embedding.fields(), dim, sizes(setup.parameters()), generatorStyle(setup)));
    int fields = embedding.fields() + generator.count();
    pairs = new FieldPairs(fields);
    mlp =
        add(
            "mlp",
            new Mlp(
                "dnn",
                fields * dim + pairs.count(),
                setup.mlp(
                    "dnn_hidden_units",
                    List.of(4096, 2048, 1024, 512),
                    OptionalInt.of(1),
                    setup.style("dnn_activations", "net_dropout", "dnn_batch_norm"))));
  }

  private static FeatureEmbedding embedding(ModelSetup setup, int dim, String name) {
    return new FeatureEmbedding(
        setup.layout(), EmbeddingPlan.pooled(ReferenceNames.tables(name), dim));
  }

  private static GeneratedFields.Style generatorStyle(ModelSetup setup) {
    Activation activation = setup.activation("conv_activation", Activation.TANH);
    if (activation.hasWeights()) {
      throw ModelConfigException.of(
          "conv_activation",
          activation.reference(),
          "activations that train nothing themselves, in FGCNN");
    }
    return new GeneratedFields.Style(activation, setup.parameters().flag("conv_batch_norm", true));
  }

  private static List<GeneratedFields.Size> sizes(HyperParameters parameters) {
    List<Integer> channels = parameters.units("channels", List.of(14, 16, 18, 20));
    if (channels.isEmpty()) {
      throw ModelConfigException.of("channels", channels, "a list with at least one width");
    }
    List<Integer> heights = perChannel(parameters, "kernel_heights", 7, channels);
    List<Integer> pooling = perChannel(parameters, "pooling_sizes", 2, channels);
    List<Integer> recombined = perChannel(parameters, "recombined_channels", 2, channels);
    return IntStream.range(0, channels.size())
        .mapToObj(
            i ->
                new GeneratedFields.Size(
                    channels.get(i), heights.get(i), pooling.get(i), recombined.get(i)))
        .toList();
  }

  private static List<Integer> perChannel(
      HyperParameters parameters, String key, int each, List<Integer> channels) {
    List<Integer> values = parameters.units(key, List.of(each, each, each, each));
    if (values.size() != channels.size()) {
      throw ModelConfigException.of(
          key, values, "as many numbers as channels, which is " + channels);
    }
    return values;
  }

  @Override
  protected NDArray logit(Pass pass, NDList inputs) {
    NDArray given = embedding.embed(pass, inputs).stacked();
    NDArray read = source.map(each -> each.embed(pass, inputs).stacked()).orElse(given);
    NDArray fields = given.concat(generator.apply(pass, read), 1);
    NDArray flat = fields.reshape(fields.getShape().get(0), -1);
    return mlp.apply(pass, flat.concat(pairs.dots(fields), 1));
  }
}
