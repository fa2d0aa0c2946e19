package io.fuxictr.ctr.train;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.types.Shape;
import io.fuxictr.ctr.layer.Weight;
import io.fuxictr.ctr.layer.WeightRole;
import io.fuxictr.ctr.model.Network;
import io.fuxictr.ctr.optimizer.Optimizer;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Memory that a training takes outside of the Java heap, estimated before any of it is taken.
 *
 * <p>Weights, gradients and moments are exact, but for gradients of tables of which only the rows
 * of a batch move, which count with the batch; what a batch takes is a lower bound: four numbers
 * for each output of each layer (its value, its gradient, and two on the way), and two for each
 * number looked up in a table.
 *
 * @param model its name
 * @param weights bytes of all weights
 * @param gradients bytes of their gradients
 * @param moments bytes that the optimizer remembers
 * @param batch bytes of one batch in the network, at least
 */
record MemoryNeed(String model, long weights, long gradients, long moments, long batch) {
  private static final long NUMBERS_PER_OUTPUT = 4;
  private static final long NUMBERS_PER_LOOKUP = 2;
  private static final List<String> SIGNS =
      List.of("not enough memory", "can't allocate memory", "out of memory", "alloc_failed");

  /** Estimates the need of a network whose weights need not have values yet. */
  static MemoryNeed of(String model, Network network, Optimizer.Settings optimizer, int batchSize) {
    List<Weight> trained =
        network.weights().stream().filter(weight -> weight.role().isTrained()).toList();
    double numbers = sizes(network.weights().stream());
    double trainedNumbers = sizes(trained.stream());
    double withGradient = sizes(trained.stream().filter(weight -> isWhole(weight, optimizer)));
    double perSample = trained.stream().mapToDouble(MemoryNeed::perSample).sum();
    return new MemoryNeed(
        model,
        bytes(numbers),
        bytes(withGradient),
        bytes(trainedNumbers * optimizer.slots()),
        bytes(perSample * batchSize));
  }

  private static boolean isWhole(Weight weight, Optimizer.Settings optimizer) {
    return switch (optimizer.tableUpdate()) {
      case ALL_ROWS -> true;
      case ROWS_OF_BATCH -> weight.role() != WeightRole.TABLE;
    };
  }

  /** Exact up to 2^53 numbers, and never more than a long can hold. */
  private static long bytes(double numbers) {
    return (long) (numbers * Float.BYTES);
  }

  private static double sizes(Stream<Weight> weights) {
    return weights.mapToDouble(weight -> size(weight.shape())).sum();
  }

  private static double size(Shape shape) {
    double size = 1;
    for (int axis = 0; axis < shape.dimension(); axis++) {
      size *= shape.get(axis);
    }
    return size;
  }

  private static double perSample(Weight weight) {
    int dimensions = weight.shape().dimension();
    if (dimensions < 2) {
      return 0;
    }
    long last = weight.shape().get(dimensions - 1);
    return weight.role() == WeightRole.TABLE
        ? (double) NUMBERS_PER_LOOKUP * weight.pieces().size() * last
        : NUMBERS_PER_OUTPUT * (size(weight.shape()) / Math.max(1, last));
  }

  /** Returns the sum in bytes. */
  long total() {
    return (long) ((double) weights + gradients + moments + batch);
  }

  /** Returns the bytes of this host, or of the container it is. */
  static long hostBytes() {
    var system =
        ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class);
    return system.getTotalMemorySize();
  }

  /**
   * Refuses a training that cannot fit.
   *
   * @param available bytes that there are at most
   * @throws NotEnoughMemoryException if the need is more
   */
  void requireWithin(long available) {
    if (total() > available) {
      throw new NotEnoughMemoryException(
          "Training %s: there are %s in all. %s".formatted(model, size(available), words()));
    }
  }

  /**
   * Explains a failure of libtorch if it is about memory; returns it as it is otherwise.
   *
   * @param failure what libtorch said
   */
  RuntimeException explain(EngineException failure) {
    String said = String.valueOf(failure.getMessage());
    String lower = said.toLowerCase(Locale.ROOT);
    if (SIGNS.stream().noneMatch(lower::contains)) {
      return failure;
    }
    String first = said.lines().filter(line -> !line.isBlank()).findFirst().orElse(said);
    return new NotEnoughMemoryException(
        "Training %s: libtorch got no memory (%s). %s".formatted(model, first.strip(), words()),
        failure);
  }

  /** Explains that the Java heap was too small. */
  NotEnoughMemoryException explain(OutOfMemoryError failure) {
    return new NotEnoughMemoryException(
        "Training %s: the Java heap of %s is too small (%s); lower buffer_size or batch_size, or raise -Xmx. %s"
            .formatted(
                model, size(Runtime.getRuntime().maxMemory()), failure.getMessage(), words()),
        failure);
  }

  /** Says what is needed. */
  String figures() {
    return "about %s outside of the Java heap: %s for weights, %s for gradients, %s for the optimizer, at least %s for a batch"
        .formatted(size(total()), size(weights), size(gradients), size(moments), size(batch));
  }

  /** Says what is needed and what to do about it. */
  private String words() {
    return "It needs %s; lower embedding_dim or batch_size, set sparse_embeddings, which spares the gradients of tables, raise min_categr_count, lower hash_bits, or take a host with more memory (-Xmx is not what limits it)"
        .formatted(figures());
  }

  private static String size(long bytes) {
    return bytes < 1L << 30
        ? String.format(Locale.ROOT, "%.1f MiB", bytes / (double) (1 << 20))
        : String.format(Locale.ROOT, "%.1f GiB", bytes / (double) (1 << 30));
  }
}
