package io.fuxictr.worker.life;

import static org.assertj.core.api.Assertions.assertThat;

import io.fuxictr.message.WorkerBeat.Gpu;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FiguresTest {
  private static final Gpu H100 =
      new Gpu(0, "NVIDIA H100 80GB HBM3", 93, 40960L << 20, 81559L << 20);

  @TempDir private Path folder;

  private Path program(String script) throws IOException {
    Path file = folder.resolve("nvidia-smi");
    Files.writeString(file, "#!/bin/sh\n" + script);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    return file;
  }

  @Test
  void memoryIsReadWhereTheSystemTellsIt() throws IOException {
    Path status = Files.writeString(folder.resolve("status"), "Name:\tjava\nVmRSS:\t  1024 kB\n");

    assertThat(ProcessFigures.of(status, List::of).load().residentBytes()).hasValue(1L << 20);
    assertThat(ProcessFigures.of(folder.resolve("none"), List::of).load().residentBytes())
        .isEmpty();
  }

  @Test
  void thisProcessHasAHeap() {
    assertThat(ProcessFigures.of(folder.resolve("none"), List::of).load().heapBytes()).isPositive();
  }

  @Test
  void graphicsProcessorsAreReadAsTheProgramTellsThem() throws IOException {
    Path program =
        program(
            """
            [ "$2" = "--format=csv,noheader,nounits" ] || exit 9
            echo '0, NVIDIA H100 80GB HBM3, 93, 40960, 81559'
            echo '1, GRID, [N/A], 0, 4096'
            """);

    assertThat(new GpuFigures(Optional.of(program)).read())
        .containsExactly(H100, new Gpu(1, "GRID", 0, 0, 4096L << 20));
  }

  @Test
  void hostWithoutTheProgramOrWithABrokenOneHasNone() throws IOException {
    assertThat(new GpuFigures(Optional.empty()).read()).isEmpty();
    assertThat(new GpuFigures(Optional.of(program("echo no driver; exit 9\n"))).read()).isEmpty();
  }
}
