package io.fuxictr.ctr.layer.dense;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import io.fuxictr.ctr.layer.Pass;
import io.fuxictr.ctr.layer.Weight;
import io.fuxictr.ctr.layer.WeightedBlock;
import java.util.ArrayList;
import java.util.List;

/**
 * Groups of perceptrons that all read the same input: (B, I) to one (K, B, O) per group.
 *
 * <p>The first layers of all groups, such as those of experts and gates, are one matrix product of
 * their joint width; the layers behind are computed group by group. The first layers are alike but
 * for their widths, and hidden.
 */
public final class WideMlps extends WeightedBlock {
  private final List<MlpGroup> groups;
  private final DenseLayer first;
  private final List<StackedMlps> rest;

  /** Makes all layers of all groups. */
  public WideMlps(List<MlpGroup> groups, int inputs) {
    this.groups = List.copyOf(groups);
    List<MlpUnit> units = groups.stream().flatMap(g -> firstUnits(g).stream()).toList();
    first = add("first", DenseLayer.wide(units, inputs));
    List<StackedMlps> behind = new ArrayList<>();
    for (MlpGroup group : groups) {
      StackedMlps mlps = new StackedMlps(group, firstWidth(group), 1);
      behind.add(add("rest", mlps));
    }
    rest = List.copyOf(behind);
  }

  /** Returns the weight of the last product of a group; the joint one if it has one layer only. */
  public Weight lastWeight(int group) {
    return rest.get(group).lastWeight().orElseGet(first::weight);
  }

  @Override
  public NDList apply(Pass pass, NDList inputs) {
    NDArray joint = first.apply(pass, inputs.singletonOrThrow());
    NDList parts = groups.size() == 1 ? new NDList(joint) : joint.split(boundaries(), 1);
    NDList outputs = new NDList();
    for (int i = 0; i < groups.size(); i++) {
      MlpGroup group = groups.get(i);
      NDArray stacked =
          parts
              .get(i)
              .reshape(joint.getShape().get(0), group.count(), firstWidth(group))
              .transpose(1, 0, 2);
      outputs.add(rest.get(i).apply(pass, stacked));
    }
    return outputs;
  }

  private long[] boundaries() {
    long[] boundaries = new long[groups.size() - 1];
    long end = 0;
    for (int i = 0; i < boundaries.length; i++) {
      end += (long) groups.get(i).count() * firstWidth(groups.get(i));
      boundaries[i] = end;
    }
    return boundaries;
  }

  private static List<MlpUnit> firstUnits(MlpGroup group) {
    MlpShape.Layer layer = group.shape().layers().getFirst();
    if (!layer.hidden()) {
      throw new IllegalArgumentException("no hidden layer: " + group);
    }
    return group.prefixes().stream().map(prefix -> new MlpUnit(prefix, layer)).toList();
  }

  private static int firstWidth(MlpGroup group) {
    return group.shape().layers().getFirst().units();
  }
}
