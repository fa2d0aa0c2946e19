package io.fuxictr.remote;

import io.fuxictr.remote.RemoteException.Reason;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Where the programs of a cluster leave files for a while: a folder of HDFS, or none, when they use
 * the server's own disk. What was decided once is written down beside the files, so that whoever
 * comes later finds and deletes the right ones.
 */
public final class ScratchFolder {
  private final RemoteHost host;
  private final Hdfs hdfs;
  private final String file;

  /** How it is decided. */
  public enum Mode {
    /** HDFS if a folder there is named and can be made, otherwise the disk. */
    AUTO,
    /** HDFS. */
    HDFS,
    /** The server's disk. */
    LOCAL
  }

  /**
   * Names the decision.
   *
   * @param file where it is written down at the host; its folder exists when it is made
   */
  public ScratchFolder(RemoteHost host, String file) {
    this.host = host;
    this.hdfs = new Hdfs(host);
    this.file = file;
  }

  /**
   * Returns the folder of HDFS, empty for the server's disk; decides that, and makes the folder, if
   * nobody has.
   *
   * @param root folder of HDFS that may be used
   * @param name path of the folder below it
   * @param warning is told why the disk is used although HDFS was meant
   * @throws RemoteException if it has to be HDFS and cannot be
   */
  public String choose(
      Mode mode, Optional<String> root, String name, Consumer<String> warning, RemoteWatch watch)
      throws InterruptedException {
    Optional<String> known = host.readText(file, watch);
    if (known.isPresent()) {
      return known.get();
    }
    String chosen =
        mode == Mode.LOCAL || (mode == Mode.AUTO && root.isEmpty())
            ? ""
            : make(mode, root, name, warning, watch);
    host.write(file, chosen.getBytes(StandardCharsets.UTF_8), watch);
    return chosen;
  }

  private String make(
      Mode mode, Optional<String> root, String name, Consumer<String> warning, RemoteWatch watch)
      throws InterruptedException {
    if (root.isEmpty()) {
      throw new RemoteException(
          Reason.FAILED,
          "Choosing a folder of HDFS: the task names no hdfs_path, and storage.hdfs_staging is not"
              + " set");
    }
    String folder = root.get().replaceAll("/+$", "") + "/" + name;
    Optional<String> obstacle = hdfs.obstacle(folder, watch);
    if (obstacle.isEmpty()) {
      return folder;
    }
    if (mode == Mode.HDFS) {
      throw new RemoteException(
          Reason.FAILED,
          "Making the HDFS folder %s: %s; check hdfs_path and the rights of %s there"
              .formatted(folder, obstacle.get(), host.settings().user()));
    }
    warning.accept(
        "HDFS cannot be used (%s); the server's disk is used instead".formatted(obstacle.get()));
    return "";
  }

  /**
   * Returns the folder of HDFS that was chosen, empty for the disk, or if nothing was chosen yet.
   */
  public String chosen(RemoteWatch watch) throws InterruptedException {
    return host.readText(file, watch).orElse("");
  }

  /** Deletes the folder of HDFS with all in it, if there is one. */
  public void delete(RemoteWatch watch) throws InterruptedException {
    String folder = chosen(watch);
    hdfs.delete(folder.isEmpty() ? List.of() : List.of(folder), watch);
  }
}
