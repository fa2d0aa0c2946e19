package io.fuxictr.remote.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fuxictr.remote.RemoteException;
import io.fuxictr.remote.RemoteWatch;
import io.fuxictr.remote.file.Manifest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a host's server for files does with a folder, and what happens where it can do less. */
class SftpFolderIT {
  private static final int MEGABYTE = 1 << 20;
  private static final TransferOptions OPTIONS =
      TransferOptions.DEFAULTS.by(TransferOptions.Method.SFTP).sizesOnly();

  @TempDir private Path work;
  private LoopbackHost loopback;
  private Tree tree;

  @BeforeEach
  void start() throws InterruptedException {
    loopback = new LoopbackHost(work.resolve("sshd"));
    tree = new Tree(work.resolve("tree"));
  }

  @AfterEach
  void stop() {
    if (loopback != null) {
      loopback.close();
    }
  }

  private void rename(Map<String, String> names) throws InterruptedException {
    String folder = tree.folder().toString();
    var _ =
        loopback
            .host()
            .files(
                "Renaming",
                session -> {
                  new SftpFolder(session, folder, "here").rename(names);
                  return true;
                },
                RemoteWatch.NONE);
  }

  @Test
  void nameGivenByAnEarlierTryIsNoFailure() throws Exception {
    tree.with("first.tmp", 3).with("second.tmp", 5).with("second", 7);
    rename(Map.of("first.tmp", "first"));

    rename(Map.of("first.tmp", "first", "second.tmp", "second"));

    assertThat(tree.manifest().entries())
        .extracting(Manifest.Entry::path)
        .containsExactly("first", "second");
    assertThat(tree.folder().resolve("second")).hasSize(5);
  }

  @Test
  void fileThatIsInNeitherPlaceIsToldByItsName() {
    tree.with("first.tmp", 3);

    assertThatThrownBy(() -> rename(Map.of("first.tmp", "first", "lost.tmp", "lost")))
        .isInstanceOf(RemoteException.class)
        .hasMessageContaining("lost.tmp cannot become lost");
  }

  @Test
  void hostWithoutTheExtensionsOfOpenSshIsServedByCommands() throws Exception {
    tree.with("large.parquet", 3L * MEGABYTE).with("folder/it's small.parquet", 5);
    Path config = work.resolve("sshd/sshd_config");
    Files.writeString(
        config,
        Files.readString(config).replace("internal-sftp", "internal-sftp -P posix-rename,statvfs"));
    loopback.server().restart();
    assertThat(isComplete()).isFalse();
    Path pulled = work.resolve("pulled");
    Path pushed = work.resolve("pushed");
    Place remote = loopback.place(tree.folder());

    Manifest manifest = remote.list(OPTIONS, TransferWatch.NONE);
    new Transfer(remote, Place.here(pulled), OPTIONS).run(manifest, TransferWatch.NONE);
    new Transfer(tree.place(), loopback.place(pushed), OPTIONS).run(manifest, TransferWatch.NONE);

    for (Path arrived : List.of(pulled, pushed)) {
      assertThat(Manifest.of(arrived)).isEqualTo(tree.manifest());
    }
  }

  private boolean isComplete() throws InterruptedException {
    return loopback
        .host()
        .files(
            "Asking",
            session -> new SftpFolder(session, "/tmp", "here").isComplete(),
            RemoteWatch.NONE);
  }
}
