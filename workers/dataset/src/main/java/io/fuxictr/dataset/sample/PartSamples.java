package io.fuxictr.dataset.sample;

import io.fuxictr.dataset.part.ColumnForm;
import io.fuxictr.dataset.part.PartBlock;
import io.fuxictr.dataset.part.PartReader;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One pass over the parts of a table, one after the other. */
final class PartSamples implements SampleReader {
  private static final int BLOCK_ROWS = 1 << 14;

  private final Deque<Path> waiting;
  private final Map<String, ColumnForm> forms;
  private final Function<PartBlock, SampleBlock> encode;
  private @Nullable PartReader current;

  PartSamples(
      List<Path> parts, Map<String, ColumnForm> forms, Function<PartBlock, SampleBlock> encode) {
    waiting = new ArrayDeque<>(parts);
    this.forms = forms;
    this.encode = encode;
  }

  @Override
  public Optional<SampleBlock> next() {
    while (true) {
      PartReader reader = current;
      if (reader == null) {
        if (waiting.isEmpty()) {
          return Optional.empty();
        }
        reader = PartReader.open(waiting.removeFirst(), forms, BLOCK_ROWS);
        current = reader;
      }
      Optional<PartBlock> block = reader.next();
      if (block.isPresent()) {
        return block.map(encode);
      }
      close();
    }
  }

  @Override
  public void close() {
    if (current != null) {
      current.close();
      current = null;
    }
  }
}
