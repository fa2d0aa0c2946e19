package io.fuxictr.fetch;

import io.fuxictr.dataset.build.DatasetSection;
import io.fuxictr.dataset.build.DatasetSpec;
import io.fuxictr.dataset.feature.ColumnDefaults;
import io.fuxictr.dataset.feature.ColumnSpec;
import io.fuxictr.dataset.feature.ColumnSpecs;
import io.fuxictr.dataset.feature.FeatureDetection;
import io.fuxictr.dataset.feature.LabelSpec;
import io.fuxictr.dataset.part.PartColumn;
import io.fuxictr.experiment.Experiment;
import io.fuxictr.experiment.LabelColumn;
import io.fuxictr.task.ErrorCode;
import io.fuxictr.worker.StageException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Decides what dataset is built: labels and split from the experiment's dataset section, features
 * from there or from the names of columns.
 */
final class DatasetPlan {
  private static final DatasetSection.SplitDefaults SPLIT =
      new DatasetSection.SplitDefaults("random", 0.1);
  private static final long DEFAULT_SEED = 2021;

  private final Experiment experiment;
  private final DatasetSection section;

  /** Creates the plan of an experiment. */
  DatasetPlan(Experiment experiment) {
    this.experiment = experiment;
    this.section =
        DatasetSection.of(
            experiment.datasetTemplate(),
            experiment.values(),
            experiment.datasetSource().map(Object::toString).orElse("the dataset configuration"));
  }

  /**
   * Returns the columns to predict.
   *
   * @throws StageException if one is not among the training columns, naming those there are
   */
  List<LabelSpec> labels(RawData raw) {
    List<LabelSpec> declared = section.labels();
    List<LabelSpec> labels =
        declared.isEmpty()
            ? section.labels(experiment.labels().stream().map(LabelColumn::name).toList())
            : declared;
    Set<String> found = names(raw.columns(RowSet.TRAIN));
    List<String> missing =
        labels.stream().map(LabelSpec::name).filter(name -> !found.contains(name)).toList();
    if (!missing.isEmpty()) {
      throw invalid(
          "Looking for the labels of experiment '%s': sample_sql gives no column %s; columns found: %s"
              .formatted(experiment.id(), String.join(", ", missing), raw.trainColumns()));
    }
    return labels;
  }

  /**
   * Returns the columns to learn from.
   *
   * @throws StageException if there is none, or one is missing among the rows to score
   */
  List<ColumnSpec> columns(FeatureMode mode, RawData raw, List<LabelSpec> labels) {
    List<PartColumn> found = raw.columns(RowSet.TRAIN);
    Set<String> excluded = labels.stream().map(LabelSpec::name).collect(Collectors.toSet());
    ColumnDefaults defaults = section.defaults();
    List<ColumnSpec> columns =
        switch (mode) {
          case AUTO -> FeatureDetection.detect(found, excluded, defaults);
          case TEMPLATE -> section.columns();
          case UNION -> FeatureDetection.union(section.columns(), found, excluded, defaults);
        };
    checkPresent(columns, raw);
    checkAlike(columns, raw);
    return columns;
  }

  private void checkPresent(List<ColumnSpec> columns, RawData raw) {
    if (columns.stream().allMatch(ColumnSpec.Meta.class::isInstance)) {
      throw invalid(
          ("Looking for the features of experiment '%s': no feature columns declared or recognised;"
                  + " columns found: %s; rename with _tag/_cnt/_textlist, or declare them in"
                  + " feature_cols")
              .formatted(experiment.id(), raw.trainColumns()));
    }
    Set<String> found = names(raw.columns(RowSet.TRAIN));
    List<String> missing =
        columns.stream().map(ColumnSpec::rawColumn).filter(name -> !found.contains(name)).toList();
    if (!missing.isEmpty()) {
      throw invalid(
          "Looking for the features of experiment '%s': sample_sql gives no column %s; columns found: %s"
              .formatted(experiment.id(), String.join(", ", missing), raw.trainColumns()));
    }
  }

  /** What a model learnt from must be there, and of the same kind, in the rows it is to score. */
  private static void checkAlike(List<ColumnSpec> columns, RawData raw) {
    var problems = new ArrayList<String>();
    for (ColumnSpec column : columns) {
      if (column instanceof ColumnSpec.Meta) {
        continue;
      }
      PartColumn train = raw.train().getFirst().column(column.rawColumn()).orElseThrow();
      Optional<PartColumn> infer = raw.inferColumn(column.rawColumn());
      if (infer.isEmpty()) {
        problems.add(column.rawColumn() + " is missing");
      } else if (!isAlike(column, train, infer.get())) {
        problems.add(
            "%s is %s, but %s to learn from"
                .formatted(column.name(), infer.get().declaration(), train.declaration()));
      }
    }
    if (!problems.isEmpty()) {
      throw invalid(
          "Comparing the rows to score with those to learn from: %s; select the same in infer_sql"
              .formatted(String.join("; ", problems)));
    }
  }

  private static boolean isAlike(ColumnSpec column, PartColumn train, PartColumn infer) {
    boolean bothNumbers = train.type().isNumber() && infer.type().isNumber();
    return train.type() == infer.type() || (column instanceof ColumnSpec.Numeric && bothNumbers);
  }

  /** Returns all that the builder needs. */
  DatasetSpec spec(
      String datasetId, RawData raw, List<ColumnSpec> columns, List<LabelSpec> labels) {
    return new DatasetSpec(
        datasetId,
        columns,
        labels,
        DatasetSpec.RawParts.of(raw.trainFiles()),
        section.split(SPLIT, seed()),
        section.fileRows());
  }

  private long seed() {
    return experiment.values().get("seed") instanceof Number seed ? seed.longValue() : DEFAULT_SEED;
  }

  private static Set<String> names(List<PartColumn> columns) {
    return columns.stream().map(PartColumn::name).collect(Collectors.toSet());
  }

  private static StageException invalid(String message) {
    return new StageException(ErrorCode.INVALID_INPUT, message);
  }

  /** Returns the groups that stand for columns in a configuration. */
  static List<Map<String, Object>> groups(List<ColumnSpec> columns) {
    return ColumnSpecs.write(columns);
  }
}
