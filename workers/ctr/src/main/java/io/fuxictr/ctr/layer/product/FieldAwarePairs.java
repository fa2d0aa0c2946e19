package io.fuxictr.ctr.layer.product;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.index.NDIndex;
import io.fuxictr.ctr.batch.FieldLayout;
import io.fuxictr.ctr.layer.Pass;
import io.fuxictr.ctr.layer.WeightedBlock;
import io.fuxictr.ctr.layer.embedding.EmbeddingPlan;
import io.fuxictr.ctr.layer.embedding.FeatureEmbedding;
import io.fuxictr.ctr.layer.interaction.FieldPairs;
import java.util.ArrayList;
import java.util.List;

/**
 * Inner products of all pairs of fields, each field with a vector of its own for every other field:
 * a batch to (B, P).
 *
 * <p>There are F - 1 sets of embeddings of width d. The vector of field i for field j is in set j -
 * 1 where i &lt; j, and in set j where i &gt; j, so that no vector is left over; pair (i, j) with i
 * &lt; j is ⟨set j - 1 of i, set i of j⟩. Pairs are in the order of {@link FieldPairs}.
 *
 * <p>Source: Juan et al., <a href="https://doi.org/10.1145/2959100.2959134">Field-aware
 * Factorization Machines for CTR Prediction</a>, RecSys 2016, section 3.
 */
public final class FieldAwarePairs extends WeightedBlock {
  private static final int[] LAST = {2};

  private final List<FeatureEmbedding> sets = new ArrayList<>();
  private final int[] left;
  private final int[] right;

  /**
   * Makes the tables of all sets.
   *
   * @param fields number of features F
   * @param plans the sets, F - 1 of them
   */
  public FieldAwarePairs(FieldLayout layout, int fields, List<EmbeddingPlan> plans) {
    if (plans.size() != Math.max(0, fields - 1)) {
      throw new IllegalArgumentException("%d sets for %d fields".formatted(plans.size(), fields));
    }
    plans.forEach(plan -> sets.add(add("set", new FeatureEmbedding(layout, plan))));
    left = new int[fields * (fields - 1) / 2];
    right = new int[left.length];
    int pair = 0;
    for (int i = 0; i < fields; i++) {
      for (int j = i + 1; j < fields; j++) {
        left[pair] = (j - 1) * fields + i;
        right[pair] = i * fields + j;
        pair++;
      }
    }
  }

  /** Returns the number of pairs P. */
  public int count() {
    return left.length;
  }

  /** Returns the inner products: (B, P); there must be a pair. */
  public NDArray dots(Pass pass, NDList inputs) {
    NDList vectors = new NDList();
    sets.forEach(set -> vectors.add(set.embed(pass, inputs).stacked()));
    NDArray all = NDArrays.concat(vectors, 1);
    return chosen(all, left).mul(chosen(all, right)).sum(LAST);
  }

  private static NDArray chosen(NDArray vectors, int[] places) {
    return vectors.get(new NDIndex(":, {}", vectors.getManager().create(places)));
  }

  @Override
  public NDList apply(Pass pass, NDList inputs) {
    return new NDList(dots(pass, inputs));
  }
}
