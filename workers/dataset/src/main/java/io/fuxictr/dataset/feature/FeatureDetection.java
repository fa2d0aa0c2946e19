package io.fuxictr.dataset.feature;

import io.fuxictr.dataset.part.ColumnType;
import io.fuxictr.dataset.part.DatasetException;
import io.fuxictr.dataset.part.PartColumn;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Recognition of features by the names of columns.
 *
 * <p>A name that ends with {@code _tag} is categorical, with {@code _cnt} numeric, with {@code
 * _textlist} a sequence; a few names are known without a suffix. Features come in the order
 * categorical, numeric, sequence, within each in file order. Ids are never features.
 */
public final class FeatureDetection {
  private static final Set<String> IDS = Set.of("user_id", "product_id");
  private static final Set<String> CATEGORICAL = Set.of("product");
  private static final Set<String> SEQUENCES =
      Set.of("appInstalls", "outerBizSorted", "outerModelCleanSorted");
  private static final int MAX_LENGTH = 15;

  private FeatureDetection() {}

  /**
   * Recognises features.
   *
   * @param columns columns of the data, in file order
   * @param excluded columns that are no features whatever their names: the labels
   * @param minCount occurrences below which a value is not known
   * @throws DatasetException if no column is recognised or the type of one does not fit
   */
  public static List<ColumnSpec> detect(
      List<PartColumn> columns, Set<String> excluded, int minCount) {
    return detect(columns, excluded, ColumnDefaults.of(minCount));
  }

  /**
   * Recognises features.
   *
   * @param columns columns of the data, in file order
   * @param excluded columns that are no features whatever their names: the labels
   * @param defaults what holds for columns that nobody declares
   * @throws DatasetException if no column is recognised or the type of one does not fit
   */
  public static List<ColumnSpec> detect(
      List<PartColumn> columns, Set<String> excluded, ColumnDefaults defaults) {
    List<ColumnSpec> features = recognised(columns, excluded, defaults);
    if (features.isEmpty()) {
      throw new DatasetException(
          "No feature columns recognised; columns found: %s; rename with _tag/_cnt/_textlist or set"
                  .formatted(columns.stream().map(PartColumn::name).toList())
              + " features.mode");
    }
    return features;
  }

  /**
   * Adds the features that are recognised to those that are declared.
   *
   * @param declared columns declared by the user; they stay as they are and come first
   */
  public static List<ColumnSpec> union(
      List<ColumnSpec> declared, List<PartColumn> columns, Set<String> excluded, int minCount) {
    return union(declared, columns, excluded, ColumnDefaults.of(minCount));
  }

  /**
   * Adds the features that are recognised to those that are declared.
   *
   * @param declared columns declared by the user; they stay as they are and come first
   * @param defaults what holds for columns that nobody declares
   */
  public static List<ColumnSpec> union(
      List<ColumnSpec> declared,
      List<PartColumn> columns,
      Set<String> excluded,
      ColumnDefaults defaults) {
    Set<String> taken = new HashSet<>(excluded);
    declared.forEach(spec -> taken.add(spec.name()));
    List<ColumnSpec> all = new ArrayList<>(declared);
    all.addAll(recognised(columns, taken, defaults));
    return List.copyOf(all);
  }

  /** Says how many columns of each kind there are: "3 categorical, 2 numeric, 1 sequence". */
  public static String summary(List<ColumnSpec> columns) {
    long categorical = columns.stream().filter(ColumnSpec.Categorical.class::isInstance).count();
    long numeric = columns.stream().filter(ColumnSpec.Numeric.class::isInstance).count();
    long sequence = columns.stream().filter(ColumnSpec.Sequence.class::isInstance).count();
    return "%d categorical, %d numeric, %d sequence".formatted(categorical, numeric, sequence);
  }

  private static List<ColumnSpec> recognised(
      List<PartColumn> columns, Set<String> excluded, ColumnDefaults defaults) {
    List<ColumnSpec> categorical = new ArrayList<>();
    List<ColumnSpec> numeric = new ArrayList<>();
    List<ColumnSpec> sequences = new ArrayList<>();
    List<String> problems = new ArrayList<>();
    for (PartColumn column : columns) {
      String name = column.name();
      if (excluded.contains(name) || IDS.contains(name)) {
        continue;
      }
      if (name.endsWith("_tag") || CATEGORICAL.contains(name)) {
        add(categorical, categorical(column, defaults), column, problems);
      } else if (name.endsWith("_cnt")) {
        add(numeric, numeric(column), column, problems);
      } else if (name.endsWith("_textlist") || SEQUENCES.contains(name)) {
        add(sequences, sequence(column, defaults), column, problems);
      }
    }
    if (!problems.isEmpty()) {
      throw new DatasetException(
          "Recognising features by name: %s; cast them in the query or declare them in feature_cols"
              .formatted(String.join("; ", problems)));
    }
    categorical.addAll(numeric);
    categorical.addAll(sequences);
    return List.copyOf(categorical);
  }

  private static void add(
      List<ColumnSpec> specs, Optional<ColumnSpec> spec, PartColumn column, List<String> problems) {
    spec.ifPresentOrElse(
        specs::add,
        () ->
            problems.add(
                "column '%s' is %s, which does not fit its suffix"
                    .formatted(column.name(), column.declaration())));
  }

  private static Optional<ColumnSpec> categorical(PartColumn column, ColumnDefaults defaults) {
    Optional<DataType> dtype =
        switch (column.type()) {
          case TEXT, FLOATING, DECIMAL -> Optional.of(DataType.STR);
          case INTEGER, BOOLEAN -> Optional.of(DataType.INT);
          case LIST_OF_INTEGER,
              LIST_OF_FLOATING,
              LIST_OF_DECIMAL,
              LIST_OF_BOOLEAN,
              LIST_OF_TEXT,
              OTHER ->
              Optional.empty();
        };
    return dtype.map(
        type ->
            new ColumnSpec.Categorical(
                column.name(), type, "", tokens(defaults), OptionalInt.empty()));
  }

  private static Optional<ColumnSpec> numeric(PartColumn column) {
    return column.type().isNumber()
        ? Optional.of(
            new ColumnSpec.Numeric(
                column.name(),
                DataType.FLOAT,
                "",
                0,
                Optional.of(Scaling.STANDARD),
                OptionalInt.empty()))
        : Optional.empty();
  }

  private static Optional<ColumnSpec> sequence(PartColumn column, ColumnDefaults defaults) {
    if (!column.type().isList() && column.type() != ColumnType.TEXT) {
      return Optional.empty();
    }
    DataType dtype = column.type().isList() ? DataType.LIST : DataType.STR;
    var list = new ColumnSpec.ListRules("^", MAX_LENGTH, Padding.POST);
    var embedding =
        Feature.Embedding.DEFAULT.withEncoders(Feature.SequenceEncoder.MASKED_AVERAGE.steps());
    return Optional.of(
        new ColumnSpec.Sequence(
            column.name(), dtype, "", tokens(defaults), list, embedding, Optional.empty()));
  }

  private static ColumnSpec.TokenRules tokens(ColumnDefaults defaults) {
    return new ColumnSpec.TokenRules(
        Optional.empty(),
        defaults.minCount(),
        Optional.empty(),
        defaults.coding(),
        Optional.empty());
  }
}
