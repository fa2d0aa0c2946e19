package io.fuxictr.ctr.layer.embedding;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.core.Linear;
import io.fuxictr.ctr.config.ModelConfigException;
import io.fuxictr.ctr.layer.InitialValues;
import io.fuxictr.ctr.layer.Pass;
import io.fuxictr.ctr.layer.Weight;
import io.fuxictr.ctr.layer.WeightRole;
import io.fuxictr.ctr.layer.WeightedBlock;
import io.fuxictr.dataset.feature.Pretrained;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The vectors of a feature's values, starting from vectors that were learnt elsewhere: ids (B, n),
 * int32, to (B, n, d).
 *
 * <p>P (V, p) holds those learnt elsewhere, I (V, d) those learnt here; m is 1 for ids up to that
 * of unknown values and 0 for values that training never saw. Used as first values: P or W P; as a
 * sum: P + m I or W P + m I; side by side: W [P; m I]. P is multiplied by m too if it is trained. W
 * has no bias and is there if the widths differ.
 *
 * <p>Departs from FuxiCTR: the row of padding is zero in P and I, also when P is trained.
 */
public final class PretrainedTable extends WeightedBlock {
  private static final double DEVIATION = 1e-4;
  private static final int CHUNK_ROWS = 1 << 14;

  private final String feature;
  private final Pretrained vectors;
  private final Weight learntElsewhere;
  private final Optional<Weight> learntHere;
  private final Optional<Weight> map;

  /**
   * Makes the weights; those learnt elsewhere are not there before {@link #fill}.
   *
   * @param name of its module in the reference
   * @param rows ids there are, V
   * @param dim width of the results, d
   */
  PretrainedTable(String feature, String name, long rows, int dim, Pretrained vectors) {
    this.feature = feature;
    this.vectors = vectors;
    int given = vectors.dim().orElse(dim);
    learntElsewhere =
        add(
            Weight.of(
                name + ".pretrain_embedding.weight",
                new Shape(rows, given),
                vectors.frozen() ? WeightRole.FROZEN : WeightRole.TABLE,
                vectors.frozen()
                    ? new InitialValues.Constant(0f)
                    : new InitialValues.PaddedNormal(DEVIATION)));
    learntHere =
        vectors.usage() == Pretrained.Usage.INIT
            ? Optional.empty()
            : Optional.of(
                add(
                    Weight.of(
                        name + ".id_embedding.weight",
                        new Shape(rows, dim),
                        WeightRole.TABLE,
                        new Known(vectors.oovId()))));
    map =
        mapped(given, dim)
            .map(
                inputs ->
                    add(
                        Weight.of(
                            name + ".proj.weight",
                            new Shape(dim, inputs),
                            WeightRole.FIELD,
                            new InitialValues.XavierNormal())));
  }

  /** Normal in the rows of known values, zero in padding and from the unknown ones on. */
  private record Known(int oovId) implements InitialValues {

    @Override
    public Source source(Shape shape, long seed) {
      long width = shape.get(1);
      Source drawn = new Normal(DEVIATION).source(shape, seed);
      long[] position = new long[1];
      return () -> {
        long row = position[0]++ / width;
        return row >= 1 && row < oovId ? drawn.next() : 0f;
      };
    }
  }

  private Optional<Integer> mapped(int given, int dim) {
    return switch (vectors.usage()) {
      case INIT, SUM -> given == dim ? Optional.empty() : Optional.of(given);
      case CONCAT -> Optional.of(given + dim);
    };
  }

  /** Returns all that are inside a block, however deep. */
  public static List<PretrainedTable> in(Block block) {
    List<PretrainedTable> found = new ArrayList<>();
    if (block instanceof PretrainedTable table) {
      found.add(table);
    }
    block.getChildren().values().forEach(child -> found.addAll(in(child)));
    return found;
  }

  /** Looks ids up: (B, n) to (B, n, d). */
  NDArray vectors(Pass pass, NDArray ids) {
    NDArray mask = ids.lte(vectors.oovId()).toType(DataType.FLOAT32, false).expandDims(2);
    NDArray found = pass.rows(learntElsewhere, ids);
    NDArray given = vectors.frozen() ? found : found.mul(mask);
    Optional<NDArray> own = learntHere.map(table -> pass.rows(table, ids).mul(mask));
    return switch (vectors.usage()) {
      case INIT -> mapped(pass, given);
      case SUM -> mapped(pass, given).add(own.orElseThrow());
      case CONCAT -> mapped(pass, NDArrays.concat(new NDList(given, own.orElseThrow()), 2));
    };
  }

  private NDArray mapped(Pass pass, NDArray x) {
    return map.map(matrix -> Linear.linear(x, pass.value(matrix)).singletonOrThrow()).orElse(x);
  }

  @Override
  public NDList apply(Pass pass, NDList inputs) {
    return new NDList(vectors(pass, inputs.singletonOrThrow()));
  }

  /**
   * Writes the vectors learnt elsewhere over the first values; that of padding stays zero.
   *
   * @throws ModelConfigException if a vector has another length, or belongs to an id there is not
   */
  public void fill(PretrainedVectors source) {
    int width = Math.toIntExact(learntElsewhere.shape().get(1));
    long rows = learntElsewhere.shape().get(0);
    Map<Integer, float[]> chunks = new HashMap<>();
    source.read(
        feature,
        (id, values) -> {
          if (values.length != width || id < 0 || id >= rows) {
            throw new ModelConfigException(
                "Reading the pretrained vectors of feature %s: id %d has %d numbers; allowed: ids below %d with %d numbers each; build the dataset again"
                    .formatted(feature, id, values.length, rows, width));
          }
          if (id > 0) {
            float[] chunk = chunks.computeIfAbsent(id / CHUNK_ROWS, this::chunk);
            System.arraycopy(values, 0, chunk, id % CHUNK_ROWS * width, width);
          }
        });
    chunks.forEach(
        (number, chunk) ->
            Weight.write(learntElsewhere.array(), (long) number * CHUNK_ROWS * width, chunk));
  }

  private float[] chunk(int number) {
    long width = learntElsewhere.shape().get(1);
    long from = (long) number * CHUNK_ROWS * width;
    long to = Math.min(from + CHUNK_ROWS * width, learntElsewhere.shape().size());
    return Weight.read(learntElsewhere.array(), from, to);
  }
}
