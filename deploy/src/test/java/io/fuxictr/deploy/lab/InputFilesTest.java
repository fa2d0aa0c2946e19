package io.fuxictr.deploy.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InputFilesTest {
  @TempDir private Path root;

  @BeforeEach
  void writeFiles() throws IOException {
    Files.createDirectories(root.resolve("data/day1"));
    for (String name : List.of("b.parquet", "a.parquet", ".c.parquet", "day1/x.parquet", "n.csv")) {
      Files.writeString(root.resolve("data").resolve(name), "");
    }
  }

  private List<String> found(String text) {
    return InputFiles.of(root, text, "parquet").stream()
        .map(file -> root.relativize(file).toString())
        .toList();
  }

  @Test
  void fileIsItself() {
    assertThat(found("data/a.parquet")).containsExactly("data/a.parquet");
    assertThat(found("./data/../data/a.parquet")).containsExactly("data/a.parquet");
  }

  @Test
  void folderStandsForItsFilesOfTheFormatInOrder() {
    assertThat(found("data")).containsExactly("data/a.parquet", "data/b.parquet");
    assertThat(found("data/")).containsExactly("data/a.parquet", "data/b.parquet");
  }

  @Test
  void wildcardsWorkInFoldersToo() {
    assertThat(found("data/[ab].parquet")).containsExactly("data/a.parquet", "data/b.parquet");
    assertThat(found("data/day*/*.parquet")).containsExactly("data/day1/x.parquet");
    assertThat(found(root + "/data/?.parquet")).hasSize(2);
  }

  @Test
  void endingOfEncodedFilesMayBeLeftOut() {
    assertThat(InputFiles.encoded(root, "data/a", "parquet"))
        .containsExactly(root.resolve("data/a.parquet"));
    assertThat(InputFiles.encoded(root, "data/day1", "parquet"))
        .containsExactly(root.resolve("data/day1/x.parquet"));
    assertThat(InputFiles.encoded(root, "data/?.parquet", "parquet")).hasSize(2);
    assertThatThrownBy(() -> InputFiles.encoded(root, "data/z", "parquet"))
        .isInstanceOf(LabException.class);
  }

  @Test
  void nothingIsAnError() {
    assertThatThrownBy(() -> found("data/z.parquet"))
        .isInstanceOf(LabException.class)
        .hasMessage("there is no file " + root.resolve("data/z.parquet"));
    assertThatThrownBy(() -> found("gone")).hasMessageContaining("there is no file");
    assertThatThrownBy(() -> found("gone/*/x.parquet")).isInstanceOf(LabException.class);
  }
}
