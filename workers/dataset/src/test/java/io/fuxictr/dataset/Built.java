package io.fuxictr.dataset;

import io.fuxictr.dataset.build.BuildListener;
import io.fuxictr.dataset.build.Dataset;
import io.fuxictr.dataset.build.DatasetBuilder;
import io.fuxictr.dataset.build.DatasetSpec;
import io.fuxictr.dataset.build.Split;
import io.fuxictr.dataset.build.SplitRule;
import io.fuxictr.dataset.feature.ColumnSpecs;
import io.fuxictr.dataset.feature.FeatureEncoder;
import io.fuxictr.dataset.feature.FeatureEncoderFile;
import io.fuxictr.dataset.feature.LabelSpec;
import io.fuxictr.dataset.sample.ProcessedSamples;
import io.fuxictr.dataset.sample.RawSamples;
import io.fuxictr.dataset.sample.SampleBlock;
import io.fuxictr.dataset.sample.SampleSource;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A dataset that was built of a few rows, and what it holds.
 *
 * @param dataset the dataset
 * @param raw file of its raw rows
 */
public record Built(Dataset dataset, Path raw) {

  /**
   * Builds a dataset of rows without a label; one is added that is 0 and 1 by turns.
   *
   * @param folder folder to work in
   * @param query rows, in order
   * @param groups declared columns
   */
  public static Built of(Path folder, String query, List<Map<String, Object>> groups) {
    return of(folder, query, groups, SplitRule.none());
  }

  /** Builds a dataset and divides its rows. */
  public static Built of(
      Path folder, String query, List<Map<String, Object>> groups, SplitRule split) {
    Path raw =
        Table.write(
            folder.resolve("raw.parquet"),
            "SELECT *, (row_number() OVER ()) %% 2 AS label FROM (%s)".formatted(query));
    var spec =
        new DatasetSpec(
            "tiny",
            ColumnSpecs.parse(groups, 1),
            List.of(LabelSpec.of("label")),
            DatasetSpec.RawParts.of(List.of(raw)),
            split,
            0);
    try {
      Dataset dataset =
          new DatasetBuilder(folder.resolve("processed"), 2).build(spec, BuildListener.NONE);
      return new Built(dataset, raw);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Declares a column of texts by more keys and values. */
  public static Map<String, Object> column(String name, String type, Object... settings) {
    Map<String, Object> group = new LinkedHashMap<>();
    group.put("name", name);
    group.put("active", true);
    group.put("type", type);
    group.put("dtype", "str");
    for (int i = 0; i < settings.length; i += 2) {
      group.put(settings[i].toString(), settings[i + 1]);
    }
    return group;
  }

  /** Returns the encoded rows of a split as they lie in the processed file. */
  public SampleBlock processed(Split split) {
    return only(new ProcessedSamples(dataset.files(split), dataset.featureMap()));
  }

  /** Returns the encoded rows for training. */
  public SampleBlock processed() {
    return processed(Split.TRAIN);
  }

  /** Returns the raw rows, encoded by what lies in the folder. */
  public SampleBlock encoded() {
    return only(new RawSamples(List.of(raw), encoder()));
  }

  /** Returns what was learnt, as it lies in the folder. */
  public FeatureEncoder encoder() {
    return FeatureEncoderFile.read(dataset.folder().resolve(FeatureEncoderFile.NAME));
  }

  private static SampleBlock only(SampleSource source) {
    List<SampleBlock> blocks = new ArrayList<>();
    try (var reader = source.open()) {
      reader.next().ifPresent(blocks::add);
    }
    return blocks.getFirst();
  }
}
