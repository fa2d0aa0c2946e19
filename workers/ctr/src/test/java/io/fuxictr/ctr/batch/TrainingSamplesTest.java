package io.fuxictr.ctr.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fuxictr.ctr.MemorySource;
import io.fuxictr.ctr.Synthetic;
import io.fuxictr.dataset.sample.SampleBlock;
import io.fuxictr.dataset.sample.SampleReader;
import io.fuxictr.dataset.sample.SampleSource;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrainingSamplesTest {
  private static final int ROWS = 101;

  private final FieldLayout layout = new FieldLayout(Synthetic.FEATURES);
  private final SampleSource source =
      new MemorySource(numbered(0, 40), numbered(40, 1), numbered(41, 60));

  @Test
  void everySampleComesOnceInAnOrderOfItsEpoch() throws InterruptedException {
    TrainingSamples samples = new TrainingSamples(source, layout, order(1000, 1));

    List<Float> first = numbers(samples, 1);
    List<Float> second = numbers(samples, 2);

    assertThat(first).hasSize(ROWS).doesNotHaveDuplicates().isNotEqualTo(second);
    assertThat(second).hasSize(ROWS).doesNotHaveDuplicates();
    assertThat(first.subList(0, 20)).anyMatch(number -> number >= 50);
    assertThat(numbers(new TrainingSamples(source, layout, order(1000, 1)), 2)).isEqualTo(second);
  }

  @Test
  void aSmallBufferShufflesWithinItsWindow() throws InterruptedException {
    TrainingSamples samples = new TrainingSamples(source, layout, order(25, 1));

    List<Float> all = numbers(samples, 1);

    assertThat(all).hasSize(ROWS).doesNotHaveDuplicates();
    assertThat(all.subList(0, 30)).allMatch(number -> number < 30);
    assertThat(samples.batches()).isEqualTo(11);
  }

  @Test
  void aLastBatchOfOneSampleCanBeLeftOut() throws InterruptedException {
    TrainingSamples samples = new TrainingSamples(source, layout, order(1000, 2));

    assertThat(numbers(samples, 1)).hasSize(ROWS - 1);
    assertThat(samples.batches()).isEqualTo(10);
  }

  @Test
  void onlyWholeBatchesCanBeAskedFor() throws InterruptedException {
    TrainingSamples samples = new TrainingSamples(source, layout, order(1000, 10));

    assertThat(numbers(samples, 1)).hasSize(ROWS - 1);
    assertThat(samples.batches()).isEqualTo(10);
  }

  @ParameterizedTest
  @ValueSource(ints = {1000, 25, 10})
  void aPassCanBeginAtAnyBatch(int buffer) throws InterruptedException {
    List<Float> whole = numbers(new TrainingSamples(source, layout, order(buffer, 1)), 3);

    for (int done = 0; done <= 11; done++) {
      TrainingSamples samples = new TrainingSamples(source, layout, order(buffer, 1));
      int skipped = Math.min(ROWS, done * 10);
      assertThat(numbers(samples, 3, done)).isEqualTo(whole.subList(skipped, ROWS));
      assertThat(numbers(samples, 3)).isEqualTo(whole);
    }
  }

  @Test
  void samplesThatWereTrainedOnAreNotCopiedAgain() throws InterruptedException {
    MemorySource unusable = new MemorySource(broken(numbered(0, 40)), numbered(40, 61));
    TrainingSamples samples = new TrainingSamples(unusable, layout, order(20, 1));

    assertThat(numbers(samples, 1, 4)).hasSize(ROWS - 40);
  }

  @Test
  void idsAreThoseOfTheSamplesAndSequencesAreWeighed() throws InterruptedException {
    SampleBlock block = Synthetic.block(50, 3);
    try (BatchLoader loader =
        BatchLoader.inOrder(new MemorySource(block), layout, 50, Labels.PRESENT)) {
      HostBatch batch = loader.next().orElseThrow();

      assertThat(loader.next()).isEmpty();
      for (int row = 0; row < 50; row++) {
        assertThat(batch.ids()[row * 2]).isEqualTo(block.ids("item")[row]);
        assertThat(batch.ids()[row * 2 + 1]).isEqualTo(block.ids("city")[row]);
        assertPooling(block, batch, row);
      }
      assertThat(batch.labels()).startsWith(block.labels("apply")).endsWith(block.labels("credit"));
    }
  }

  @Test
  void aFailureOfTheReaderReachesTheTrainer() {
    UncheckedIOException gone = new UncheckedIOException(new NoSuchFileException("part-0"));
    try (BatchLoader loader =
        BatchLoader.inOrder(new FailingSource(gone), layout, 10, Labels.PRESENT)) {
      assertThatThrownBy(loader::next).isSameAs(gone);
    }
  }

  @Test
  void idsBeyondTheVocabularyAreRefusedByName() {
    SampleBlock block = Synthetic.block(5, 1);
    block.ids("city")[3] = 20;
    try (BatchLoader loader =
        BatchLoader.inOrder(new MemorySource(block), layout, 10, Labels.PRESENT)) {
      assertThatThrownBy(loader::next).hasMessageContaining("city").hasMessageContaining("20");
    }
  }

  @Test
  void closingEndsAPassThatNobodyReads() {
    Thread loading;
    try (BatchLoader loader = new TrainingSamples(source, layout, order(1000, 1)).epoch(1)) {
      loading = loader.thread();
    }
    assertThat(loading.isAlive()).isFalse();
  }

  private static void assertPooling(SampleBlock block, HostBatch batch, int row) {
    int length = Synthetic.LENGTH;
    int present = 0;
    for (int i = 0; i < length; i++) {
      present += block.ids("clicks")[row * length + i] == 0 ? 0 : 1;
    }
    for (int i = 0; i < length; i++) {
      boolean padding = block.ids("clicks")[row * length + i] == 0;
      assertThat(batch.pooling()[row * length + i]).isEqualTo(padding ? 0f : 1f / present);
    }
  }

  private static TrainingSamples.Order order(int buffer, int leastRows) {
    return new TrainingSamples.Order(10, buffer, true, 5, leastRows);
  }

  private static SampleBlock numbered(int from, int rows) {
    float[] numbers = new float[rows];
    for (int i = 0; i < rows; i++) {
      numbers[i] = from + i;
    }
    return Synthetic.with(Synthetic.block(rows, from), "price", numbers);
  }

  /** Spoils a block so that copying any of its samples fails. */
  private static SampleBlock broken(SampleBlock block) {
    Arrays.fill(block.ids("city"), -1);
    return block;
  }

  private static List<Float> numbers(TrainingSamples samples, int epoch)
      throws InterruptedException {
    return numbers(samples, epoch, 0);
  }

  private static List<Float> numbers(TrainingSamples samples, int epoch, long done)
      throws InterruptedException {
    List<Float> numbers = new ArrayList<>();
    try (BatchLoader loader = samples.epoch(epoch, done)) {
      for (Optional<HostBatch> batch = loader.next(); batch.isPresent(); batch = loader.next()) {
        for (int row = 0; row < batch.get().rows(); row++) {
          numbers.add(batch.get().numbers()[row * 2]);
        }
      }
    }
    return numbers;
  }

  /** Fails when read. */
  private record FailingSource(RuntimeException failure) implements SampleSource {
    @Override
    public long rows() {
      return 1;
    }

    @Override
    public SampleReader open() {
      throw failure;
    }
  }
}
