package io.fuxictr.dataset.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fuxictr.dataset.part.DatasetException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RawFilesTest {
  @TempDir Path folder;

  @BeforeEach
  void makeFiles() throws IOException {
    Files.createDirectories(folder.resolve("day/one"));
    for (String name : List.of("day/b.csv", "day/a.csv", "day/c.txt", "day/one/d.csv")) {
      Files.createFile(folder.resolve(name));
    }
  }

  @Test
  void aFileIsItself() {
    assertThat(found("day/a.csv")).containsExactly("day/a.csv");
    assertThat(found("day/c.txt")).containsExactly("day/c.txt");
  }

  @Test
  void aFolderIsItsFilesOfTheFormatByName() {
    assertThat(found("day")).containsExactly("day/a.csv", "day/b.csv");
    assertThat(found("day/")).containsExactly("day/a.csv", "day/b.csv");
  }

  @Test
  void aPatternIsWhatItMatches() {
    assertThat(found("day/*.csv")).containsExactly("day/a.csv", "day/b.csv");
    assertThat(found("day/[b-z].csv")).containsExactly("day/b.csv");
    assertThat(found("*/one/*.txt")).isEmpty();
    assertThat(found("d*/*")).containsExactly("day/one/d.csv");
    assertThat(found("day/**/*.csv")).containsExactly("day/one/d.csv");
    assertThat(found(folder + "/day/?.csv")).containsExactly("day/a.csv", "day/b.csv");
  }

  @Test
  void whatDoesNotEndLikeTheFormatMeansAFolder() {
    assertThat(found("*/one")).containsExactly("day/one/d.csv");
    assertThat(found("d*")).containsExactly("day/a.csv", "day/b.csv");
  }

  @Test
  void nothingIsSaidSo() {
    assertThatThrownBy(() -> RawFiles.of(folder, "night", RawFormat.Kind.CSV))
        .isInstanceOf(DatasetException.class)
        .hasMessageContaining("'night'")
        .hasMessageContaining("stands for none");
  }

  private List<String> found(String path) {
    try {
      return RawFiles.of(folder, path, RawFormat.Kind.CSV).stream()
          .map(file -> folder.relativize(file.normalize()).toString())
          .toList();
    } catch (DatasetException _) {
      return List.of();
    }
  }
}
