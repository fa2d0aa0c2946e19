package io.fuxictr.dataset.sample;

import io.fuxictr.dataset.feature.EncodedColumn;
import io.fuxictr.dataset.feature.Feature;
import io.fuxictr.dataset.feature.FeatureMap;
import io.fuxictr.dataset.part.Column;
import io.fuxictr.dataset.part.ColumnForm;
import io.fuxictr.dataset.part.ColumnType;
import io.fuxictr.dataset.part.DatasetException;
import io.fuxictr.dataset.part.PartBlock;
import io.fuxictr.dataset.part.PartFooter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The samples of one split of a built dataset, in file order. */
public final class ProcessedSamples implements SampleSource {
  private final List<Path> files;
  private final FeatureMap map;
  private final Map<String, ColumnForm> forms;
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
    List<PartFooter> footers = new ArrayList<>();
    files.forEach(file -> footers.add(PartFooter.read(file)));
    forms = footers.isEmpty() ? Map.of() : forms(footers.getFirst());
    footers.forEach(this::check);
    rows = footers.stream().mapToLong(PartFooter::rows).sum();
  }

  @Override
  public long rows() {
    return rows;
  }

  @Override
  public SampleReader open() {
    return new PartSamples(files, forms, this::block);
  }

  private void check(PartFooter footer) {
    List<String> missing =
        forms.keySet().stream().filter(name -> footer.column(name).isEmpty()).toList();
    if (!missing.isEmpty()) {
      throw new DatasetException(
          "Reading samples of %s: columns %s are missing; build the dataset again"
              .formatted(footer.file(), missing));
    }
  }

  private Map<String, ColumnForm> forms(PartFooter footer) {
    Map<String, ColumnForm> result = new LinkedHashMap<>();
    map.labels().forEach(label -> result.put(label, ColumnForm.NUMBERS));
    for (Feature feature : map.features()) {
      result.put(
          feature.name(),
          switch (feature) {
            case Feature.Numeric _ -> ColumnForm.NUMBERS;
            case Feature.Categorical _, Feature.Sequence _ -> ColumnForm.IDS;
            case Feature.Vector _ -> ColumnForm.FLOAT_LISTS;
            case Feature.Meta _ ->
                footer.types().get(feature.name()) == ColumnType.INTEGER
                    ? ColumnForm.LONGS
                    : ColumnForm.TOKENS;
          });
    }
    return result;
  }

  private SampleBlock block(PartBlock part) {
    var columns = new BlockColumns();
    map.labels().forEach(label -> columns.putLabels(label, floats(part.numbers(label))));
    for (Feature feature : map.features()) {
      columns.put(feature.name(), values(part, feature));
    }
    return columns.block(part.rows());
  }

  private static EncodedColumn values(PartBlock part, Feature feature) {
    int rows = part.rows();
    String name = feature.name();
    return switch (part.column(name)) {
      case Column.Numbers(double[] values) -> new EncodedColumn.Numbers(floats(values));
      case Column.Ids(int[] values) ->
          new EncodedColumn.Ids(whole(values, values.length, rows, feature));
      case Column.IdLists(_, int[] values) ->
          new EncodedColumn.Ids(whole(values, values.length, rows, feature));
      case Column.FloatLists(_, float[] values) ->
          new EncodedColumn.Vectors(whole(values, values.length, rows, feature), width(feature));
      case Column.Longs(long[] values, _) -> new EncodedColumn.Longs(values);
      case Column.Tokens(int[] codes, var words) -> new EncodedColumn.Texts(codes, words);
      case Column.TokenLists _ ->
          throw new DatasetException(
              "Reading samples: column '%s' holds lists and cannot be a group; declare another"
                  .formatted(name));
    };
  }

  private static <A> A whole(A values, int count, int rows, Feature feature) {
    if (count != rows * width(feature)) {
      throw new DatasetException(
          "Reading samples: feature '%s' has %d values in %d rows, expected %d per row; build the"
                  .formatted(feature.name(), count, rows, width(feature))
              + " dataset again");
    }
    return values;
  }

  private static int width(Feature feature) {
    return switch (feature) {
      case Feature.Sequence it -> it.maxLength();
      case Feature.Vector it -> it.dim();
      case Feature.Numeric _, Feature.Categorical _, Feature.Meta _ -> 1;
    };
  }

  private static float[] floats(double[] values) {
    var result = new float[values.length];
    for (int i = 0; i < result.length; i++) {
      result[i] = (float) values[i];
    }
    return result;
  }
}
