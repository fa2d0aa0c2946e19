package io.fuxictr.ctr.predict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fuxictr.ctr.config.HyperParameters;
import io.fuxictr.ctr.model.ModelSetup;
import io.fuxictr.dataset.build.BuildListener;
import io.fuxictr.dataset.build.DatasetBuilder;
import io.fuxictr.dataset.build.DatasetSpec;
import io.fuxictr.dataset.build.SplitRule;
import io.fuxictr.dataset.feature.ColumnSpec;
import io.fuxictr.dataset.feature.DataType;
import io.fuxictr.dataset.feature.FeatureEncoder;
import io.fuxictr.dataset.feature.FeatureEncoderFile;
import io.fuxictr.dataset.feature.LabelSpec;
import io.fuxictr.dataset.part.DatasetException;
import io.fuxictr.dataset.part.OutputColumn;
import io.fuxictr.dataset.part.PartFooter;
import io.fuxictr.dataset.part.PartWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PredictionFolderIT {
  private static final List<String> COLUMNS = List.of("y_pred");

  @TempDir private Path root;
  private Path input = Path.of("none");
  private Path output = Path.of("none");
  private Path modelFile = Path.of("none");
  private final FeatureEncoder encoder;
  private final RankModel model;

  PredictionFolderIT(@TempDir Path data) throws InterruptedException {
    Path raw = part(data.resolve("raw.parquet"), 40, 1);
    ColumnSpec x =
        new ColumnSpec.Numeric("x", DataType.FLOAT, "", 0, Optional.empty(), OptionalInt.empty());
    new DatasetBuilder(data.resolve("built"), 1)
        .build(
            new DatasetSpec(
                "tiny",
                List.of(x),
                List.of(LabelSpec.of("y")),
                DatasetSpec.RawParts.of(List.of(raw)),
                SplitRule.none(),
                0),
            BuildListener.NONE);
    encoder = FeatureEncoderFile.read(data.resolve("built").resolve(FeatureEncoderFile.NAME));
    Map<String, Object> parameters =
        Map.of(
            "model",
            "ShareBottom",
            "seed",
            1,
            "embedding_dim",
            2,
            "tower_hidden_units",
            List.of(2));
    model = RankModel.create(new ModelSetup(HyperParameters.of(parameters), encoder.featureMap()));
  }

  @BeforeEach
  void writeRowsAndModel() {
    input = part(root.resolve("in.parquet"), 30, 1);
    output = root.resolve("out");
    modelFile = root.resolve("tiny.model");
    model.save(modelFile);
  }

  @AfterEach
  void release() {
    model.close();
  }

  private static Path part(Path file, int rows, float scale) {
    List<OutputColumn> columns =
        List.of(
            new OutputColumn("x", OutputColumn.Kind.FLOATS),
            new OutputColumn("y", OutputColumn.Kind.FLOATS));
    int[] order = IntStream.range(0, rows).toArray();
    var x = new float[rows];
    var y = new float[rows];
    for (int i = 0; i < rows; i++) {
      x[i] = scale * i;
      y[i] = i % 2;
    }
    try (PartWriter writer = PartWriter.create(file, columns)) {
      writer.column(0).writeFloats(x, order);
      writer.column(1).writeFloats(y, order);
      writer.endRows(rows);
      writer.publish();
    }
    return file;
  }

  private PartPlan.Part planned() {
    return PartPlan.named(List.of(input), output).parts().getFirst();
  }

  private PredictionFolder open() {
    return PredictionFolder.open(output, modelFile, COLUMNS);
  }

  @Test
  void scoredPartHasAllColumnsAndStaysDone() throws InterruptedException {
    open().score(model, encoder, planned(), () -> {});

    assertThat(PartFooter.read(planned().output()).names()).containsExactly("x", "y", "y_pred");
    assertThat(open().isDone(planned())).isTrue();
  }

  @Test
  void partIsDoneOnlyForTheInputItWasMadeOf() throws InterruptedException {
    open().score(model, encoder, planned(), () -> {});

    part(input, 30, 2);

    assertThat(open().isDone(planned())).isFalse();
  }

  @Test
  void partWithOtherRowsIsNotDone() throws InterruptedException {
    open().score(model, encoder, planned(), () -> {});

    part(planned().output(), 29, 1);

    assertThat(open().isDone(planned())).isFalse();
  }

  @Test
  void interruptedPartLeavesNothing() throws IOException {
    PredictionFolder folder = open();

    assertThatThrownBy(
            () ->
                folder.score(
                    model,
                    encoder,
                    planned(),
                    () -> {
                      throw new InterruptedException("stop");
                    }))
        .isInstanceOf(InterruptedException.class);
    try (var files = Files.list(output)) {
      assertThat(files.map(file -> file.getFileName().toString())).containsExactly(".model");
    }
  }

  @Test
  void partOfAFolderThatIsSomebodyElsesByNowIsNotWritten() throws IOException {
    PredictionFolder folder = open();

    assertThatThrownBy(
            () ->
                folder.score(
                    model,
                    encoder,
                    planned(),
                    new PredictionFolder.Stop() {
                      @Override
                      public void check() {}

                      @Override
                      public void publishing() {
                        throw new IllegalStateException("somebody else's");
                      }
                    }))
        .hasMessage("somebody else's");
    assertThat(planned().output()).doesNotExist();
    assertThat(open().isDone(planned())).isFalse();
    try (var files = Files.list(output)) {
      assertThat(files.filter(file -> file.toString().endsWith(".tmp"))).isEmpty();
    }
  }

  @Test
  void predictionsOfAnotherModelOrUnderOtherNamesAreThrownAway() throws Exception {
    open().score(model, encoder, planned(), () -> {});
    Path own = Files.writeString(output.resolve("notes.txt"), "mine");

    PredictionFolder.open(output, modelFile, List.of("other"));
    assertThat(planned().output()).doesNotExist();

    open().score(model, encoder, planned(), () -> {});
    Files.writeString(modelFile, "other weights");
    open();
    assertThat(planned().output()).doesNotExist();
    assertThat(own).exists();
  }

  @Test
  void folderWithOtherFilesIsRefused() throws IOException {
    Files.createDirectories(output);
    Files.writeString(output.resolve("thesis.txt"), "years of work");

    assertThatThrownBy(this::open)
        .isInstanceOf(DatasetException.class)
        .hasMessageContaining("there are other files in it");
  }
}
