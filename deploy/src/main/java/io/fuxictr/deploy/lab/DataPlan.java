package io.fuxictr.deploy.lab;

import io.fuxictr.dataset.build.DatasetSection;
import io.fuxictr.dataset.build.DatasetSpec;
import io.fuxictr.dataset.build.Split;
import io.fuxictr.dataset.build.SplitRule;
import io.fuxictr.dataset.feature.ColumnSpec;
import io.fuxictr.dataset.feature.FeatureDetection;
import io.fuxictr.dataset.feature.FeatureMap;
import io.fuxictr.dataset.feature.LabelSpec;
import io.fuxictr.dataset.part.PartFooter;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What dataset is built of what, and where.
 *
 * @param folder where it is built
 * @param spec all that the builder needs
 * @param isDeclared whether the configuration declares the features; otherwise they are recognised
 *     by the names of their columns
 */
record DataPlan(Path folder, DatasetSpec spec, boolean isDeclared) {
  /** What counts where the section of a dataset does not say how rows are divided. */
  private static final DatasetSection.SplitDefaults SPLIT =
      new DatasetSection.SplitDefaults("sequential", 0);

  private static final String DEFAULT_ROOT = "data";
  private static final String FORMAT = "parquet";

  /**
   * Reads the section of a dataset and looks at its files.
   *
   * @param root folder that relative paths start from
   * @param seed seed of a random split
   * @param problems takes everything that is wrong
   * @throws LabException if there were problems
   */
  static DataPlan of(
      String datasetId, DatasetSection section, Path root, long seed, Problems problems) {
    int before = problems.count();
    String format = section.text("data_format").orElse(FORMAT);
    if (!format.equals(FORMAT)) {
      problems.add("data_format", "data_format is '%s', allowed: %s".formatted(format, FORMAT));
    }
    if (!problems.check("rebuild_dataset", () -> section.flag("rebuild_dataset", true), true)) {
      problems.add(
          "rebuild_dataset",
          "rebuild_dataset is false, but data that somebody else encoded cannot be read");
    }
    var parts =
        new DatasetSpec.RawParts(
            files(section, "train_data", root, problems),
            files(section, "valid_data", root, problems),
            files(section, "test_data", root, problems));
    if (section.text("train_data").isEmpty()) {
      problems.add("train_data", "train_data is missing: name the rows to learn from");
    }
    SplitRule split =
        problems.check("split_type", () -> section.split(SPLIT, seed), SplitRule.none());
    int fileRows = problems.check("data_block_size", section::fileRows, 0);
    List<LabelSpec> labels = problems.check("label_col", section::labels, List.of());
    checkLabels(labels, parts, problems);
    if (section.values().get("label_col") == null) {
      problems.add("label_col", "label_col is missing: name the columns to predict");
    }
    List<ColumnSpec> declared = problems.check("feature_cols", section::columns, List.of());
    if (problems.count() > before) {
      throw new LabException("the section of the dataset has problems");
    }
    Path folder = folder(section, root).resolve(datasetId);
    List<ColumnSpec> columns = declared.isEmpty() ? detected(section, parts, labels) : declared;
    var spec = new DatasetSpec(datasetId, columns, labels, parts, split, fileRows);
    refuseToOverwrite(folder, parts);
    return new DataPlan(folder, spec, !declared.isEmpty());
  }

  private static List<Path> files(
      DatasetSection section, String key, Path root, Problems problems) {
    return section
        .text(key)
        .map(text -> problems.check(key, () -> InputFiles.of(root, text, FORMAT), List.<Path>of()))
        .orElse(List.of());
  }

  private static void checkLabels(
      List<LabelSpec> labels, DatasetSpec.RawParts parts, Problems problems) {
    if (parts.train().isEmpty()) {
      return;
    }
    List<String> found =
        problems.check(
            "train_data", () -> PartFooter.read(parts.train().getFirst()).names(), List.of());
    labels.stream()
        .map(LabelSpec::name)
        .filter(name -> !found.isEmpty() && !found.contains(name))
        .forEach(
            name ->
                problems.add(
                    "label_col",
                    "label '%s' is not in %s; columns found: %s"
                        .formatted(name, parts.train().getFirst(), String.join(", ", found))));
  }

  private static Path folder(DatasetSection section, Path root) {
    return root.resolve(
            section.text("processed_root").or(() -> section.text("data_root")).orElse(DEFAULT_ROOT))
        .normalize();
  }

  private static List<ColumnSpec> detected(
      DatasetSection section, DatasetSpec.RawParts parts, List<LabelSpec> labels) {
    return FeatureDetection.detect(
        PartFooter.read(parts.train().getFirst()).columns(),
        labels.stream().map(LabelSpec::name).collect(Collectors.toSet()),
        section.minCount());
  }

  /** The files of the dataset are called like those that people give it. */
  private static void refuseToOverwrite(Path folder, DatasetSpec.RawParts parts) {
    List<Path> written =
        Stream.of(Split.values())
            .flatMap(split -> Stream.of(split.wireName(), split.wireName() + ".parquet"))
            .map(folder::resolve)
            .toList();
    Stream.of(parts.train(), parts.valid(), parts.test())
        .flatMap(List::stream)
        .filter(file -> written.stream().anyMatch(file::startsWith))
        .findFirst()
        .ifPresent(
            file -> {
              throw new LabException(
                  "Building the dataset in %s: it would replace %s, which it is to be built of; set data_root or processed_root to another folder"
                      .formatted(folder, file));
            });
  }

  /** Returns what a model will see, as far as it is known before the data have been read. */
  FeatureMap draft() {
    return FeatureDraft.of(spec);
  }
}
