package io.fuxictr.remote.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.fuxictr.remote.file.FileException;
import io.fuxictr.remote.file.Manifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A target that is too small, or becomes so. Needs the right to mount. */
class FullDiskIT {
  private static final int DISK = 16 << 20;
  private static final TransferOptions OPTIONS = TransferOptions.DEFAULTS.cut(2, 2 << 20);

  @TempDir private Path work;
  private Path disk;
  private Tree source;
  private boolean mounted;

  @BeforeEach
  void mount() throws Exception {
    disk = Files.createDirectories(work.resolve("disk"));
    mounted = run("mount", "-t", "tmpfs", "-o", "size=" + DISK, "tmpfs", disk.toString()) == 0;
    assumeTrue(mounted, "this user may not mount a small disk");
    source = new Tree(work.resolve("source")).with("a", 6 << 20).with("b", 6 << 20);
  }

  @AfterEach
  void unmount() throws Exception {
    if (mounted) {
      assertThat(run("umount", disk.toString())).isZero();
    }
  }

  @Test
  void isFoundOutBeforeAByteIsCarriedHere() {
    source.with("c", 6 << 20);

    assertFull(Place.here(disk.resolve("target")), TransferWatch.NONE, "needs 18.0MB, but ");
  }

  @Test
  void isFoundOutBeforeAByteIsCarriedThere() throws Exception {
    source.with("c", 6 << 20);
    try (var loopback = new LoopbackHost(work.resolve("sshd"))) {
      assertFull(loopback.place(disk.resolve("target")), TransferWatch.NONE, "needs 18.0MB, but ");
    }
  }

  @Test
  void whatIsThereAlreadyNeedsNoRoom() throws Exception {
    Path target = disk.resolve("target");
    Manifest manifest = source.manifest();
    var stopped = RecordingWatch.stoppingWhen(done -> done > 8 << 20);
    assertThatThrownBy(
            () ->
                new Transfer(source.place(), Place.here(target), OPTIONS.limitedTo(32 << 20))
                    .run(manifest, stopped))
        .isInstanceOf(InterruptedException.class);
    Files.write(disk.resolve("others"), new byte[3 << 20]);

    new Transfer(source.place(), Place.here(target), OPTIONS).run(manifest, TransferWatch.NONE);

    manifest.verify(target);
  }

  @Test
  void isToldWithFiguresWhenItFillsUpOnTheWayHere() {
    assertFull(Place.here(disk.resolve("target")), filling(), "the disk is full", " are free");
    assertThat(Manifest.of(disk.resolve("target"))).isEqualTo(Manifest.EMPTY);
  }

  @Test
  void isToldWithFiguresWhenItFillsUpOnTheWayThere() throws Exception {
    try (var loopback = new LoopbackHost(work.resolve("sshd"))) {
      assertFull(
          loopback.place(disk.resolve("target")), filling(), "the disk is full", " are free");
    }
    assertThat(Manifest.of(disk.resolve("target"))).isEqualTo(Manifest.EMPTY);
  }

  /** Somebody else takes the room as soon as the first bytes are carried, once and for good. */
  private TransferWatch filling() {
    return RecordingWatch.stoppingWhen(
        _ -> {
          Path others = disk.resolve("others");
          try (var out = Files.newOutputStream(others, StandardOpenOption.CREATE_NEW)) {
            out.write(new byte[DISK]);
          } catch (IOException e) {
            // Full, as it is meant to be, or filled before.
          }
          return false;
        });
  }

  private void assertFull(Place to, TransferWatch watch, String... words) {
    assertThatThrownBy(
            () ->
                new Transfer(source.place(), to, OPTIONS.limitedTo(24 << 20))
                    .run(source.manifest(), watch))
        .isInstanceOfSatisfying(
            FileException.class,
            e -> assertThat(e.reason()).isEqualTo(FileException.Reason.DISK_FULL))
        .satisfies(e -> assertThat(e.getMessage()).contains(words));
  }

  private static int run(String... command) throws IOException, InterruptedException {
    return new ProcessBuilder(List.of(command))
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start()
        .waitFor();
  }
}
