package io.fuxictr.deploy.lab;

import io.fuxictr.dataset.build.Dataset;
import io.fuxictr.dataset.build.DatasetBuilder;
import io.fuxictr.dataset.build.Split;
import io.fuxictr.dataset.feature.FeatureDetection;
import io.fuxictr.dataset.feature.FeatureMap;
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
                  words(plan.origin()),
                  FeatureDetection.summary(plan.spec().columns()),
                  String.join(", ", plan.spec().labels().stream().map(LabelSpec::name).toList())));
      Dataset dataset = make();
      boolean isReused =
          before.filter(it -> it.fingerprint().equals(dataset.fingerprint())).isPresent();
      progress.line(
          "Dataset %s %s: %s"
              .formatted(
                  plan.spec().datasetId(),
                  isReused ? "is up to date" : made() + plan.folder(),
                  rows(dataset)));
      return dataset;
    }
  }

  private Dataset make() throws InterruptedException {
    var builder = new DatasetBuilder(plan.folder(), Runtime.getRuntime().availableProcessors());
    return switch (plan.origin()) {
      case DataPlan.Origin.Raw _ -> builder.build(plan.spec(), this::built);
      case DataPlan.Origin.Described _ -> builder.describe(plan.spec());
      case DataPlan.Origin.Adopted(FeatureMap map) -> builder.adopt(plan.spec(), map);
    };
  }

  private String made() {
    return plan.origin() instanceof DataPlan.Origin.Raw ? "built in " : "taken as it is, noted in ";
  }

  private static String words(DataPlan.Origin origin) {
    return switch (origin) {
      case DataPlan.Origin.Raw(boolean isDeclared) ->
          isDeclared ? "" : ", recognised by the names of columns";
      case DataPlan.Origin.Described _ -> ", encoded already";
      case DataPlan.Origin.Adopted _ -> ", encoded already and described by feature_map.json";
    };
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
