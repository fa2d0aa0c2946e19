package io.fuxictr.deploy.lab;

import io.fuxictr.dataset.build.DatasetBuilder;
import io.fuxictr.dataset.build.DatasetSection;
import io.fuxictr.dataset.build.DatasetSpec;
import io.fuxictr.dataset.build.Split;
import io.fuxictr.dataset.build.SplitRule;
import io.fuxictr.dataset.feature.ColumnSpec;
import io.fuxictr.dataset.feature.ColumnSpecs;
import io.fuxictr.dataset.feature.FeatureDetection;
import io.fuxictr.dataset.feature.FeatureMap;
import io.fuxictr.dataset.feature.LabelSpec;
import io.fuxictr.dataset.input.RawFormat;
import io.fuxictr.dataset.part.PartFooter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The reading of the section of one dataset. */
final class DataPlanReading {
  /** What counts where the section does not say how rows are divided. */
  private static final DatasetSection.SplitDefaults SPLIT =
      new DatasetSection.SplitDefaults("sequential", 0);

  private final String datasetId;
  private final DatasetSection section;
  private final Path root;
  private final Problems problems;
  private final Path folder;
  private final boolean isEncoded;
  private final RawFormat format;

  DataPlanReading(String datasetId, DatasetSection section, Path root, Problems problems) {
    this.datasetId = datasetId;
    this.section = section;
    this.root = root;
    this.problems = problems;
    folder = DataPlan.folder(section, root, datasetId);
    isEncoded = problems.check("rebuild_dataset", section::isEncoded, false);
    format = problems.check("data_format", this::readFormat, RawFormat.PARQUET);
  }

  /** The reference reads encoded data as Parquet where the raw data were CSV. */
  private RawFormat readFormat() {
    RawFormat given = section.format();
    boolean isNamedCsv = section.text("train_data").filter(it -> it.endsWith(".csv")).isPresent();
    return isEncoded && given.kind() == RawFormat.Kind.CSV && !isNamedCsv
        ? RawFormat.PARQUET
        : given;
  }

  DataPlan plan(long seed) {
    int before = problems.count();
    Optional<FeatureMap> map =
        problems.check(
            "data_root", () -> section.encodedMap(datasetId, folder), Optional.<FeatureMap>empty());
    var parts =
        new DatasetSpec.RawParts(files("train_data"), files("valid_data"), files("test_data"));
    if (section.text("train_data").isEmpty()) {
      problems.add("train_data", "train_data is missing: name the rows to learn from");
    }
    SplitRule split =
        isEncoded
            ? SplitRule.none()
            : problems.check("split_type", () -> section.split(SPLIT, seed), SplitRule.none());
    int fileRows = problems.check("data_block_size", section::fileRows, 0);
    List<LabelSpec> labels = labels(map);
    checkLabels(labels, parts);
    List<ColumnSpec> declared = declared(map);
    if (problems.count() > before) {
      throw new LabException("the section of the dataset has problems");
    }
    List<ColumnSpec> columns = declared.isEmpty() ? detected(parts, labels) : declared;
    var spec = new DatasetSpec(datasetId, columns, labels, parts, format, split, fileRows);
    DataPlan.Origin origin = origin(map, !declared.isEmpty());
    refuseToOverwrite(parts, origin);
    return new DataPlan(folder, spec, origin);
  }

  private DataPlan.Origin origin(Optional<FeatureMap> map, boolean isDeclared) {
    if (map.isPresent()) {
      return new DataPlan.Origin.Adopted(map.get());
    }
    return isEncoded ? new DataPlan.Origin.Described() : new DataPlan.Origin.Raw(isDeclared);
  }

  private List<Path> files(String key) {
    return section
        .text(key)
        .map(text -> problems.check(key, () -> matching(text), List.<Path>of()))
        .orElse(List.of());
  }

  private List<Path> matching(String text) {
    String ending = format.kind().wireName();
    try {
      return isEncoded ? InputFiles.encoded(root, text, ending) : InputFiles.of(root, text, ending);
    } catch (LabException e) {
      if (section.text("data_format").isPresent()) {
        throw e;
      }
      throw new LabException(
          "%s; data_format is not set and taken for %s: csv, parquet and npz are allowed"
              .formatted(e.getMessage(), ending),
          e);
    }
  }

