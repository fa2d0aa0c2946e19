package io.fuxictr.ctr.predict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fuxictr.dataset.part.DatasetException;
import io.fuxictr.dataset.part.OutputColumn;
import io.fuxictr.dataset.part.PartWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PartPlanTest {
  @TempDir private Path inputs;
  @TempDir private Path outputs;

  private static void writePart(Path file, int rows) {
    List<OutputColumn> columns = List.of(new OutputColumn("x", OutputColumn.Kind.FLOATS));
    try (PartWriter writer = PartWriter.create(file, columns)) {
      writer.column(0).writeFloats(new float[rows], IntStream.range(0, rows).toArray());
      writer.endRows(rows);
      writer.publish();
    }
  }

  @Test
  void partsFollowTheNumbersInTheirNames() {
    writePart(inputs.resolve("part-10.parquet"), 3);
    writePart(inputs.resolve("part-9.parquet"), 2);
    writePart(inputs.resolve("part-009b.parquet"), 1);

    PartPlan plan = PartPlan.numbered(inputs, outputs);

    assertThat(plan.parts())
        .extracting(part -> part.input().file().getFileName().toString())
        .containsExactly("part-009b.parquet", "part-9.parquet", "part-10.parquet");
    assertThat(plan.parts())
        .extracting(part -> part.output().getFileName().toString())
        .containsExactly("part-00000.parquet", "part-00001.parquet", "part-00002.parquet");
    assertThat(plan.rows()).isEqualTo(6);
  }

  @Test
  void filesThatAreNoPartsAreLeftAlone() throws IOException {
    writePart(inputs.resolve("a.parquet"), 1);
    Files.writeString(inputs.resolve("_SUCCESS"), "");
    Files.writeString(inputs.resolve(".a.parquet"), "half a file");

    assertThat(PartPlan.numbered(inputs, outputs).parts()).hasSize(1);
  }

  @Test
  void inputThatIsNotParquetIsToldByName() throws IOException {
    Files.writeString(inputs.resolve("part-0.parquet"), "text");

    assertThatThrownBy(() -> PartPlan.numbered(inputs, outputs))
        .isInstanceOf(DatasetException.class)
        .hasMessageContaining("part-0.parquet");
  }

  @Test
  void namedOutputsAreCalledLikeTheirInputs() {
    writePart(inputs.resolve("monday.parquet"), 3);

    PartPlan plan = PartPlan.named(List.of(inputs.resolve("monday.parquet")), outputs);

    assertThat(plan.parts())
        .extracting(PartPlan.Part::output)
        .containsExactly(outputs.resolve("monday.parquet"));
  }

  @Test
  void twoInputsOfOneNameAreRefused() throws IOException {
    Files.createDirectories(inputs.resolve("other"));
    writePart(inputs.resolve("a.parquet"), 1);
    writePart(inputs.resolve("other/a.parquet"), 1);
    List<Path> files = List.of(inputs.resolve("a.parquet"), inputs.resolve("other/a.parquet"));

    assertThatThrownBy(() -> PartPlan.named(files, outputs))
        .isInstanceOf(DatasetException.class)
        .hasMessageContaining("both would become");
  }
}
