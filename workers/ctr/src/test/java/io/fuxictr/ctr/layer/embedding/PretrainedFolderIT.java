package io.fuxictr.ctr.layer.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fuxictr.ctr.config.HyperParameters;
import io.fuxictr.ctr.layer.Weight;
import io.fuxictr.ctr.model.ModelSetup;
import io.fuxictr.ctr.predict.RankModel;
import io.fuxictr.dataset.build.BuildListener;
import io.fuxictr.dataset.build.Dataset;
import io.fuxictr.dataset.build.DatasetBuilder;
import io.fuxictr.dataset.build.DatasetSpec;
import io.fuxictr.dataset.build.SplitRule;
import io.fuxictr.dataset.feature.ColumnDefaults;
import io.fuxictr.dataset.feature.ColumnSpecs;
import io.fuxictr.dataset.feature.LabelSpec;
import io.fuxictr.dataset.part.OutputColumn;
import io.fuxictr.dataset.part.PartWriter;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Vectors learnt elsewhere, from the folder of a dataset that was built with them. */
class PretrainedFolderIT {
  private static final String[] CITIES = {"rome", "oslo", "rome", "bern", "rome", "oslo"};
  private static final String[] KEYS = {"oslo", "lima", "rome"};
  private static final float[] VECTORS = {1, 2, 3, 4, 5, 6};

  private final Dataset dataset;

  PretrainedFolderIT(@TempDir Path folder) throws InterruptedException {
    Path rows = folder.resolve("rows.parquet");
    try (PartWriter writer =
        PartWriter.create(
            rows,
            List.of(
                new OutputColumn("city", OutputColumn.Kind.TEXTS),
                new OutputColumn("home", OutputColumn.Kind.TEXTS),
                new OutputColumn("y", OutputColumn.Kind.FLOATS)))) {
      writer.column(0).writeTexts(CITIES, CITIES.length);
      writer.column(1).writeTexts(CITIES, CITIES.length);
      writer
          .column(2)
          .writeFloats(new float[] {0, 1, 0, 1, 0, 1}, IntStream.range(0, CITIES.length).toArray());
      writer.endRows(CITIES.length);
      writer.publish();
    }
    try (PartWriter writer =
        PartWriter.create(
            folder.resolve("vectors.parquet"),
            List.of(
                new OutputColumn("key", OutputColumn.Kind.TEXTS),
                new OutputColumn("value", OutputColumn.Kind.FLOAT_LISTS)))) {
      writer.column(0).writeTexts(KEYS, KEYS.length);
      writer.column(1).writeFloatLists(VECTORS, 2, KEYS.length);
      writer.endRows(KEYS.length);
      writer.publish();
    }
    List<Map<String, Object>> columns =
        List.of(
            Map.of(
                "name",
                "city",
                "type",
                "categorical",
                "dtype",
                "str",
                "pretrained_emb",
                "vectors.parquet",
                "freeze_emb",
                false),
            Map.of("name", "home", "type", "categorical", "dtype", "str"));
    var defaults = new ColumnDefaults(1, 1, false, folder, ColumnDefaults.Hashing.NONE);
    dataset =
        new DatasetBuilder(folder.resolve("built"), 1)
            .build(
                new DatasetSpec(
                    "tiny",
                    ColumnSpecs.parse(columns, defaults),
                    List.of(LabelSpec.of("y")),
                    DatasetSpec.RawParts.of(List.of(rows)),
                    SplitRule.none(),
                    0),
                BuildListener.NONE);
  }

  private PretrainedFolder vectors() {
    return new PretrainedFolder(dataset.folder(), dataset.featureMap());
  }

  @Test
  void vectorsComeByTheIdsOfTheVocabulary() {
    Map<Integer, List<Float>> taken = new HashMap<>();

    vectors().read("city", (id, values) -> taken.put(id, List.of(values[0], values[1])));

    // rome 1, oslo 2, bern 3, all others 4, and lima behind them.
    assertThat(taken).isEqualTo(Map.of(1, List.of(5f, 6f), 2, List.of(1f, 2f), 5, List.of(3f, 4f)));
  }

  @Test
  void modelOfTheDatasetStartsFromThem() {
    var parameters =
        HyperParameters.of(
            Map.of("model", "DNN", "seed", 1, "embedding_dim", 2, "dnn_hidden_units", List.of(2)));
    try (RankModel model =
        RankModel.create(new ModelSetup(parameters, dataset.featureMap()), vectors())) {
      Weight table =
          model.network().weights().stream()
              .filter(
                  weight ->
                      weight.pieces().stream()
                          .anyMatch(
                              piece -> piece.name().endsWith("city.pretrain_embedding.weight")))
              .findFirst()
              .orElseThrow();

      float[] rows = table.array().toFloatArray();

      assertThat(rows).hasSize(6 * 2).startsWith(0, 0, 5, 6, 1, 2).endsWith(3, 4);
    }
  }

  @Test
  void featureWithoutVectorsIsNoneOfTheirs() {
    assertThatThrownBy(() -> vectors().read("home", (_, _) -> {}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("no vectors of home");
  }
}