  private List<LabelSpec> labels(Optional<FeatureMap> map) {
    List<LabelSpec> labels = problems.check("label_col", section::labels, List.of());
    if (section.values().get("label_col") != null) {
      map.ifPresent(it -> checkLabels(labels, it));
      return labels;
    }
    if (map.isPresent()) {
      return section.labels(map.get().labels());
    }
    problems.add("label_col", "label_col is missing: name the columns to predict");
    return labels;
  }

  private void checkLabels(List<LabelSpec> labels, FeatureMap map) {
    List<String> names = labels.stream().map(LabelSpec::name).toList();
    if (!names.isEmpty() && !names.equals(map.labels())) {
      problems.add(
          "label_col",
          "label_col names %s, but feature_map.json in %s has labels %s; name the same in the same order"
              .formatted(names, folder, map.labels()));
    }
  }

  private void checkLabels(List<LabelSpec> labels, DatasetSpec.RawParts parts) {
    if (parts.train().isEmpty()) {
      return;
    }
    Path first = parts.train().getFirst();
    List<String> found =
        problems.check("train_data", () -> format.columnNames(first), List.<String>of());
    labels.stream()
        .map(LabelSpec::name)
        .filter(name -> !found.isEmpty() && !found.contains(name))
        .forEach(
            name ->
                problems.add(
                    "label_col",
                    "label '%s' is not in %s; columns found: %s"
                        .formatted(name, first, String.join(", ", found))));
  }

  private List<ColumnSpec> declared(Optional<FeatureMap> map) {
    if (map.isPresent()) {
      return problems.check("data_root", () -> ColumnSpecs.encoded(map.get()), List.of());
    }
    int before = problems.count();
    List<ColumnSpec> declared =
        problems.check("feature_cols", () -> section.columns(root, isEncoded), List.of());
    if (problems.count() > before && isEncoded) {
      problems.add(
          "rebuild_dataset",
          "rebuild_dataset is false: either each column says its vocab_size, or there is a %s from the program that encoded the data"
              .formatted(folder.resolve("feature_map.json")));
    }
    if (problems.count() > before || !declared.isEmpty()) {
      return declared;
    }
    if (isEncoded) {
      problems.add(
          "rebuild_dataset",
          "rebuild_dataset is false, but there is neither %s from the program that encoded the data nor a feature_cols that describes them"
              .formatted(folder.resolve("feature_map.json")));
    } else if (format.kind() != RawFormat.Kind.PARQUET) {
      problems.add(
          "data_format",
          "feature_cols is missing: features are recognised by the names of columns in Parquet only, not in %s"
              .formatted(format.kind().wireName()));
    }
    return declared;
  }

  private List<ColumnSpec> detected(DatasetSpec.RawParts parts, List<LabelSpec> labels) {
    return FeatureDetection.detect(
        PartFooter.read(parts.train().getFirst()).columns(),
        labels.stream().map(LabelSpec::name).collect(Collectors.toSet()),
        section.defaults());
  }

  /** The files of the dataset are called like those that people give it. */
  private void refuseToOverwrite(DatasetSpec.RawParts parts, DataPlan.Origin origin) {
    List<Path> written =
        (origin instanceof DataPlan.Origin.Raw
                ? Stream.of(Split.values())
                    .flatMap(split -> Stream.of(split.wireName(), split.wireName() + ".parquet"))
                : Stream.of(DatasetBuilder.CONVERTED))
            .map(folder::resolve)
            .toList();
    Stream.of(parts.train(), parts.valid(), parts.test())
        .flatMap(List::stream)
        .filter(file -> written.stream().anyMatch(file::startsWith))
        .findFirst()
        .ifPresent(
            file -> {
              throw new LabException(
                  "Building the dataset in %s: it would replace %s, which it is to be built of; set data_root or processed_root to another folder, or, if the file is encoded already, rebuild_dataset to false"
                      .formatted(folder, file));
            });
  }
}
