package io.fuxictr.dataset.sample;

import io.fuxictr.dataset.feature.ColumnSpec;
import io.fuxictr.dataset.feature.EncodingPass;
import io.fuxictr.dataset.feature.FeatureEncoder;
import io.fuxictr.dataset.feature.LabelSpec;
import io.fuxictr.dataset.part.ColumnForm;
import io.fuxictr.dataset.part.DatasetException;
import io.fuxictr.dataset.part.PartBlock;
import io.fuxictr.dataset.part.PartFooter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The rows of raw parts with their labels, encoded on the way, in file order, none left out.
 * Columns that training carried along come with them where all parts have them.
 */
public final class LabelledSamples implements SampleSource {
  private final List<Path> parts;
  private final List<LabelSpec> labels;
  private final RawSamples features;
  private final FeatureEncoder encoder;
  private final List<String> carried;

  /**
   * Creates a source.
   *
   * @param parts raw parts, in order
   * @param encoder what was learnt in training
   * @param labels columns to be predicted
   * @throws DatasetException if a file is missing or damaged, or lacks columns, naming all of them
   */
  public LabelledSamples(List<Path> parts, FeatureEncoder encoder, List<LabelSpec> labels) {
    this.parts = List.copyOf(parts);
    this.labels = List.copyOf(labels);
    features = new RawSamples(parts, encoder);
    this.encoder = encoder;
    List<PartFooter> footers = parts.stream().map(PartFooter::read).toList();
    footers.forEach(this::check);
    carried =
        encoder.columns().stream()
            .filter(ColumnSpec.Meta.class::isInstance)
            .filter(
                it -> footers.stream().allMatch(part -> part.column(it.rawColumn()).isPresent()))
            .map(ColumnSpec::name)
            .toList();
  }

  private void check(PartFooter part) {
    List<String> missing =
        labels.stream()
            .map(LabelSpec::name)
            .filter(name -> part.column(name).filter(it -> it.type().isNumber()).isEmpty())
            .toList();
    if (!missing.isEmpty()) {
      throw new DatasetException(
          "Reading labels of %s: columns %s are missing or no numbers; columns found: %s"
              .formatted(part.file(), missing, part.names()));
    }
  }

  @Override
  public long rows() {
    return features.rows();
  }

  @Override
  public SampleReader open() {
    EncodingPass pass = encoder.start(carried);
    Map<String, ColumnForm> forms = new LinkedHashMap<>(pass.forms());
    labels.forEach(label -> forms.put(label.name(), ColumnForm.NUMBERS));
    return new Pairs(features.open(), new PartSamples(parts, forms, block -> labels(pass, block)));
  }

  private SampleBlock labels(EncodingPass pass, PartBlock block) {
    var columns = new BlockColumns();
    carried.forEach(name -> columns.putGroup(name, pass.encode(name, block)));
    labels.forEach(
        label -> columns.putLabels(label.name(), values(label, block.numbers(label.name()))));
    return columns.block(block.rows());
  }

  private static float[] values(LabelSpec label, double[] numbers) {
    var values = new float[numbers.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = label.encode(numbers[i]);
    }
    return values;
  }

  /** Two passes over the same parts side by side: blocks begin and end at the same rows. */
  private record Pairs(SampleReader features, PartSamples labels) implements SampleReader {

    @Override
    public Optional<SampleBlock> next() {
      return features
          .next()
          .map(block -> block.labelledAs(labels.next().orElseThrow(IllegalStateException::new)));
    }

    @Override
    public void close() {
      try (features) {
        labels.close();
      }
    }
  }
}
