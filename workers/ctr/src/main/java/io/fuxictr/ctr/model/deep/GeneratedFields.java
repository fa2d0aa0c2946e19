package io.fuxictr.ctr.model.deep;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.index.NDIndex;
import io.fuxictr.ctr.layer.Layer;
import io.fuxictr.ctr.layer.Pass;
import io.fuxictr.ctr.layer.convolution.FieldConvolution;
import io.fuxictr.ctr.layer.convolution.FieldPooling;
import io.fuxictr.ctr.layer.dense.Activation;
import io.fuxictr.ctr.layer.dense.BatchNorm;
import io.fuxictr.ctr.layer.dense.LinearLayer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * New fields made of the given ones: (B, F, d) to (B, G, d).
 *
 * <p>Beginning with one channel and H = F, layer l is
 *
 * <ul>
 *   <li>a convolution that keeps the height: (B, C_l, H, d); batch norm if wanted; the activation
 *   <li>the largest of every s_l neighbours: (B, C_l, H', d), H' = ⌈H / s_l⌉, which the next layer
 *       reads
 *   <li>a product with all of it and the activation: (B, H' · R_l, d), new fields
 * </ul>
 *
 * <p>Source: Liu et al., <a href="https://arxiv.org/abs/1904.04447">Feature Generation by
 * Convolutional Neural Network for Click-Through Rate Prediction</a>, WWW 2019, section 3.3.
 */
final class GeneratedFields extends Layer {
  private final List<Step> steps = new ArrayList<>();
  private final Activation activation;
  private final int dim;
  private final int count;

  /**
   * One layer.
   *
   * @param channels C
   * @param height fields that the kernel covers
   * @param pooling neighbours s of which the largest is kept
   * @param recombined new fields R per remaining height
   */
  record Size(int channels, int height, int pooling, int recombined) {}

  /**
   * What happens to all layers.
   *
   * @param activation without weights
   * @param batchNorm whether convolutions are normalised over the batch
   */
  record Style(Activation activation, boolean batchNorm) {}

  GeneratedFields(int fields, int dim, List<Size> sizes, Style style) {
    this.dim = dim;
    this.activation = style.activation();
    int channels = 1;
    int height = fields;
    int made = 0;
    for (Size size : sizes) {
      height = FieldPooling.windows(height, size.pooling());
      steps.add(step(channels, height, size, style.batchNorm()));
      made += height * size.recombined();
      channels = size.channels();
    }
    count = made;
  }

  /** What one layer consists of. */
  private record Step(
      FieldConvolution convolution,
      boolean even,
      Optional<BatchNorm> norm,
      int pooling,
      LinearLayer recombination) {}

  private Step step(int inputs, int height, Size size, boolean batchNorm) {
    String convolution = "fgcnn_layer.conv_layers.%d.".formatted(steps.size());
    String recombination = "fgcnn_layer.recombine_layers.%d.0".formatted(steps.size());
    FieldConvolution.Size kernel =
        new FieldConvolution.Size(inputs, size.channels(), size.height(), size.height() / 2);
    return new Step(
        add("convolution", new FieldConvolution(convolution + 0, kernel)),
        size.height() % 2 == 0,
        batchNorm
            ? Optional.of(add("norm", new BatchNorm(convolution + 1, size.channels())))
            : Optional.empty(),
        size.pooling(),
        add(
            "recombination",
            LinearLayer.of(
                recombination, height * dim * size.channels(), height * dim * size.recombined())));
  }

  /** Returns how many fields are made, G. */
  int count() {
    return count;
  }

  @Override
  public NDArray apply(Pass pass, NDArray fields) {
    long rows = fields.getShape().get(0);
    NDArray current = fields.expandDims(1);
    NDList made = new NDList();
    for (Step step : steps) {
      NDArray convolved = convolved(pass, step, current);
      NDArray normal = step.norm().map(norm -> norm.apply(pass, convolved)).orElse(convolved);
      current = FieldPooling.windows(activation.apply(normal), step.pooling());
      NDArray flat = current.reshape(rows, -1);
      NDArray product = activation.apply(step.recombination().apply(pass, flat));
      made.add(product.reshape(rows, -1, dim));
    }
    return made.size() == 1 ? made.getFirst() : NDArrays.concat(made, 1);
  }

  /** A kernel of even height leaves one row more than it was given; the first is dropped. */
  private static NDArray convolved(Pass pass, Step step, NDArray x) {
    NDArray y = step.convolution().apply(pass, x);
    return step.even() ? y.get(new NDIndex(":, :, 1:")) : y;
  }
}
