package io.fuxictr.ctr.multitask;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import io.fuxictr.ctr.layer.InitialValues;
import io.fuxictr.ctr.layer.Pass;
import io.fuxictr.ctr.layer.Weight;
import io.fuxictr.ctr.layer.Weight.NamedShape;
import io.fuxictr.ctr.layer.WeightRole;
import io.fuxictr.ctr.layer.WeightedBlock;
import java.util.stream.IntStream;

/**
 * A linear layer with weights that all domains share, times weights of each domain: x (B, I) and
 * the domains of its rows (B, N), one-hot, to (B, O).
 *
 * <p>A row of domain i becomes x (W_i ⊙ W) + b_i + b, with W, W_i (I, O); a row of no domain
 * becomes zero.
 *
 * <p>Source: Sheng et al., <a href="https://arxiv.org/abs/2101.11427">One Model to Serve All: Star
 * Topology Adaptive Recommender</a>, CIKM 2021, section 4.2.
 */
final class DomainLayer extends WeightedBlock {
  private final Weight shared;
  private final Weight sharedBias;
  private final Weight own;
  private final Weight ownBias;

  DomainLayer(int domains, int inputs, int outputs) {
    InitialValues xavier = new InitialValues.XavierUniform();
    InitialValues zero = new InitialValues.Constant(0f);
    Shape matrix = new Shape(inputs, outputs);
    Shape row = new Shape(outputs);
    shared = add(Weight.of("shared_weight", matrix, WeightRole.RAW, xavier));
    sharedBias = add(Weight.of("shared_bias", row, WeightRole.RAW, zero));
    own = add(each("slot_weight", domains, matrix, xavier));
    ownBias = add(each("slot_bias", domains, row, zero));
  }

  private static Weight each(String name, int domains, Shape shape, InitialValues start) {
    return Weight.of(
        new Shape(domains).addAll(shape),
        WeightRole.RAW,
        start,
        IntStream.range(0, domains)
            .mapToObj(i -> new NamedShape("%s.%d".formatted(name, i), shape))
            .toList());
  }

  NDArray apply(Pass pass, NDArray x, NDArray domains) {
    NDArray weights = pass.value(own).mul(pass.value(shared));
    NDArray biases = pass.value(ownBias).add(pass.value(sharedBias)).expandDims(1);
    NDArray all = x.expandDims(0).matMul(weights).add(biases);
    return all.mul(domains.transpose().expandDims(2)).sum(new int[] {0});
  }

  @Override
  public NDList apply(Pass pass, NDList inputs) {
    return new NDList(apply(pass, inputs.get(0), inputs.get(1)));
  }
}
