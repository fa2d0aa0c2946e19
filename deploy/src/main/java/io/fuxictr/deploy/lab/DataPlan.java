package io.fuxictr.deploy.lab;

import io.fuxictr.dataset.build.DatasetSection;
import io.fuxictr.dataset.build.DatasetSpec;
import io.fuxictr.dataset.feature.FeatureMap;
import java.nio.file.Path;

/**
 * What dataset is made of what, and where.
 *
 * @param folder where it lies
 * @param spec all that the builder needs
 * @param origin where its samples come from
 */
record DataPlan(Path folder, DatasetSpec spec, Origin origin) {
  private static final String DEFAULT_ROOT = "data";

  /** Where the samples of a dataset come from. */
  sealed interface Origin {

    /**
     * Raw rows that are encoded here.
     *
     * @param isDeclared whether the configuration declares the features; otherwise they are
     *     recognised by the names of their columns
     */
    record Raw(boolean isDeclared) implements Origin {}

    /** Files that another program has encoded, as the configuration describes them. */
    record Described() implements Origin {}

    /**
     * Files that another program has encoded.
     *
     * @param map what it noted about them in {@code feature_map.json}
     */
    record Adopted(FeatureMap map) implements Origin {}
  }

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
    return new DataPlanReading(datasetId, section, root, problems).plan(seed);
  }

  /** Returns the folder of a dataset. */
  static Path folder(DatasetSection section, Path root, String datasetId) {
    return root.resolve(
            section.text("processed_root").or(() -> section.text("data_root")).orElse(DEFAULT_ROOT))
        .resolve(datasetId)
        .normalize();
  }

  /** Returns what a model will see, as far as it is known before the data have been read. */
  FeatureMap draft() {
    return origin instanceof Origin.Adopted(FeatureMap map) ? map : FeatureDraft.of(spec);
  }
}
