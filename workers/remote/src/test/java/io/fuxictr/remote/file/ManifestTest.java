package io.fuxictr.remote.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ManifestTest {
  /** SHA-256 of "abc", from FIPS 180-2, appendix B.1. */
  private static final String ABC =
      "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

  @TempDir private Path folder;

  @BeforeEach
  void fill() throws IOException {
    Files.createDirectories(folder.resolve("sub"));
    Files.writeString(folder.resolve("b.parquet"), "abc");
    Files.writeString(folder.resolve("sub/a.parquet"), "de");
  }

  @Test
  void listsFilesWithSizeAndChecksum() {
    Manifest manifest = Manifest.of(folder);

    assertThat(manifest.entries().getFirst())
        .isEqualTo(new Manifest.Entry("b.parquet", 3, ABC, OptionalLong.empty()));
    assertThat(manifest.entries()).extracting(Manifest.Entry::path).contains("sub/a.parquet");
    assertThat(manifest.bytes()).isEqualTo(5);
  }

  @Test
  void passesOverMarkersHiddenAndUnfinishedFiles() throws IOException {
    Files.writeString(folder.resolve("_SUCCESS"), "");
    Files.writeString(folder.resolve(".b.parquet.crc"), "x");
    Files.writeString(folder.resolve("c.parquet.tmp"), "x");
    Files.writeString(folder.resolve("c.crc"), "x");
    Files.createDirectories(folder.resolve("_temporary"));
    Files.writeString(folder.resolve("_temporary/d.parquet"), "x");

    assertThat(Manifest.of(folder).entries()).hasSize(2);
  }

  @Test
  void comparesSizesWhereItHasNoChecksums() throws IOException {
    Manifest sizes = Manifest.sizesOf(folder);
    Files.writeString(folder.resolve("b.parquet"), "abd");
    sizes.verify(folder);

    Files.writeString(folder.resolve("b.parquet"), "ab");

    assertThatThrownBy(() -> sizes.verify(folder)).hasMessageContaining("1 different: b.parquet");
  }

  @Test
  void namesMissingExtraAndDifferentFiles() throws IOException {
    Manifest manifest = Manifest.of(folder);
    Files.delete(folder.resolve("sub/a.parquet"));
    Files.writeString(folder.resolve("b.parquet"), "abd");
    Files.writeString(folder.resolve("c.parquet"), "new");

    assertThatThrownBy(() -> manifest.verify(folder))
        .isInstanceOf(FileException.class)
        .hasMessageContaining("1 missing: sub/a.parquet")
        .hasMessageContaining("1 extra: c.parquet")
        .hasMessageContaining("1 different: b.parquet");
  }

  @Test
  void namesTheFirstTwentyFiles() {
    Manifest many =
        new Manifest(
            IntStream.range(0, 23)
                .mapToObj(
                    i -> new Manifest.Entry("part-%05d".formatted(i), 1, ABC, OptionalLong.empty()))
                .toList());

    String text = many.differences(Manifest.EMPTY).text();

    assertThat(text)
        .contains("23 missing", "part-00019", "and 3 more")
        .doesNotContain("part-00020");
  }

  @Test
  void comesBackFromItsFile() throws IOException {
    Manifest manifest = Manifest.of(folder).under("train").withRows(Map.of("train/b.parquet", 7L));
    Path file = folder.resolve("manifest.json");

    manifest.write(file);

    assertThat(Manifest.read(file)).isEqualTo(manifest);
    assertThat(manifest.entries().getFirst().rows()).hasValue(7);
  }

  @Test
  void canBeCutDownToSomeFiles() {
    Manifest some = Manifest.of(folder).only(List.of("b.parquet", "not_there.parquet"));

    assertThat(some.entries()).extracting(Manifest.Entry::path).containsExactly("b.parquet");
  }

  @Test
  void hasOneChecksumThatChangesWithAnyFile() throws IOException {
    String before = Manifest.of(folder).sha256();
    assertThat(Manifest.of(folder).sha256()).isEqualTo(before);

    Files.writeString(folder.resolve("b.parquet"), "abd");

    assertThat(Manifest.of(folder).sha256()).isNotEqualTo(before);
  }

  @Test
  void saysWhichFileIsNoManifest() throws IOException {
    Path file = Files.writeString(folder.resolve("manifest.json"), "{\"files\": [{\"path\":");

    assertThatThrownBy(() -> Manifest.read(file))
        .isInstanceOf(FileException.class)
        .hasMessageContaining(file.toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"../a", "/etc/passwd", "a//b", "a/../../b", "", "./a"})
  void refusesPathsThatLeadOutOfTheFolder(String path) {
    assertThatThrownBy(() -> new Manifest.Entry(path, 1, ABC, OptionalLong.empty()))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
