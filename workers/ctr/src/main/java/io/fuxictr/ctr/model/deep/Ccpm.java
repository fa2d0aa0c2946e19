package io.fuxictr.ctr.model.deep;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import io.fuxictr.ctr.config.ModelConfigException;
import io.fuxictr.ctr.layer.Pass;
import io.fuxictr.ctr.layer.convolution.FieldConvolution;
import io.fuxictr.ctr.layer.convolution.FieldPooling;
import io.fuxictr.ctr.layer.dense.Activation;
import io.fuxictr.ctr.layer.dense.LinearLayer;
import io.fuxictr.ctr.layer.embedding.EmbeddingPlan;
import io.fuxictr.ctr.layer.embedding.FeatureEmbedding;
import io.fuxictr.ctr.model.ModelSetup;
import io.fuxictr.ctr.model.ReferenceNames;
import io.fuxictr.ctr.model.SingleObjective;
import java.util.ArrayList;
import java.util.List;

/**
 * Convolutions over neighbouring fields, each followed by its largest values.
 *
 * <p>With E (B, 1, F, d) the embedded fields as one channel and n layers, layer l (from 1) is
 *
 * <ul>
 *   <li>a convolution over k_l fields with k_l - 1 rows of zeros on both sides: (B, C_l, H + k_l -
 *       1, d)
 *   <li>the K_l largest values of each channel and component in their order: (B, C_l, K_l, d), K_l
 *       = max(3, ⌊(1 - (l / n)^(n - l)) F⌋), and 3 in the last layer
 *   <li>the activation
 * </ul>
 *
 * <p>The logit (B, 1) is linear in the last layer's 3 · C_n · d numbers.
 *
 * <p>Source: Liu et al., <a href="https://doi.org/10.1145/2806416.2806603">A Convolutional Click
 * Prediction Model</a>, CIKM 2015, section 2. Departs from it: at least 3 values are kept in every
 * layer, as in FuxiCTR.
 */
public final class Ccpm extends SingleObjective {
  private static final int LEAST_KEPT = 3;
  private static final String HEIGHTS = "kernel_heights";

  private final FeatureEmbedding embedding;
  private final List<Step> steps = new ArrayList<>();
  private final Activation activation;
  private final LinearLayer output;

  /** Builds it from hyper-parameters embedding_dim, channels and kernel_heights. */
  public Ccpm(ModelSetup setup) {
    int dim = setup.commonEmbeddingDim();
    EmbeddingPlan plan = EmbeddingPlan.pooled(ReferenceNames.TABLES, dim);
    embedding = add("embedding", new FeatureEmbedding(setup.layout(), plan));
    List<Integer> channels = setup.parameters().units("channels", List.of(4, 4, 2));
    List<Integer> heights = setup.parameters().units(HEIGHTS, List.of(6, 5, 3));
    check(channels, heights);
    activation = setup.activation("activation", Activation.TANH);
    if (activation.hasWeights()) {
      throw ModelConfigException.of(
          "activation",
          activation.reference(),
          "activations that train nothing themselves, in CCPM");
    }
    int inputs = 1;
    for (int i = 0; i < channels.size(); i++) {
      int height = heights.get(i);
      FieldConvolution.Size size =
          new FieldConvolution.Size(inputs, channels.get(i), height, height - 1);
      String name = "conv_layer.conv_layer.%d".formatted(4 * i + 1);
      FieldConvolution convolution = add("convolution", new FieldConvolution(name, size));
      steps.add(new Step(convolution, kept(i + 1, channels.size(), embedding.fields())));
      inputs = channels.get(i);
    }
    output = add("output", LinearLayer.of("fc", LEAST_KEPT * dim * inputs, 1));
  }

  /** One layer. */
  private record Step(FieldConvolution convolution, int kept) {}

  private void check(List<Integer> channels, List<Integer> heights) {
    if (channels.isEmpty() || channels.size() != heights.size()) {
      throw ModelConfigException.of(
          HEIGHTS, heights, "as many heights as channels, at least one; channels is " + channels);
    }
    int least = LEAST_KEPT + 1 - embedding.fields();
    if (heights.getFirst() < least) {
      throw ModelConfigException.of(
          HEIGHTS,
          heights,
          "a first height of at least %d, so that %d values remain of %d features"
              .formatted(least, LEAST_KEPT, embedding.fields()));
    }
  }

  private static int kept(int layer, int layers, int fields) {
    if (layer == layers) {
      return LEAST_KEPT;
    }
    double share = 1 - Math.pow((double) layer / layers, layers - layer);
    return Math.max(LEAST_KEPT, (int) (share * fields));
  }

  @Override
  protected NDArray logit(Pass pass, NDList inputs) {
    NDArray x = embedding.embed(pass, inputs).stacked().expandDims(1);
    for (Step step : steps) {
      NDArray convolved = step.convolution().apply(pass, x);
      x = activation.apply(FieldPooling.largest(convolved, step.kept()));
    }
    return output.apply(pass, x.reshape(x.getShape().get(0), -1));
  }
}
