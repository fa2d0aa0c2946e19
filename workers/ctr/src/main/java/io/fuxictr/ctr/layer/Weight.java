package io.fuxictr.ctr.layer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import java.util.ArrayList;
import java.util.List;

/**
 * A tensor that is trained, and the reference's parameters that lie in it one behind the other.
 *
 * <p>Layers that are computed together have one weight; files and tests speak of its pieces.
 */
public final class Weight {
  private static final int CHUNK = 1 << 20;

  private final Parameter parameter;
  private final Shape shape;
  private final WeightRole role;
  private final InitialValues start;
  private final List<Piece> pieces;

  private Weight(
      String name, Shape shape, WeightRole role, InitialValues start, List<Piece> pieces) {
    this.parameter =
        Parameter.builder()
            .setName(name)
            .setType(Parameter.Type.OTHER)
            .optRequiresGrad(role.isTrained())
            .build();
    this.shape = shape;
    this.role = role;
    this.start = start;
    this.pieces = pieces;
  }

  /**
   * Describes a weight; it has no values before {@link #initialize}.
   *
   * @param shape its shape; the pieces fill it exactly, in their order
   */
  public static Weight of(
      Shape shape, WeightRole role, InitialValues start, List<NamedShape> parts) {
    List<Piece> pieces = new ArrayList<>();
    long offset = 0;
    for (NamedShape part : parts) {
      pieces.add(new Piece(part.name(), offset, part.shape()));
      offset += part.shape().size();
    }
    if (offset != shape.size()) {
      throw new IllegalArgumentException("pieces of %s fill %d".formatted(shape, offset));
    }
    return new Weight(pieces.getFirst().name(), shape, role, start, List.copyOf(pieces));
  }

  /** Describes a weight that is one parameter of the reference. */
  public static Weight of(String name, Shape shape, WeightRole role, InitialValues start) {
    return of(shape, role, start, List.of(new NamedShape(name, shape)));
  }

  /**
   * A parameter of the reference.
   *
   * @param name its name there
   * @param shape its shape there
   */
  public record NamedShape(String name, Shape shape) {}

  /** Returns what DJL keeps its values in. */
  public Parameter parameter() {
    return parameter;
  }

  /** Returns what it is to the optimizer. */
  public WeightRole role() {
    return role;
  }

  /** Returns the reference's parameters inside, in their order. */
  public List<Piece> pieces() {
    return pieces;
  }

  /** Returns the rows of a table that stay zero, the first of each piece; none of other weights. */
  public long[] paddingRows() {
    if (role != WeightRole.TABLE) {
      return new long[0];
    }
    return pieces.stream().mapToLong(piece -> piece.offset() / shape.get(1)).toArray();
  }

  /** Returns its shape. */
  public Shape shape() {
    return shape;
  }

  /** Returns its values. */
  public NDArray array() {
    return parameter.getArray();
  }

  /**
   * Returns consecutive numbers of an array shaped like a weight as a flat view.
   *
   * @param scope owner of the view
   */
  public static NDArray view(NDManager scope, NDArray array, long from, long to) {
    NDArray flat = array.reshape(-1);
    flat.attach(scope);
    return flat.get(new NDIndex("{}:{}", from, to));
  }

  /** Returns consecutive numbers of an array shaped like a weight. */
  public static float[] read(NDArray array, long from, long to) {
    // Of an array on another device DJL makes a copy here that belongs to the array's manager.
    try (NDManager scope = array.getManager().newSubManager()) {
      return view(scope, array, from, to).toFloatArray();
    }
  }

  /** Gives it its first values, the same for the same seed; the manager owns them. */
  public void initialize(NDManager manager, long seed) {
    allocate(manager);
    for (Piece piece : pieces) {
      fill(array(), piece, start.source(piece.shape(), mix(seed, piece.name())));
    }
  }

  /** Makes it zero, for values to be written into; the manager owns them. */
  public void allocate(NDManager manager) {
    parameter.setArray(manager.zeros(shape));
  }

  private static void fill(NDArray values, Piece piece, InitialValues.Source source) {
    for (long from = piece.offset(); from < piece.end(); from += CHUNK) {
      long to = Math.min(piece.end(), from + CHUNK);
      float[] chunk = new float[(int) (to - from)];
      for (int i = 0; i < chunk.length; i++) {
        chunk[i] = source.next();
      }
      write(values, from, chunk);
    }
  }

  /** Overwrites consecutive numbers of an array shaped like this weight. */
  public static void write(NDArray array, long from, float[] numbers) {
    try (NDManager scope = array.getManager().newSubManager()) {
      NDArray flat = array.reshape(-1);
      flat.attach(scope);
      flat.set(new NDIndex("{}:{}", from, from + numbers.length), scope.create(numbers));
    }
  }

  private static long mix(long seed, String name) {
    long hash = seed;
    for (int i = 0; i < name.length(); i++) {
      hash = (hash ^ name.charAt(i)) * 0x9E3779B97F4A7C15L;
      hash ^= hash >>> 29;
    }
    return hash;
  }
}
