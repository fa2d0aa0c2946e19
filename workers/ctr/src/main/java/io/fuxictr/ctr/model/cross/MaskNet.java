package io.fuxictr.ctr.model.cross;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import io.fuxictr.ctr.config.HyperParameters;
import io.fuxictr.ctr.config.ModelConfigException;
import io.fuxictr.ctr.layer.Layer;
import io.fuxictr.ctr.layer.Pass;
import io.fuxictr.ctr.layer.dense.LayerNorm;
import io.fuxictr.ctr.layer.dense.LinearLayer;
import io.fuxictr.ctr.layer.dense.Mlp;
import io.fuxictr.ctr.layer.dense.MlpShape;
import io.fuxictr.ctr.layer.embedding.EmbeddingPlan;
import io.fuxictr.ctr.layer.embedding.FeatureEmbedding;
import io.fuxictr.ctr.model.ModelSetup;
import io.fuxictr.ctr.model.ReferenceNames;
import io.fuxictr.ctr.model.SingleObjective;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * Layers whose inputs are masked by the sample's embeddings, one behind the other or side by side.
 *
 * <p>With v (B, F · d) the embeddings side by side and n the same, each field layer-normalised if
 * emb_layernorm:
 *
 * <ul>
 *   <li>model_type SerialMaskNet: h_0 = n, h_{i+1} = {@link MaskBlock}_i(v, h_i) of the widths
 *       dnn_hidden_units; logit (B, 1) = linear in the last h
 *   <li>model_type ParallelMaskNet: parallel_num_blocks blocks (v, n) of width parallel_block_dim;
 *       logit (B, 1) = mlp(all side by side). The blocks have the first of several activations and
 *       dropouts.
 * </ul>
 *
 * <p>Source: Wang et al., <a href="https://arxiv.org/abs/2102.07619">MaskNet: Introducing
 * Feature-Wise Multiplication to CTR Ranking Models by Instance-Guided Mask</a>, DLP-KDD 2021,
 * section 3.
 */
public final class MaskNet extends SingleObjective {
  private static final String SERIAL = "SerialMaskNet";
  private static final String BLOCK = "mask_net.mask_blocks.";

  private final FeatureEmbedding embedding;
  private final Optional<LayerNorm> norm;
  private final boolean serial;
  private final List<MaskBlock> blocks = new ArrayList<>();
  private final Layer output;

  /** Builds it from hyper-parameters model_type, dnn_hidden_units and reduction_ratio. */
  public MaskNet(ModelSetup setup) {
    int dim = setup.commonEmbeddingDim();
    EmbeddingPlan plan = EmbeddingPlan.pooled(ReferenceNames.TABLES, dim);
    embedding = add("embedding", new FeatureEmbedding(setup.layout(), plan));
    HyperParameters parameters = setup.parameters();
    norm =
        parameters.flag("emb_layernorm", true)
            ? Optional.of(add("norm", LayerNorm.perField(fieldNorms(), dim)))
            : Optional.empty();
    serial =
        parameters.choice("model_type", SERIAL, List.of(SERIAL, "ParallelMaskNet")).equals(SERIAL);
    MlpShape shape =
        setup.mlp("dnn_hidden_units", List.of(64, 64, 64), OptionalInt.of(1), style(setup));
    boolean layerNorm = parameters.flag("net_layernorm", true);
    double ratio = parameters.real("reduction_ratio", 1, r -> r > 0, "above 0");
    int count = parameters.integer("parallel_num_blocks", 1, n -> n >= 1, "at least 1");
    int width = parameters.integer("parallel_block_dim", 64, n -> n >= 1, "at least 1");
    output =
        serial
            ? addSerial(shape, layerNorm, ratio)
            : addParallel(shape, layerNorm, ratio, new Parallel(count, width));
  }

  /** How many blocks stand side by side, and of which width. */
  private record Parallel(int count, int width) {}

  private List<String> fieldNorms() {
    return IntStream.range(0, embedding.fields()).mapToObj(i -> "emb_norm." + i).toList();
  }

  private static MlpShape.Style style(ModelSetup setup) {
    return new MlpShape.Style(
        setup.activations("dnn_hidden_activations"),
        setup.dropouts("net_dropout"),
        MlpShape.Norm.NONE);
  }

  private Layer addSerial(MlpShape shape, boolean layerNorm, double ratio) {
    int width = embedding.flatWidth();
    for (int i = 0; i < shape.hiddenUnits().size(); i++) {
      int units = shape.hiddenUnits().get(i);
      addBlock(width, units, ratio, style(shape.style(), i, layerNorm));
      width = units;
    }
    return add("output", LinearLayer.of("mask_net.fc.0", width, 1));
  }

  private Layer addParallel(MlpShape shape, boolean layerNorm, double ratio, Parallel parallel) {
    for (int i = 0; i < parallel.count(); i++) {
      MaskBlock.Style style = style(shape.style(), 0, layerNorm);
      addBlock(embedding.flatWidth(), parallel.width(), ratio, style);
    }
    int width = parallel.count() * parallel.width();
    return add("output", new Mlp("mask_net.dnn", width, shape));
  }

  private static MaskBlock.Style style(MlpShape.Style style, int layer, boolean layerNorm) {
    return new MaskBlock.Style(
        style.activations().get(layer), style.dropouts().get(layer), layerNorm);
  }

  private void addBlock(int inputs, int outputs, double ratio, MaskBlock.Style style) {
    int aggregated = (int) (inputs * ratio);
    if (aggregated < 1) {
      throw ModelConfigException.of(
          "reduction_ratio", ratio, "at least 1/%d, for layers of that width".formatted(inputs));
    }
    MaskBlock.Size size = new MaskBlock.Size(embedding.flatWidth(), inputs, aggregated, outputs);
    blocks.add(add("block", new MaskBlock(BLOCK + blocks.size(), size, style)));
  }

  @Override
  protected NDArray logit(Pass pass, NDList inputs) {
    NDArray fields = embedding.embed(pass, inputs).stacked();
    NDArray sample = flat(fields);
    NDArray normal = norm.map(each -> flat(each.apply(pass, fields))).orElse(sample);
    return output.apply(pass, serial ? behind(pass, sample, normal) : beside(pass, sample, normal));
  }

  private NDArray behind(Pass pass, NDArray sample, NDArray x) {
    NDArray current = x;
    for (MaskBlock block : blocks) {
      current = block.masked(pass, sample, current);
    }
    return current;
  }

  private NDArray beside(Pass pass, NDArray sample, NDArray x) {
    NDList outputs = new NDList();
    blocks.forEach(block -> outputs.add(block.masked(pass, sample, x)));
    return outputs.size() == 1 ? outputs.getFirst() : NDArrays.concat(outputs, 1);
  }

  private static NDArray flat(NDArray fields) {
    return fields.reshape(fields.getShape().get(0), -1);
  }
}
