package io.fuxictr.deploy.lab;

import io.fuxictr.dataset.build.Dataset;
import io.fuxictr.dataset.build.DatasetBuilder;
import io.fuxictr.dataset.build.Split;
import io.fuxictr.dataset.feature.FeatureDetection;
import io.fuxictr.dataset.feature.LabelSpec;
import io.fuxictr.deploy.text.WorkProgress;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Builds a dataset, or finds the very one there already. */
public final class DatasetBuild {
  private static final String LOCK = ".build.lock";

  private final DataPlan plan;
  private final WorkProgress progress;

  DatasetBuild(DataPlan plan, WorkProgress progress) {
    this.plan = plan;
    this.progress = progress;
  }

  /** Prepares the build of an experiment's dataset. */
  public static DatasetBuild of(ExperimentPlan plan, WorkProgress progress) {
    return new DatasetBuild(plan.data(), progress);
  }

  /**
   * Prepares the build of a dataset that no experiment is named for.
   *
   * @param request whose {@code id} is that of the dataset
   * @throws LabException with everything that is wrong with its section
   */
  public static DatasetBuild ofDataset(ExperimentRequest request, WorkProgress progress) {
    return new DatasetBuild(DatasetReading.read(request), progress);
  }

  /**
   * Builds the dataset unless the same one, of the same files by the same configuration, is there;
   * waits while another process does.
   *
   * @throws io.fuxictr.dataset.part.DatasetException if the data do not allow it
   * @throws InterruptedException if it is interrupted; it then leaves nothing behind
   */
  public Dataset run() throws InterruptedException {
    try (FolderLock _ = FolderLock.await(plan.folder().resolve(LOCK))) {
      Optional<Dataset> before = Dataset.open(plan.folder());
      progress.line(
          "Features%s: %s; labels: %s"
              .formatted(
                  plan.isDeclared() ? "" : ", recognised by the names of columns",
                  FeatureDetection.summary(plan.spec().columns()),
                  String.join(", ", plan.spec().labels().stream().map(LabelSpec::name).toList())));
      Dataset dataset =
          new DatasetBuilder(plan.folder(), Runtime.getRuntime().availableProcessors())
              .build(plan.spec(), this::built);
      boolean isReused =
          before.filter(it -> it.fingerprint().equals(dataset.fingerprint())).isPresent();
      progress.line(
          "Dataset %s %s: %s"
              .formatted(
                  plan.spec().datasetId(),
                  isReused ? "is up to date" : "built in " + plan.folder(),
                  rows(dataset)));
      return dataset;
    }
  }

  private void built(long done, long total) {
    progress.step("dataset", done, Math.max(total, 1), "%,d of %,d rows".formatted(done, total));
  }

  private static String rows(Dataset dataset) {
    List<String> words =
        Stream.of(Split.values())
            .filter(split -> dataset.rows(split) > 0)
            .map(split -> "%s %,d rows".formatted(split.wireName(), dataset.rows(split)))
            .toList();
    return String.join(", ", words);
  }
}
