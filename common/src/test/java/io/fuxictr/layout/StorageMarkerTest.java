package io.fuxictr.layout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StorageMarkerTest {
  @TempDir Path root;

  private StorageMarker marker() {
    return new StorageMarker(
        new StorageLayout(
            root.resolve("datasets"), root.resolve("models"), root.resolve("configurations")));
  }

  @Test
  void storageWithoutAMarkBearsNoId() {
    assertThat(marker().read()).isEmpty();
  }

  @Test
  void idStaysOnceItIsGiven() throws IOException {
    String id = marker().ensure();

    assertThat(marker().ensure()).isEqualTo(id);
    assertThat(marker().read()).contains(id);
    try (Stream<Path> files = Files.list(root.resolve("datasets"))) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactly(StorageMarker.NAME);
    }
  }

  @Test
  void allWhoMarkAStorageAtOnceGetTheSameId() throws InterruptedException, ExecutionException {
    List<Callable<String>> markers =
        IntStream.range(0, 16).<Callable<String>>mapToObj(_ -> marker()::ensure).toList();

    try (var threads = Executors.newFixedThreadPool(8)) {
      String first = "";
      for (Future<String> id : threads.invokeAll(markers)) {
        first = first.isEmpty() ? id.get() : first;
        assertThat(id.get()).isEqualTo(first);
      }
    }
  }

  @Test
  void placeThatCannotBeWrittenIsNamed() throws IOException {
    Files.writeString(root.resolve("datasets"), "a file, not a folder");

    assertThatThrownBy(marker()::ensure)
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining(StorageMarker.NAME);
  }
}
