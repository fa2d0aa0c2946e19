package io.fuxictr.dataset.sample;

import io.fuxictr.dataset.feature.EncodingPass;
import io.fuxictr.dataset.feature.FeatureEncoder;
import io.fuxictr.dataset.part.PartBlock;
import io.fuxictr.dataset.part.PartFooter;
import java.nio.file.Path;
import java.util.List;

/**
 * The rows of raw parts, encoded on the way, in file order, none left out. Labels are neither
 * needed nor read; values that training did not know become the out-of-vocabulary id.
 */
public final class RawSamples implements SampleSource {
  private final List<Path> parts;
  private final FeatureEncoder encoder;
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
  }

  @Override
  public long rows() {
    return rows;
  }

  @Override
  public SampleReader open() {
    EncodingPass pass = encoder.startInputs();
    return new PartSamples(parts, pass.forms(), block -> encode(pass, block));
  }

  private static SampleBlock encode(EncodingPass pass, PartBlock block) {
    var columns = new BlockColumns();
    pass.names().forEach(name -> columns.put(name, pass.encode(name, block)));
    return columns.block(block.rows());
  }
}
