package io.fuxictr.remote.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.fuxictr.remote.file.FileException;
import io.fuxictr.remote.file.Manifest;
import org.junit.jupiter.api.Test;

class RemoteListingTest {
  private static final String SUM = "0123456789abcdef".repeat(4);

  @Test
  void readsSizesAndChecksumsByName() {
    Manifest manifest =
        read(
            "3 ./b c.parquet\0"
                + "5 ./sub/a\0\0"
                + SUM
                + "  ./sub/a\n"
                + SUM
                + "  ./b c.parquet\n");

    assertThat(manifest.entries())
        .extracting(Manifest.Entry::path, Manifest.Entry::bytes, Manifest.Entry::sha256)
        .containsExactly(tuple("b c.parquet", 3L, SUM), tuple("sub/a", 5L, SUM));
  }

  @Test
  void readsTheNamesThatSha256sumHasChanged() {
    Manifest manifest =
        read(
            "1 ./back\\slash\0"
                + "2 ./new\nline\r\0\0"
                + "\\"
                + SUM
                + "  ./back\\\\slash\n"
                + "\\"
                + SUM
                + "  ./new\\nline\\r\n");

    assertThat(manifest.entries())
        .extracting(Manifest.Entry::path)
        .containsExactly("back\\slash", "new\nline\r");
  }

  @Test
  void keepsBytesThatAreNoText() {
    Manifest manifest = read("1 ./bad\u00ff%.parquet\0\0" + SUM + "  ./bad\u00ff%.parquet\n");

    assertThat(manifest.entries())
        .extracting(Manifest.Entry::path)
        .containsExactly("bad%FF%25.parquet");
    assertThat(RemoteNames.wire("bad%FF%25.parquet")).contains("bad\u00ff%.parquet");
  }

  @Test
  void refusesTwoFilesThatWouldGetOneName() {
    assertThatThrownBy(() -> read("1 ./a\u00ff\0" + "1 ./a%FF\0\0"))
        .isInstanceOf(FileException.class)
        .hasMessageContaining("a%FF");
  }

  @Test
  void saysWhichFileHasNoChecksum() {
    assertThatThrownBy(() -> read("1 ./gone\0\0"))
        .isInstanceOf(FileException.class)
        .hasMessageContaining("gone");
  }

  @Test
  void aFolderThatIsNotThereIsEmpty() {
    assertThat(read("")).isEqualTo(Manifest.EMPTY);
    assertThat(read("\0")).isEqualTo(Manifest.EMPTY);
  }

  private static Manifest read(String output) {
    return RemoteListing.manifest(output, true, "there");
  }
}
