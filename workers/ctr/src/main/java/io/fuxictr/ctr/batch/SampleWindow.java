package io.fuxictr.ctr.batch;

import io.fuxictr.dataset.feature.Feature;
import io.fuxictr.dataset.sample.SampleBlock;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Samples in memory, row by row, from which batches are picked in any order.
 *
 * <p>Kept by rows, since a shuffled batch then copies a few contiguous pieces per sample.
 */
final class SampleWindow {
  private final FieldLayout layout;
  private final int categories;
  private final int numeric;
  private final int positions;
  private final int vectorNumbers;
  private final int objectives;
  private final int grouped;

  private int rows;
  private int capacity;
  private int[] ids = new int[0];
  private float[] numbers = new float[0];
  private int[] sequenceIds = new int[0];
  private float[] vectors = new float[0];
  private float[] labels = new float[0];
  private long[] groups = new long[0];

  SampleWindow(FieldLayout layout, Labels kind) {
    this.layout = layout;
    this.categories = layout.categories().size();
    this.numeric = layout.numbers().size();
    this.positions = layout.sequencePositions();
    this.vectorNumbers = layout.vectorNumbers();
    this.objectives = kind == Labels.ABSENT ? 0 : layout.labels().size();
    this.grouped = kind == Labels.PRESENT_WITH_GROUPS ? 1 : 0;
  }

  /** Returns the bytes one sample of a layout takes. */
  static int bytesPerRow(FieldLayout layout) {
    return 4
        * (layout.categories().size()
            + layout.numbers().size()
            + layout.sequencePositions()
            + layout.vectorNumbers()
            + layout.labels().size());
  }

  int rows() {
    return rows;
  }

  void clear() {
    rows = 0;
  }

  /** Appends samples [from, from + count) of a block. */
  void append(SampleBlock block, int from, int count) {
    reserve(rows + count);
    int column = 0;
    for (Feature.Categorical feature : layout.categories()) {
      copyIds(block, feature.name(), feature.vocabularySize(), from, count, column++);
    }
    column = 0;
    for (Feature.Numeric feature : layout.numbers()) {
      copyColumn(block.numbers(feature.name()), from, count, numbers, column++, numeric);
    }
    int position = 0;
    for (Feature.Sequence feature : layout.sequences()) {
      copySequence(block, feature, from, count, position);
      position += feature.maxLength();
    }
    for (Feature.Vector feature : layout.vectors()) {
      copyVector(block, feature, from, count);
    }
    for (int objective = 0; objective < objectives; objective++) {
      float[] values = block.labels(layout.labels().get(objective));
      copyColumn(values, from, count, labels, objective, objectives);
    }
    if (grouped == 1) {
      copyGroups(block, from, count);
    }
    rows += count;
  }

  /** Copies all samples into a batch, in their order. */
  HostBatch pickInOrder() {
    return pick(IntStream.range(0, rows).toArray(), 0, rows);
  }

  /** Copies the samples order[from], …, order[from + count - 1] into a batch. */
  HostBatch pick(int[] order, int from, int count) {
    int[] batchIds = new int[count * categories];
    float[] batchNumbers = new float[count * numeric];
    int[] batchSequences = new int[count * positions];
    float[] batchVectors = new float[count * vectorNumbers];
    float[] batchLabels = new float[count * objectives];
    long[] batchGroups = new long[count * grouped];
    for (int i = 0; i < count; i++) {
      int row = order[from + i];
      System.arraycopy(ids, row * categories, batchIds, i * categories, categories);
      System.arraycopy(numbers, row * numeric, batchNumbers, i * numeric, numeric);
      System.arraycopy(sequenceIds, row * positions, batchSequences, i * positions, positions);
      System.arraycopy(
          vectors, row * vectorNumbers, batchVectors, i * vectorNumbers, vectorNumbers);
      System.arraycopy(groups, row * grouped, batchGroups, i * grouped, grouped);
      for (int objective = 0; objective < objectives; objective++) {
        batchLabels[objective * count + i] = labels[row * objectives + objective];
      }
    }
    float[] pooling = pooling(batchSequences, count);
    return new HostBatch(
        count,
        batchIds,
        batchNumbers,
        batchSequences,
        pooling,
        batchVectors,
        batchLabels,
        batchGroups);
  }

