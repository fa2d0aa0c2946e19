package io.fuxictr.dataset.sample;

import io.fuxictr.dataset.feature.ColumnSpec;
import io.fuxictr.dataset.feature.EncodingPass;
import io.fuxictr.dataset.feature.FeatureEncoder;
import io.fuxictr.dataset.part.ColumnForm;
import io.fuxictr.dataset.part.PartBlock;
import io.fuxictr.dataset.part.PartFooter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The rows of raw parts, encoded on the way, in file order, none left out. Labels are neither
 * needed nor read; values that training did not know become the out-of-vocabulary id.
 */
public final class RawSamples implements SampleSource {
  private final List<Path> parts;
  private final FeatureEncoder encoder;
  private final Map<String, ColumnForm> forms = new LinkedHashMap<>();
  private final long rows;

  /**
   * Creates a source.
   *
   * @param parts raw parts, in order
   * @param encoder what was learnt in training
   * @throws io.fuxictr.dataset.part.DatasetException if a file is missing or damaged, naming it, or
   *     lacks feature columns, naming all of them
   */
  public RawSamples(List<Path> parts, FeatureEncoder encoder) {
    this.parts = List.copyOf(parts);
    this.encoder = encoder;
    long sum = 0;
    for (Path part : parts) {
      PartFooter footer = PartFooter.read(part);
      encoder.check(footer);
      sum += footer.rows();
    }
    rows = sum;
    forms.putAll(encoder.forms());
    forms.keySet().removeIf(this::isMeta);
  }

  @Override
  public long rows() {
    return rows;
  }

  @Override
  public SampleReader open() {
    EncodingPass pass = encoder.start();
    return new PartSamples(parts, forms, block -> encode(pass, block));
  }

  private boolean isMeta(String name) {
    return encoder.columns().stream()
        .anyMatch(column -> column instanceof ColumnSpec.Meta && column.name().equals(name));
  }

  private SampleBlock encode(EncodingPass pass, PartBlock block) {
    var columns = new BlockColumns();
    forms.keySet().forEach(name -> columns.put(name, pass.encode(name, block.column(name))));
    return columns.block(block.rows());
  }
}
