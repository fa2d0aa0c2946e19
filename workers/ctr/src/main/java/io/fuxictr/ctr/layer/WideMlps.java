package io.fuxictr.ctr.layer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Groups of perceptrons that all read the same input: (B, I) to one (K, B, O) per group.
 *
 * <p>The first layers of all groups, such as those of experts and gates, are one matrix product of
 * their joint width; the layers behind are computed group by group. All groups have the same style,
 * and a hidden layer.
 */
public final class WideMlps extends WeightedBlock {
  private final List<MlpGroup> groups;
  private final DenseLayer first;
  private final List<StackedMlps> rest;

  /** Makes all layers of all groups. */
  public WideMlps(List<MlpGroup> groups, int inputs) {
    this.groups = List.copyOf(groups);
    List<MlpUnit> units = groups.stream().flatMap(g -> firstUnits(g).stream()).toList();
    first = add("first", DenseLayer.wide(units, inputs, groups.getFirst().shape().style()));
    List<StackedMlps> behind = new ArrayList<>();
    for (MlpGroup group : groups) {
      StackedMlps mlps = new StackedMlps(group, firstWidth(group), 1);
      behind.add(add("rest", mlps));
    }
    rest = List.copyOf(behind);
  }

  /**
   * Returns the weight of the last layer of a group; where that is the first layer, the joint one
   * of all groups.
   */
  public Weight lastWeight(int group) {
    return rest.get(group).lastWeight().orElseGet(first::weight);
  }

  @Override
  protected NDList forwardInternal(
      ParameterStore store,
      NDList inputs,
      boolean training,
      @Nullable PairList<String, Object> arguments) {
    NDArray joint = first.forward(store, inputs, training, arguments).singletonOrThrow();
    NDList parts = groups.size() == 1 ? new NDList(joint) : joint.split(boundaries(), 1);
    NDList outputs = new NDList();
    for (int i = 0; i < groups.size(); i++) {
      MlpGroup group = groups.get(i);
      NDArray stacked =
          parts
              .get(i)
              .reshape(joint.getShape().get(0), group.count(), firstWidth(group))
              .transpose(1, 0, 2);
      outputs.addAll(rest.get(i).forward(store, new NDList(stacked), training, arguments));
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

  @Override
  public Shape[] getOutputShapes(Shape[] inputs) {
    long rows = inputs[0].get(0);
    return groups.stream()
        .map(group -> new Shape(group.count(), rows, group.shape().outputUnits()))
        .toArray(Shape[]::new);
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