  /** Weighs the positions that are not padding. */
  private float[] pooling(int[] batchSequences, int count) {
    int fields = layout.sequences().size();
    float[] pooling = new float[count * fields * positions];
    int start = 0;
    for (int field = 0; field < fields; field++) {
      Feature.Sequence sequence = layout.sequences().get(field);
      boolean mean = sequence.encoder() == Feature.SequenceEncoder.MASKED_AVERAGE;
      for (int row = 0; row < count; row++) {
        int ids = row * positions + start;
        int weights = (row * fields + field) * positions + start;
        weigh(batchSequences, ids, sequence.maxLength(), mean, pooling, weights);
      }
      start += sequence.maxLength();
    }
    return pooling;
  }

  private static void weigh(
      int[] ids, int from, int length, boolean mean, float[] pooling, int target) {
    int present = 0;
    for (int i = 0; i < length; i++) {
      present += ids[from + i] == 0 ? 0 : 1;
    }
    float weight = mean ? (float) (1 / (present + 1e-12)) : 1f;
    for (int i = 0; i < length; i++) {
      pooling[target + i] = ids[from + i] == 0 ? 0f : weight;
    }
  }

  private void copyIds(
      SampleBlock block, String feature, long vocabulary, int from, int count, int column) {
    int[] values = block.ids(feature);
    for (int i = 0; i < count; i++) {
      ids[(rows + i) * categories + column] = checked(values[from + i], vocabulary, feature);
    }
  }

  private void copySequence(
      SampleBlock block, Feature.Sequence feature, int from, int count, int position) {
    int[] values = block.ids(feature.name());
    int length = feature.maxLength();
    for (int i = 0; i < count; i++) {
      int source = (from + i) * length;
      int target = (rows + i) * positions + position;
      for (int j = 0; j < length; j++) {
        sequenceIds[target + j] =
            checked(values[source + j], feature.vocabularySize(), feature.name());
      }
    }
  }

  private void copyVector(SampleBlock block, Feature.Vector feature, int from, int count) {
    float[] values = block.vectors(feature.name());
    int first = layout.firstNumber(feature);
    int dim = feature.dim();
    for (int i = 0; i < count; i++) {
      int target = (rows + i) * vectorNumbers + first;
      System.arraycopy(values, (from + i) * dim, vectors, target, dim);
    }
  }

  private void copyGroups(SampleBlock block, int from, int count) {
    switch (layout.group().orElseThrow()) {
      case Feature.Meta it -> System.arraycopy(block.groups(it.name()), from, groups, rows, count);
      case Feature.Categorical it -> {
        int[] values = block.ids(it.name());
        for (int i = 0; i < count; i++) {
          groups[rows + i] = values[from + i];
        }
      }
      case Feature.Numeric _, Feature.Sequence _, Feature.Vector _ ->
          throw new IllegalStateException("a layout has no such group");
    }
  }

  private void copyColumn(
      float[] values, int from, int count, float[] target, int column, int width) {
    for (int i = 0; i < count; i++) {
      target[(rows + i) * width + column] = values[from + i];
    }
  }

  /** Ids are 32 bits without a sign. */
  private static int checked(int id, long vocabulary, String feature) {
    if (Integer.toUnsignedLong(id) >= vocabulary) {
      throw new IllegalArgumentException(
          "Feature %s holds id %d, but its vocabulary has %d ids; the samples were encoded for another dataset"
              .formatted(feature, id, vocabulary));
    }
    return id;
  }

  private void reserve(int wanted) {
    if (wanted <= capacity) {
      return;
    }
    capacity = Math.max(wanted, capacity + capacity / 2);
    ids = Arrays.copyOf(ids, Math.multiplyExact(capacity, categories));
    numbers = Arrays.copyOf(numbers, Math.multiplyExact(capacity, numeric));
    sequenceIds = Arrays.copyOf(sequenceIds, Math.multiplyExact(capacity, positions));
    vectors = Arrays.copyOf(vectors, Math.multiplyExact(capacity, vectorNumbers));
    labels = Arrays.copyOf(labels, Math.multiplyExact(capacity, objectives));
    groups = Arrays.copyOf(groups, Math.multiplyExact(capacity, grouped));
  }
}
