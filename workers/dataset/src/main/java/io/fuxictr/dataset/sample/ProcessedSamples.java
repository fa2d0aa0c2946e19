package io.fuxictr.dataset.sample;

import io.fuxictr.dataset.feature.Feature;
import io.fuxictr.dataset.feature.FeatureMap;
import io.fuxictr.dataset.part.Column;
import io.fuxictr.dataset.part.ColumnForm;
import io.fuxictr.dataset.part.DatasetException;
import io.fuxictr.dataset.part.PartBlock;
import io.fuxictr.dataset.part.PartFooter;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The samples of one split of a built dataset, in file order. */
public final class ProcessedSamples implements SampleSource {
  private final List<Path> files;
  private final FeatureMap map;
  private final long rows;

  /**
   * Creates a source.
   *
   * @param files processed files of the split, in order
   * @param map features and labels to be read; it may be a part of what the files hold
   * @throws DatasetException if a file is missing or damaged, or lacks columns
   */
  public ProcessedSamples(List<Path> files, FeatureMap map) {
    this.files = List.copyOf(files);
    this.map = map;
    long sum = 0;
    for (Path file : files) {
      PartFooter footer = PartFooter.read(file);
      check(footer);
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
    return new PartSamples(files, forms(), this::block);
  }

  private void check(PartFooter footer) {
    List<String> missing =
        forms().keySet().stream().filter(name -> footer.column(name).isEmpty()).toList();
    if (!missing.isEmpty()) {
      throw new DatasetException(
          "Reading samples of %s: columns %s are missing; build the dataset again"
              .formatted(footer.file(), missing));
    }
  }

  private Map<String, ColumnForm> forms() {
    Map<String, ColumnForm> forms = new LinkedHashMap<>();
    map.labels().forEach(label -> forms.put(label, ColumnForm.NUMBERS));
    for (Feature feature : map.features()) {
      forms.put(
          feature.name(),
          switch (feature) {
            case Feature.Numeric _ -> ColumnForm.NUMBERS;
            case Feature.Categorical _, Feature.Sequence _ -> ColumnForm.IDS;
          });
    }
    return forms;
  }

  private SampleBlock block(PartBlock part) {
    Map<String, float[]> numbers = new HashMap<>();
    Map<String, int[]> ids = new HashMap<>();
    Map<String, float[]> labels = new HashMap<>();
    map.labels().forEach(label -> labels.put(label, floats(part.numbers(label))));
    for (Feature feature : map.features()) {
      switch (feature) {
        case Feature.Numeric it -> numbers.put(it.name(), floats(part.numbers(it.name())));
        case Feature.Categorical it -> ids.put(it.name(), ids(part, it.name(), 1));
        case Feature.Sequence it -> ids.put(it.name(), ids(part, it.name(), it.maxLength()));
      }
    }
    return new SampleBlock(part.rows(), numbers, ids, labels);
  }

  private int[] ids(PartBlock part, String name, int width) {
    int[] values =
        switch (part.column(name)) {
          case Column.Ids(int[] single) -> single;
          case Column.IdLists(_, int[] all) -> all;
          case Column.Numbers _, Column.Tokens _, Column.TokenLists _ ->
              throw new IllegalStateException("'" + name + "' was not read as ids");
        };
    if (values.length != part.rows() * width) {
      throw new DatasetException(
          "Reading samples: feature '%s' has %d ids in %d rows, expected %d per row; build the"
                  .formatted(name, values.length, part.rows(), width)
              + " dataset again");
    }
    return values;
  }

  private static float[] floats(double[] values) {
    var result = new float[values.length];
    for (int i = 0; i < result.length; i++) {
      result[i] = (float) values[i];
    }
    return result;
  }
}
