package io.fuxictr.ctr;

import io.fuxictr.dataset.sample.SampleBlock;
import io.fuxictr.dataset.sample.SampleReader;
import io.fuxictr.dataset.sample.SampleSource;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/** Samples that are in memory already. */
public final class MemorySource implements SampleSource {
  private final List<SampleBlock> blocks;

  public MemorySource(SampleBlock... blocks) {
    this.blocks = List.of(blocks);
  }

  @Override
  public long rows() {
    return blocks.stream().mapToLong(SampleBlock::rows).sum();
  }

  @Override
  public SampleReader open() {
    Iterator<SampleBlock> left = blocks.iterator();
    return new SampleReader() {
      @Override
      public Optional<SampleBlock> next() {
        return left.hasNext() ? Optional.of(left.next()) : Optional.empty();
      }

      @Override
      public void close() {}
    };
  }
}
